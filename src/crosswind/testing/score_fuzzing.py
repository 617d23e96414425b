"""One damaged case scored: what came of it."""

import math
import random
from dataclasses import dataclass
from pathlib import Path

from crosswind.core.errors import CrosswindError
from crosswind.evaluate.submission import score_submission
from crosswind.testing.damage import damaged
from crosswind.testing.official_files import OfficialFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one case.

    Attributes:
        what: "scores" or "error", which are allowed, or the kind of fault.
        description: of a fault.
    """

    what: str
    description: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether anything but scores or a clear error came."""
        return self.what not in {"scores", "error"}


def write_damaged(case: OfficialFiles, folder: Path, dice: random.Random) -> Path:
    """Write the files of a case, one of them damaged (predictions more often); returns that one."""
    names = list(case.files)
    chosen = dice.choice([*names, *names, *("predictions" for name in names if name == "gold")])
    for name, text in case.files.items():
        content = text.encode("utf-8")
        (folder / name).write_bytes(damaged(content, dice) if name == chosen else content)
    return folder / chosen


def verdict_on(case: OfficialFiles, folder: Path) -> Verdict:
    """Score a written case.

    Allowed are an error that names its place and helps, or finite scores between 0 and 100 whose n
    is the number of gold examples as `case.count` has it.
    """
    try:
        found = _scored(case, folder)
    except CrosswindError as error:
        if error.place and (error.allowed or error.action):
            return Verdict(what="error")
        return Verdict(what="an error that does not help", description=str(error))
    except Exception as error:  # noqa: BLE001 (this is what is looked for)
        return Verdict(what="a traceback", description=repr(error))
    try:
        wanted = case.count((folder / case.counted).read_bytes().decode("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        return Verdict(what="scores of a broken gold file", description=repr(error))
    if found["n"] != wanted:
        description = f"n is {found['n']}, gold has {wanted}"
        return Verdict(what="a wrong count", description=description)
    for name, value in found["metrics"].items():  # type: ignore[attr-defined]
        is_percent = not name.endswith(("_thresh", "total"))
        if not math.isfinite(value) or (is_percent and not 0.0 <= value <= 100.0 + 1e-9):
            return Verdict(what="a score out of range", description=f"{name} = {value}")
    return Verdict(what="scores")


def _scored(case: OfficialFiles, folder: Path) -> dict[str, object]:
    is_folder = "gold" not in case.files
    return score_submission(
        task=case.task,
        language="zh",
        gold=folder if is_folder else folder / "gold",
        predictions=folder if is_folder else folder / "predictions",
        na_probs=folder / "na_probs" if "na_probs" in case.files else None,
        na_threshold=0.4 if case.task == "squad_v2" else 1.0,
    )
