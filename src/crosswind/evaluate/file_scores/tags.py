"""Scores of tag files: parts of speech and named entities."""

from collections.abc import Sequence

from crosswind.core.errors import DataError
from crosswind.evaluate.chunks import (
    SEQEVAL_0_0_12,
    SEQEVAL_1_2_2,
    ChunkRule,
    chunk_counts,
    equal_tags,
)
from crosswind.evaluate.file_scores.submitted import (
    FileScores,
    Metrics,
    Submitted,
    report_unknown,
    require_equal_counts,
    require_known,
)
from crosswind.evaluate.label_files import TaggedSentences, read_tags

# Universal Dependencies 2: seventeen tags; "_" stands on contracted words in some treebanks.
_UPOS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X", "_"),
)
_PANX = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")

_Tagged = tuple[list[list[str]], list[list[str]]]


def parts_of_speech(files: Submitted) -> FileScores:
    """F1 of chunks of bare tags under both rules of seqeval, and token accuracy."""
    pair = _tagged(files, _UPOS)
    metrics = {
        f"udpos_f1_{rule.name}": _chunk_scores(pair, rule)["f1"]
        for rule in (SEQEVAL_0_0_12, SEQEVAL_1_2_2)
    }
    return FileScores(metrics={**metrics, "token_accuracy": _token_accuracy(pair)}, n=len(pair[0]))


def named_entities(files: Submitted) -> FileScores:
    """F1, precision and recall of entities, and token accuracy."""
    pair = _tagged(files, _PANX)
    metrics = _chunk_scores(pair, SEQEVAL_1_2_2)
    return FileScores(metrics={**metrics, "token_accuracy": _token_accuracy(pair)}, n=len(pair[0]))


def _tagged(files: Submitted, tags: Sequence[str]) -> _Tagged:
    gold, predicted = read_tags(files.gold), read_tags(files.predictions)
    require_equal_counts(len(gold), len(predicted), "sentences", files)
    for number, (ours, theirs) in enumerate(zip(gold, predicted, strict=True), start=1):
        if len(ours[1]) != len(theirs[1]):
            raise DataError(
                f"sentence {number} has {len(ours[1])} tags ({files.gold}:{ours[0]}), its"
                " prediction has",
                place=f"{files.predictions}:{theirs[0]}",
                value=len(theirs[1]),
                allowed="one tag for each word; cut sentences shift all later chunks",
                action="Predict every word: split long sentences into windows.",
            )
    require_known(_placed(gold), tags, files.gold)
    report_unknown(_placed(predicted), tags, files.predictions)
    return [tags for _, tags in gold], [tags for _, tags in predicted]


def _placed(sentences: TaggedSentences) -> list[tuple[int, str]]:
    return [(first + offset, tag) for first, tags in sentences for offset, tag in enumerate(tags)]


def _chunk_scores(pair: _Tagged, rule: ChunkRule) -> Metrics:
    counts = chunk_counts(*pair, rule)
    tp = sum(count.tp for count in counts)
    predicted = sum(count.predicted for count in counts)
    gold = sum(count.gold for count in counts)
    return {
        "f1": 200.0 * tp / (predicted + gold) if tp else 0.0,
        "precision": 100.0 * tp / predicted if tp else 0.0,
        "recall": 100.0 * tp / gold if tp else 0.0,
    }


def _token_accuracy(pair: _Tagged) -> float:
    right = sum(equal_tags(a, b) for a, b in zip(*pair, strict=True))
    return 100.0 * right / sum(len(tags) for tags in pair[0])
