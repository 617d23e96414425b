"""Scores of a prediction file in the benchmarks' own layouts: what `crosswind score` prints.

Needs numpy alone.
"""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

from crosswind.core.errors import ConfigError, require_one_of
from crosswind.evaluate.file_scores.answers import answers, answers_or_none
from crosswind.evaluate.file_scores.labels import label_json_lines, label_lines, row_numbers
from crosswind.evaluate.file_scores.pairs import mined_pairs
from crosswind.evaluate.file_scores.rankings import answer_sentences, entities
from crosswind.evaluate.file_scores.submitted import FileScores, Submitted
from crosswind.evaluate.file_scores.tags import named_entities, parts_of_speech

Scorer = Callable[[Submitted], FileScores]

_INFERENCE = label_lines("entailment", "neutral", "contradiction")
_SCORERS: Mapping[str, Scorer] = {
    "xnli": _INFERENCE,
    "mnli": _INFERENCE,
    "snli": _INFERENCE,
    "pawsx": label_lines("0", "1"),
    "xcopa": label_json_lines(0, 1),
    "copa": label_json_lines(0, 1),
    "siqa": label_json_lines(0, 1, 2),
    "udpos": parts_of_speech,
    "panx": named_entities,
    "xquad": answers,
    "mlqa": answers,
    "tydiqa": answers,
    "squad": answers,
    "squad_v2": answers_or_none,
    "tatoeba": row_numbers,
    "bucc2018": mined_pairs,
    "lareqa": answer_sentences,
    "mewslix": entities,
}


def score_submission(
    *,
    task: str,
    language: str,
    gold: Path,
    predictions: Path,
    na_probs: Path | None = None,
    na_threshold: float = 1.0,
) -> dict[str, object]:
    """Official scores of one prediction file.

    Args:
        task: one of `submission_tasks()`.
        language: BCP 47 tag; decides the rule of MLQA, where it is that of the context.
        gold: file of gold labels in the task's official layout; for mining also a folder.
        predictions: file of predictions in the same layout; for mining also a folder.
        na_probs: probabilities of no answer (squad_v2).
        na_threshold: answers whose probability is above it count as "no answer" (squad_v2).

    Returns:
        `task`, `language`, `metrics` (name -> percent at full precision) and `n` (scored examples);
        for mining from candidates also `threshold` and `tuning`, the scores of the tuning part.

    Raises:
        ConfigError: if the task is unknown, has no rule for the language, or takes no
            probabilities.
        DataError: if a file cannot be read or the two do not fit together; names file and line.
    """
    files = Submitted(
        task=task,
        language=language,
        gold=gold,
        predictions=predictions,
        na_probs=na_probs,
        na_threshold=na_threshold,
    )
    scores = file_scores(files)
    document = {"task": task, "language": language, "metrics": scores.metrics, "n": scores.n}
    return {**document, **(scores.facts or {})}


def file_scores(files: Submitted) -> FileScores:
    """The same as a record; raises the same."""
    require_one_of(
        files.task, submission_tasks(), problem="no prediction files can be scored for this task"
    )
    if math.isnan(files.na_threshold):
        raise ConfigError(
            "not a threshold", place="--na-threshold", value=files.na_threshold, allowed="a number"
        )
    if files.task != "squad_v2" and (files.na_probs is not None or files.na_threshold != 1.0):
        raise ConfigError(
            "probabilities of no answer belong to SQuAD v2.0",
            place="--na-probs",
            value=files.task,
            allowed="squad_v2",
            action="Leave out --na-probs and --na-threshold.",
        )
    return _SCORERS[files.task](files)


def submission_tasks() -> tuple[str, ...]:
    """Tasks whose official prediction files can be scored, sorted."""
    return tuple(sorted(_SCORERS))
