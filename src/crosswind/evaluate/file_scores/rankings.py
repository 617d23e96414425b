"""Mean average precision of rankings: LAReQA and Mewsli-X."""

from collections.abc import Callable

from crosswind.evaluate.file_scores.submitted import FileScores, Submitted, matched_ids
from crosswind.evaluate.ranking_files import read_rankings, read_targets
from crosswind.evaluate.rankings import average_precision_at


def answer_sentences(files: Submitted) -> FileScores:
    """LAReQA: mAP@20 over the questions; several candidates may be right.

    The official script ranks embeddings and only prints; gold and predictions as files are ours.
    """
    return _map_at_20(files, lambda right: right)


def entities(files: Submitted) -> FileScores:
    """Mewsli-X: mAP@20, the mean reciprocal rank cut at 20.

    Only the first right entity of a mention counts, without blanks around it; predictions are
    compared as they are.

    Source: google-research/xtreme @ 838c13b6 `third_party/utils_mewslix.py`.
    """
    return _map_at_20(files, lambda right: [right[0].strip()])


def _map_at_20(files: Submitted, right_of: Callable[[list[str]], list[str]]) -> FileScores:
    targets, rankings = read_targets(files.gold), read_rankings(files.predictions)
    keys = matched_ids(targets, rankings, files)
    total = sum(average_precision_at(rankings[key], right_of(targets[key])) for key in keys)
    return FileScores(metrics={"map_at_20": 100.0 * total / len(targets)}, n=len(targets))
