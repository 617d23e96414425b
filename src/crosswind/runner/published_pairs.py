"""Pairs of wrong and right words of a task whose noisy text was published with its clean rows."""

from pathlib import Path

from crosswind.core.errors import ConfigError, nearest_match
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task
from crosswind.data.published_noise import CLEAN
from crosswind.noise.calibrate_read import Pairs, pairs_of_texts
from crosswind.records.example import Example


def published_pairs(task: str, language: str, data_root: Path) -> Pairs:
    """The pairs of words of a task's noisy rows and their clean rows.

    Args:
        task: name of a task with published noise.
        language: canonical tag.
        data_root: folder of official files.

    Raises:
        ConfigError: if there is no such task.
        DataError: if its files are missing or malformed.
    """
    known = [name for name in TASKS.names() if TASKS.get(name).card.published_noise]
    if task not in known:
        raise ConfigError(
            "neither a file nor a task with published noise",
            place="PAIRS",
            value=task,
            allowed=f"a file, or one of {', '.join(known)}",
            nearest=nearest_match(task, known),
            action="See `crosswind calibrate --help`.",
        )
    noisy = read_task(task, language, TASKS.get(task).card.evaluation_split, data_root)
    clean = {row.example_id: row for row in read_task(task, language, CLEAN, data_root)}
    texts = [
        pair
        for row in noisy
        for pair in zip(_texts(row), _texts(clean[row.example_id]), strict=True)
    ]
    return pairs_of_texts(texts)


def _texts(example: Example) -> tuple[str, ...]:
    # Words hold no blanks where they were split at blanks: joined, they are aligned like a text.
    return (" ".join(example.words),) if example.words else tuple(example.texts.values())
