"""Scores of bitext mining: of extracted pairs, or of candidates under a threshold tuned on dev."""

from collections.abc import Collection
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.evaluate.file_scores.submitted import FileScores, Metrics, Submitted, warn
from crosswind.evaluate.pair_files import (
    Pair,
    Pairs,
    read_candidates,
    read_pairs,
    read_sentence_ids,
)
from crosswind.evaluate.rankings import average_precision
from crosswind.evaluate.threshold import extract_at_tuned_threshold


def mined_pairs(files: Submitted) -> FileScores:
    """F1, precision and recall of pairs of ids, each counted once.

    If both paths are folders, the pairs are extracted from candidates first (`_from_candidates`).

    Source: google-research/xtreme @ 838c13b6 `evaluate.py`, bucc_f1.

    Raises:
        DataError: if a line is no pair, or all predicted pairs stand the wrong way round.
    """
    if files.gold.is_dir() and files.predictions.is_dir():
        return _from_candidates(files.gold, files.predictions)
    gold, predicted = _gold_pairs(files.gold), _pairs(files.predictions)
    turned = [pair for pair in predicted.lines if pair[::-1] in gold]
    if turned and not any(pair in gold for pair in predicted.lines):
        raise DataError(
            "the columns are exchanged",
            place=f"{files.predictions}:{predicted.lines[turned[0]]}",
            value="\t".join(turned[0]),
            allowed="source id, tab, target id, as in the gold file",
            nearest="\t".join(turned[0][::-1]),
            action="Write the source id first.",
        )
    return FileScores(metrics=_metrics(predicted.lines, gold), n=len(gold))


def _from_candidates(gold: Path, predictions: Path) -> FileScores:
    """The whole procedure of BUCC: tune the threshold on dev, extract from test, score test.

    Reads `gold.<part>.tsv` in the gold folder, and `src.`, `trg.` and `candidates.<part>.tsv` in
    the other, for the parts dev and test. Average precision needs no threshold and stands beside.
    """
    golds = {part: _gold_pairs(gold / f"gold.{part}.tsv") for part in ("dev", "test")}
    scored = {part: _scored_pairs(predictions, part) for part in ("dev", "test")}
    found = extract_at_tuned_threshold(scored["dev"], golds["dev"], scored["test"])
    ranked = [pair in golds["test"] for pair in scored["test"]]
    precision = average_precision(list(scored["test"].values()), ranked, len(golds["test"]))
    kept = [pair for pair, score in scored["dev"].items() if score >= found.threshold]
    return FileScores(
        metrics={
            **_metrics(found.extracted, golds["test"]),
            "average_precision": 100.0 * precision,
        },
        n=len(golds["test"]),
        facts={"threshold": found.threshold, "tuning": _metrics(kept, golds["dev"])},
    )


def _scored_pairs(folder: Path, part: str) -> dict[Pair, float]:
    """Pair of ids -> its highest score, in the order of their first candidates.

    A sentence that stands under several ids belongs to none: its candidates are left out, as
    officially, and counted in a warning. So are candidates whose sentence is in no file.
    """
    source = read_sentence_ids(folder / f"src.{part}.tsv")
    target = read_sentence_ids(folder / f"trg.{part}.tsv")
    path = folder / f"candidates.{part}.tsv"
    scores: dict[Pair, float] = {}
    left_out = []
    for candidate in read_candidates(path):
        pair = source.get(candidate.source), target.get(candidate.target)
        if pair[0] is None or pair[1] is None:
            left_out.append(candidate.place)
            continue
        known = pair[0], pair[1]
        scores[known] = max(candidate.score, scores.get(known, candidate.score))
    if left_out and not scores:
        raise DataError(
            "not one candidate is a pair of the sentences of this part",
            place=left_out[0],
            allowed=f"sentences of src.{part}.tsv and trg.{part}.tsv that stand under one id",
            action="Check that the files are of one language and one part.",
        )
    warn(path, "candidates have a sentence without an id of its own and are left out", left_out)
    return scores


def _pairs(path: Path) -> Pairs:
    pairs = read_pairs(path)
    warn(path, "lines repeat a pair and count once", ["a line"] * pairs.n_doubled)
    return pairs


def _gold_pairs(path: Path) -> frozenset[Pair]:
    gold = _pairs(path).lines
    if not gold:
        raise DataError("the gold file is empty", place=f"{path}:1", allowed="at least one pair")
    return frozenset(gold)


def _metrics(extracted: Collection[Pair], gold: frozenset[Pair]) -> Metrics:
    right = sum(pair in gold for pair in extracted)
    return {
        "f1": 200.0 * right / (len(extracted) + len(gold)) if right else 0.0,
        "precision": 100.0 * right / len(extracted) if right else 0.0,
        "recall": 100.0 * right / len(gold) if right else 0.0,
    }
