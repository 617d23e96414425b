"""Accuracy of label files: inference, paraphrase, choice of an alternative, nearest neighbors."""

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from crosswind.evaluate.file_scores.submitted import (
    FileScores,
    Submitted,
    report_unknown,
    require_equal_counts,
    require_known,
)
from crosswind.evaluate.label_files import (
    read_json_labels,
    read_official_lines,
    read_row_numbers,
)

Reader = Callable[[Path], Sequence[Hashable]]
Scorer = Callable[[Submitted], FileScores]


def label_lines(*labels: str) -> Scorer:
    """Scorer of files with one label a line."""
    return _scorer(read_official_lines, labels)


def label_json_lines(*labels: int) -> Scorer:
    """Scorer of JSON-lines files with a field `label`."""
    return _scorer(read_json_labels, labels)


def row_numbers(files: Submitted) -> FileScores:
    """Accuracy of nearest neighbors, given as row numbers."""
    return _accuracy(read_row_numbers(files.gold), read_row_numbers(files.predictions), files)


def _scorer(read: Reader, labels: Sequence[Hashable]) -> Scorer:
    def scorer(files: Submitted) -> FileScores:
        gold, predicted = read(files.gold), read(files.predictions)
        scores = _accuracy(gold, predicted, files)
        require_known(list(enumerate(gold, start=1)), labels, files.gold)
        report_unknown(list(enumerate(predicted, start=1)), labels, files.predictions)
        return scores

    return scorer


def _accuracy(
    gold: Sequence[Hashable], predicted: Sequence[Hashable], files: Submitted
) -> FileScores:
    require_equal_counts(len(gold), len(predicted), "lines", files)
    right = sum(a == b for a, b in zip(gold, predicted, strict=True))
    return FileScores(metrics={"accuracy": 100.0 * right / len(gold)}, n=len(gold))
