"""Chunks of tag sequences, counted sentence by sentence so that the sums give the corpus value."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Sentences = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkRule:
    """How a tag is read: its first letter decides on borders, the rest may decide on the type.

    Attributes:
        name: as it appears in metric names.
        type_of: tag -> chunk type.
    """

    name: str
    type_of: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkCounts:
    """Chunks that end in one sentence: found rightly, predicted, in the gold."""

    tp: int
    predicted: int
    gold: int


def _part_after_hyphen(tag: str) -> str:
    return tag.rsplit("-", maxsplit=1)[-1]


def _without_first_letter(tag: str) -> str:
    return tag[1:].split("-", maxsplit=1)[-1] or "_"


# seqeval 0.0.12: the type is what follows the last hyphen, so a bare tag is its own type.
SEQEVAL_0_0_12 = ChunkRule(name="seqeval_0_0_12", type_of=_part_after_hyphen)
# seqeval 1.2.2: the first letter is always taken off, so SCONJ and CCONJ are one type.
SEQEVAL_1_2_2 = ChunkRule(name="seqeval_1_2_2", type_of=_without_first_letter)


def chunks(sentences: Sentences, rule: ChunkRule) -> list[tuple[int, str, int, int]]:
    """All chunks as (sentence in which it ends, type, first token, last token) in corpus order.

    Tokens are counted over the corpus, with one `O` after each sentence, as the default mode of
    seqeval does (`get_entities`; conlleval's tolerant reading of BIO). The state is carried across
    sentences on purpose: under 1.2.2 the bare tag `X` has the type of `O`, so a chunk that it
    closes may begin in an earlier sentence. No two chunks end at one token.
    """
    found: list[tuple[int, str, int, int]] = []
    known: dict[str, tuple[str, str]] = {}
    before, type_before, first = "O", "", 0
    sentence_before = 0
    for position, (sentence, tag) in enumerate(_with_outside(sentences)):
        if tag not in known:
            known[tag] = (tag[0], rule.type_of(tag))
        letter, kind = known[tag]
        if _ends(before, letter, type_before, kind):
            found.append((sentence_before, type_before, first, position - 1))
        if _starts(before, letter, type_before, kind):
            first = position
        before, type_before, sentence_before = letter, kind, sentence
    return found


def chunk_counts(gold: Sentences, predicted: Sentences, rule: ChunkRule) -> list[ChunkCounts]:
    """Counts of each sentence; their sums are the counts of the corpus.

    Sentences of unequal length are counted as seqeval 0.0.12 does, by position in the whole corpus;
    callers that want to refuse them must do so beforehand.

    Raises:
        ValueError: if the two corpora have unequal numbers of sentences.
    """
    if len(gold) != len(predicted):
        raise ValueError(f"{len(gold)} gold sentences, but {len(predicted)} predicted ones")
    gold_chunks, predicted_chunks = chunks(gold, rule), chunks(predicted, rule)
    right = {chunk[1:] for chunk in predicted_chunks}
    counts = [[0, 0, 0] for _ in gold]
    for sentence, *chunk in gold_chunks:
        counts[sentence][2] += 1
        counts[sentence][0] += tuple(chunk) in right
    for sentence, *_ in predicted_chunks:
        counts[sentence][1] += 1
    return [ChunkCounts(tp=tp, predicted=n, gold=m) for tp, n, m in counts]


def equal_tags(gold: Sequence[str], predicted: Sequence[str]) -> int:
    """Tokens of one sentence whose predicted tag is the gold tag.

    Raises:
        ValueError: if the lengths differ.
    """
    return sum(a == b for a, b in zip(gold, predicted, strict=True))


def _with_outside(sentences: Sentences) -> Iterator[tuple[int, str]]:
    for number, tags in enumerate(sentences):
        for tag in tags:
            yield number, tag
        yield number, "O"


def _ends(before: str, letter: str, type_before: str, kind: str) -> bool:
    return (
        before in "ES"
        or (before in "BI" and letter in "BSO")
        or (before not in "O." and type_before != kind)
    )


def _starts(before: str, letter: str, type_before: str, kind: str) -> bool:
    return (
        letter in "BS"
        or (before in "ESO" and letter in "EI")
        or (letter not in "O." and type_before != kind)
    )
