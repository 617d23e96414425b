"""Scores of predictions for a condition of a release: its gold, and that of the clean text beside.

Needs numpy alone.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from crosswind.core.errors import ConfigError, DataError, nearest_match
from crosswind.core.files import read_json
from crosswind.core.hashing import file_digest
from crosswind.evaluate.submission import score_submission
from crosswind.records.release import CLEAN, FORMAT, MANIFEST

# Tasks whose gold is text that may have been perturbed itself.
_GOLD_IS_TEXT = {"xquad", "mlqa", "tydiqa"}


def score_condition(
    release: Path, condition: str, *, task: str, language: str, predictions: Path
) -> dict[str, object]:
    """Official scores of one prediction file for one condition of a release.

    Args:
        release: folder that `crosswind release` wrote.
        condition: `clean`, or perturbation and severity (`typo/3`), with the seed if there are
            several (`typo/3/seed-2`).
        task: one of the release that has a scorer.
        language: canonical tag, or a pair of them.
        predictions: file in the task's official layout.

    Returns:
        What `score_submission` gives, and `condition`. For answers also `clean_gold`: the metrics
        against the answers as they read in the clean text.

    Raises:
        ConfigError: if the release has no such set.
        DataError: if it is no release, or its gold was changed.
    """
    manifest = _manifest(release)
    gold = _gold(release, manifest, (condition, task, language))
    found = score_submission(task=task, language=language, gold=gold, predictions=predictions)
    document: dict[str, object] = {"condition": condition, **found}
    if task in _GOLD_IS_TEXT and condition != CLEAN and CLEAN in manifest["conditions"]:
        clean = _gold(release, manifest, (CLEAN, task, language))
        beside = score_submission(task=task, language=language, gold=clean, predictions=predictions)
        document["clean_gold"] = beside["metrics"]
    return document


def _manifest(release: Path) -> Mapping[str, Any]:
    path = release / MANIFEST
    if not path.is_file():
        raise DataError(
            "not the folder of a release",
            place=str(release),
            allowed=f"a folder with the file {MANIFEST}, as `crosswind release` writes it",
            action="Name the folder of the release with --gold.",
        )
    manifest = read_json(path)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        value = manifest.get("format") if isinstance(manifest, dict) else type(manifest).__name__
        raise DataError(
            "a manifest that is not understood",
            place=str(path),
            value=value,
            allowed=f"format {FORMAT}",
            action="Take the version of crosswind that wrote it.",
        )
    return manifest


def _gold(release: Path, manifest: Mapping[str, Any], wanted: tuple[str, str, str]) -> Path:
    """The gold file of (condition, task, language), its bytes checked."""
    names: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        ("--condition", wanted[0], lambda one: str(one["condition"])),
        ("--task", wanted[1], lambda one: str(one["task"])),
        ("--language", wanted[2], lambda one: str(one["language"])),
    )
    try:
        sets, digests = list(manifest["sets"]), manifest["files"]
        for option, value, of in names:
            known = sorted({of(one) for one in sets})
            sets = [one for one in sets if of(one) == value]
            if not sets:
                raise ConfigError(
                    "the release has no such set",
                    place=option,
                    value=value,
                    allowed=known,
                    nearest=nearest_match(value, known),
                    action=f"See {release / MANIFEST}.",
                )
        name = str(sets[0]["gold"])
        digest = digests[name]
    except (KeyError, TypeError) as error:
        raise DataError(
            "a manifest that is not whole",
            place=str(release / MANIFEST),
            value=str(error),
            allowed="the manifest as it was written",
            action="Get the release again.",
        ) from error
    path = release / name
    if not path.is_file() or file_digest(path) != digest:
        raise DataError(
            "the gold file is missing or was changed",
            place=str(path),
            allowed=f"the file with the SHA-256 {digest}",
            action="Get the release again.",
        )
    return path
