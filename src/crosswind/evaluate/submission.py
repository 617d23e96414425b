"""Scores of prediction files in the benchmarks' own layouts: what `crosswind score` prints.

Needs numpy alone. Where the official scripts tolerate a fault (an unknown label or a missing answer
counts as wrong, an answer to an unknown question is ignored), so does this module, because the
numbers have to be the official ones; it logs how many there were. Faults that make the official
number meaningless (other line counts, doubled ids, nothing that can be matched) are errors.
"""

import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match, require_one_of
from crosswind.evaluate.answers import best_over_golds
from crosswind.evaluate.chunks import (
    SEQEVAL_0_0_12,
    SEQEVAL_1_2_2,
    ChunkRule,
    chunk_counts,
    equal_tags,
)
from crosswind.evaluate.label_files import (
    read_json_labels,
    read_labels,
    read_row_numbers,
    read_tags,
)
from crosswind.evaluate.squad_files import read_answers, read_questions

_LOG = logging.getLogger("crosswind")

# Universal Dependencies 2: seventeen tags; "_" stands on contracted words in some treebanks.
_UPOS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X", "_"),
)
_NLI = ("entailment", "neutral", "contradiction")
_PANX = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")

Metrics = dict[str, float]


def score_submission(
    *, task: str, language: str, gold: Path, predictions: Path
) -> dict[str, object]:
    """Official scores of one prediction file.

    Args:
        task: one of `submission_tasks()`.
        language: BCP 47 tag; passed on, since no layout read here depends on it.
        gold: file of gold labels in the task's official layout.
        predictions: file of predictions in the same layout.

    Returns:
        `task`, `language`, `metrics` (name -> percent at full precision) and `n` (scored examples;
        sentences for tagging).

    Raises:
        ConfigError: if the task is unknown.
        DataError: if a file cannot be read or the two do not fit together; names file and line.
    """
    require_one_of(
        task, submission_tasks(), problem="no prediction files can be scored for this task"
    )
    metrics, n = _SCORERS[task](gold, predictions)
    return {"task": task, "language": language, "metrics": metrics, "n": n}


def submission_tasks() -> tuple[str, ...]:
    """Tasks whose official prediction files can be scored, sorted."""
    return tuple(sorted(_SCORERS))


def _label_lines(labels: Sequence[str]) -> "_Scorer":
    def scorer(gold: Path, predictions: Path) -> tuple[Metrics, int]:
        return _accuracy(read_labels(gold), read_labels(predictions), labels, (gold, predictions))

    return scorer


def _label_json_lines(labels: Sequence[int]) -> "_Scorer":
    def scorer(gold: Path, predictions: Path) -> tuple[Metrics, int]:
        columns = read_json_labels(gold), read_json_labels(predictions)
        return _accuracy(*columns, labels, (gold, predictions))

    return scorer


def _row_numbers(gold: Path, predictions: Path) -> tuple[Metrics, int]:
    return _accuracy(read_row_numbers(gold), read_row_numbers(predictions), (), (gold, predictions))


def _udpos(gold: Path, predictions: Path) -> tuple[Metrics, int]:
    pair = _tagged(gold, predictions, _UPOS)
    metrics = {
        f"udpos_f1_{rule.name}": _chunk_scores(pair, rule)["f1"]
        for rule in (SEQEVAL_0_0_12, SEQEVAL_1_2_2)
    }
    return {**metrics, "token_accuracy": _token_accuracy(pair)}, len(pair[0])


def _panx(gold: Path, predictions: Path) -> tuple[Metrics, int]:
    pair = _tagged(gold, predictions, _PANX)
    scores = _chunk_scores(pair, SEQEVAL_1_2_2)
    return {**scores, "token_accuracy": _token_accuracy(pair)}, len(pair[0])


def _squad(gold: Path, predictions: Path) -> tuple[Metrics, int]:
    golds, answers = read_questions(gold), read_answers(predictions)
    missing = [key for key in golds if key not in answers]
    unknown = [key for key in answers if key not in golds]
    if len(missing) == len(golds):
        raise DataError(
            "no question of the gold file has a prediction; the first is",
            place=f"{predictions}:1",
            value=missing[0],
            allowed=f"the question ids of {gold}",
            nearest=nearest_match(missing[0], answers),
            action="Check that both files are of one language and one split.",
        )
    _warn(predictions, len(missing), "questions without a prediction count as wrong", missing)
    _warn(predictions, len(unknown), "predictions for unknown questions are ignored", unknown)
    found = [best_over_golds(answers[key], golds[key]) for key in golds if key in answers]
    n = len(golds)
    return {
        "f1": 100.0 * sum(f1 for f1, _ in found) / n,
        "exact_match": 100.0 * sum(exact for _, exact in found) / n,
    }, n


_Scorer = Callable[[Path, Path], tuple[Metrics, int]]
_SCORERS: Mapping[str, _Scorer] = {
    "xnli": _label_lines(_NLI),
    "mnli": _label_lines(_NLI),
    "snli": _label_lines(_NLI),
    "pawsx": _label_lines(("0", "1")),
    "xcopa": _label_json_lines((0, 1)),
    "udpos": _udpos,
    "panx": _panx,
    "xquad": _squad,
    "tydiqa": _squad,
    "squad": _squad,
    "tatoeba": _row_numbers,
}


def _accuracy(
    gold: Sequence[Hashable],
    predicted: Sequence[Hashable],
    labels: Sequence[Hashable],
    paths: tuple[Path, Path],
) -> tuple[Metrics, int]:
    _require_equal_counts(len(gold), len(predicted), "lines", paths)
    if labels:
        _require_known(list(enumerate(gold, start=1)), labels, paths[0])
        _report_unknown(list(enumerate(predicted, start=1)), labels, paths[1])
    right = sum(a == b for a, b in zip(gold, predicted, strict=True))
    return {"accuracy": 100.0 * right / len(gold)}, len(gold)


def _tagged(
    gold: Path, predictions: Path, tags: Sequence[str]
) -> tuple[list[list[str]], list[list[str]]]:
    paths = gold, predictions
    columns = read_tags(gold), read_tags(predictions)
    _require_equal_counts(len(columns[0]), len(columns[1]), "sentences", paths)
    for number, (ours, theirs) in enumerate(zip(*columns, strict=True), start=1):
        if len(ours[1]) != len(theirs[1]):
            raise DataError(
                f"sentence {number} has {len(ours[1])} tags ({gold}:{ours[0]}), its prediction has",
                place=f"{predictions}:{theirs[0]}",
                value=len(theirs[1]),
                allowed="one tag for each word; cut sentences shift all later chunks",
                action="Predict every word: split long sentences into windows.",
            )
    flat = [
        [(first + offset, tag) for first, sentence in column for offset, tag in enumerate(sentence)]
        for column in columns
    ]
    _require_known(flat[0], tags, gold)
    _report_unknown(flat[1], tags, predictions)
    return [tags for _, tags in columns[0]], [tags for _, tags in columns[1]]


def _chunk_scores(pair: tuple[list[list[str]], list[list[str]]], rule: ChunkRule) -> Metrics:
    counts = chunk_counts(*pair, rule)
    tp = sum(count.tp for count in counts)
    predicted = sum(count.predicted for count in counts)
    gold = sum(count.gold for count in counts)
    return {
        "f1": 200.0 * tp / (predicted + gold) if tp else 0.0,
        "precision": 100.0 * tp / predicted if tp else 0.0,
        "recall": 100.0 * tp / gold if tp else 0.0,
    }


def _token_accuracy(pair: tuple[list[list[str]], list[list[str]]]) -> float:
    right = sum(equal_tags(a, b) for a, b in zip(*pair, strict=True))
    return 100.0 * right / sum(len(tags) for tags in pair[0])


def _require_equal_counts(gold: int, predicted: int, noun: str, paths: tuple[Path, Path]) -> None:
    if gold == 0:
        raise DataError(
            "the gold file is empty", place=f"{paths[0]}:1", allowed=f"at least one of {noun}"
        )
    if gold != predicted:
        raise DataError(
            f"{predicted} {noun} of predictions for {gold} {noun} of gold ({paths[0]})",
            place=f"{paths[1]}:{min(gold, predicted) + 1}" if noun == "lines" else str(paths[1]),
            value=predicted,
            allowed=f"{gold} {noun}",
            action="Check that both files are of one language and one split.",
        )


def _require_known(
    found: Sequence[tuple[int, Hashable]], labels: Sequence[Hashable], path: Path
) -> None:
    known = frozenset(labels)
    for number, label in found:
        if label not in known:
            raise _unknown_label("unknown gold label", label, labels, f"{path}:{number}")
    if not found:
        raise DataError("the gold file holds no label", place=f"{path}:1", allowed=_shown(labels))


def _report_unknown(
    found: Sequence[tuple[int, Hashable]], labels: Sequence[Hashable], path: Path
) -> None:
    known = frozenset(labels)
    unknown = [(number, label) for number, label in found if label not in known]
    if unknown and len(unknown) == len(found):
        number, label = unknown[0]
        problem = "not one prediction is a label of the task; the first is"
        raise _unknown_label(problem, label, labels, f"{path}:{number}")
    lines = [f"line {number}: {label!r}" for number, label in unknown]
    _warn(path, len(unknown), "predictions are no label of the task and count as wrong", lines)


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


def _warn(path: Path, count: int, what: str, cases: Sequence[str]) -> None:
    if count:
        _LOG.warning("%s: %d %s (first: %s)", path, count, what, cases[0])
