"""A gold file and a prediction file, and what the scorers of all families ask of them.

Where the official scripts tolerate a fault (an unknown label or a missing answer counts as wrong,
an answer to an unknown question is ignored), so do the scorers, because the numbers have to be the
official ones; they log how many there were. Faults that make the official number meaningless
(other line counts, doubled ids, nothing that can be matched) are errors.
"""

import logging
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match

_LOG = logging.getLogger("crosswind")

Metrics = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What is scored.

    Attributes:
        task: name of the task.
        language: canonical tag, or tags joined by `+`.
        gold, predictions: the two files (or folders, for mining from candidates).
        na_probs: probabilities of no answer (squad_v2).
        na_threshold: answers whose probability is above it count as "no answer" (squad_v2).
    """

    task: str
    language: str
    gold: Path
    predictions: Path
    na_probs: Path | None = None
    na_threshold: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScores:
    """What a scorer returns.

    Attributes:
        metrics: name -> percent at full precision; counts and thresholds keep their own scale.
        n: scored examples: lines, sentences (tagging), questions, gold pairs (mining).
        facts: further entries of the printed document.
    """

    metrics: Metrics
    n: int
    facts: Mapping[str, object] | None = None


def require_equal_counts(gold: int, predicted: int, noun: str, files: Submitted) -> None:
    """Refuse an empty gold file, and another number of rows in the predictions.

    Raises:
        DataError: naming the first line that has no partner, where rows are lines.
    """
    if gold == 0:
        raise DataError(
            "the gold file is empty", place=f"{files.gold}:1", allowed=f"at least one of {noun}"
        )
    if gold != predicted:
        line = f":{min(gold, predicted) + 1}" if noun == "lines" else ""
        raise DataError(
            f"{predicted} {noun} of predictions for {gold} {noun} of gold ({files.gold})",
            place=f"{files.predictions}{line}",
            value=predicted,
            allowed=f"{gold} {noun}",
            action="Check that both files are of one language and one split.",
        )


def require_known(
    found: Sequence[tuple[int, Hashable]], labels: Sequence[Hashable], path: Path
) -> None:
    """Refuse gold labels that are not the task's, and gold without any label.

    Args:
        found: (line, label).
        labels: labels of the task.
        path: the gold file.

    Raises:
        DataError: names the line.
    """
    known = frozenset(labels)
    for number, label in found:
        if label not in known:
            raise _unknown_label("unknown gold label", label, labels, f"{path}:{number}")
    if not found:
        raise DataError("the gold file holds no label", place=f"{path}:1", allowed=_shown(labels))


def report_unknown(
    found: Sequence[tuple[int, Hashable]], labels: Sequence[Hashable], path: Path
) -> None:
    """Say how many predictions are no label of the task; refuse them if none is.

    Raises:
        DataError: if not one prediction is a label.
    """
    known = frozenset(labels)
    unknown = [(number, label) for number, label in found if label not in known]
    if unknown and len(unknown) == len(found):
        number, label = unknown[0]
        problem = "not one prediction is a label of the task; the first is"
        raise _unknown_label(problem, label, labels, f"{path}:{number}")
    lines = [f"line {number}: {label!r}" for number, label in unknown]
    warn(path, "predictions are no label of the task and count as wrong", lines)


def matched_ids(golds: Collection[str], predicted: Collection[str], files: Submitted) -> list[str]:
    """The gold ids that have a prediction; the others, and unknown ids, are counted in a warning.

    Raises:
        DataError: if no gold id has a prediction.
    """
    missing = [key for key in golds if key not in predicted]
    unknown = [key for key in predicted if key not in golds]
    if len(missing) == len(golds):
        raise DataError(
            "no question of the gold file has a prediction; the first is",
            place=f"{files.predictions}:1",
            value=missing[0],
            allowed=f"the question ids of {files.gold}",
            nearest=nearest_match(missing[0], predicted),
            action="Check that both files are of one language and one split.",
        )
    warn(files.predictions, "questions without a prediction count as wrong", missing)
    warn(files.predictions, "predictions for unknown questions are ignored", unknown)
    return [key for key in golds if key in predicted]


def warn(path: Path, what: str, cases: Sequence[str]) -> None:
    """Log how many cases of a tolerated fault a file has, and the first of them."""
    if cases:
        _LOG.warning("%s: %d %s (first: %.80s)", path, len(cases), what, cases[0])


def _unknown_label(
    problem: str, label: Hashable, labels: Sequence[Hashable], place: str
) -> DataError:
    shown = _shown(labels)
    return DataError(
        problem,
        place=place,
        value=label,
        allowed=shown,
        nearest=nearest_match(label, shown),
        action="Check that the file is of this task and in the official layout.",
    )


def _shown(labels: Sequence[Hashable]) -> list[str]:
    return [str(label) for label in labels]
