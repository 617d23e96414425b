"""Texts cut off at the end or at the beginning, between words."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import UNSPACED, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace
from crosswind.noise.stretches import Positions, Stretches
from crosswind.noise.syllables import OTHER, SPACE, may_meet

# Of four texts three lose the end, one the beginning.
_TAILS = 3 << 30


def supports(language: str) -> Support:
    """Every language."""
    edge = "between characters" if script_of(language) in UNSPACED else "between words"
    return Support(level="full", reason=f"texts are cut {edge}")


def _edges(columns: Columns, script: str) -> tuple[Positions, Positions]:
    """Where what stands between spaces begins and ends; without spaces, each grapheme.

    A grapheme that needs what follows it ends no text, and one that needs what stands before it
    begins none.
    """
    inked = columns.kinds != SPACE
    if script in UNSPACED:
        start, end = columns.graphemes.only(inked[columns.graphemes.start])
        first, last = columns.kinds[start], columns.kinds[end - 1]
        return start[may_meet(OTHER, first)], end[may_meet(last, OTHER)]
    begins = np.zeros(columns.n + 1, dtype=np.bool_)
    begins[columns.unit_starts] = True
    begins[columns.n] = True
    before, after = np.append(False, inked[:-1]), np.append(inked[1:], False)
    starts = np.flatnonzero(inked & (~before | begins[:-1]))
    return starts, np.flatnonzero(inked & (~after | begins[1:])) + 1


def _last_end(columns: Columns, low: Positions, high: Positions) -> Positions:
    """Where the last span or protected stretch of each text ends; where it begins if none."""
    ends = np.sort(np.concatenate([columns.spanned[1::2], columns.protected[1::2]]))
    last: Positions = np.append(-1, ends)[np.searchsorted(ends, high, side="right")]
    return np.maximum(last, low)


def _at(values: Positions, index: Positions, n: int) -> Positions:
    """The values with some indexes; a place behind all texts where there is none."""
    found: Positions = np.append(values, n + 1)[np.clip(index, -1, len(values))]
    return found


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Cut each text at the edge that leaves no more than the share, but never into an answer."""
    starts, ends = _edges(columns, script_of(language))
    if strength <= 0:
        return nothing()
    low, high = columns.starts, np.append(columns.starts[1:], columns.n)
    kept = np.ceil((1 - strength) * (high - low)).astype(np.int64)
    floor = _last_end(columns, low, high)
    # The last edge within the share, but one word at least and all that holds an answer.
    within = np.searchsorted(ends, low + kept, side="right") - 1
    least = np.searchsorted(ends, floor, side="right")
    tail = _at(ends, np.maximum(within, least), columns.n)
    first = np.searchsorted(starts, high - kept, side="left")
    last = np.searchsorted(starts, high, side="left") - 1
    head = _at(starts, np.minimum(first, last), columns.n)
    loses_end: NDArray[np.bool_] = (columns.example_draws(5) < _TAILS) | (floor > low)
    begin, stop = np.where(loses_end, tail, low), np.where(loses_end, high, head)
    some = np.flatnonzero((begin < stop) & (begin >= low) & (stop <= high))
    return replace(columns, Stretches(begin[some], stop[some]), "", strength=1.0)


PERTURBATION = Perturbation(
    name="truncate",
    family="channel",
    version=2,
    summary="the end or the beginning of a text is cut off",
    mechanism=(
        "Three of four texts lose their end, the others their beginning, so that the share that "
        "is kept (95, 85, 70, 50, 30%) is filled with whole words, or characters where the script "
        "has no spaces; one word stays at least. Nothing inside or before an answer is cut: a text "
        "with spans loses what stands after the last. With the meaning guard on, a text is left "
        "as it is if a negator or a number would go."
    ),
    unit="share of the text",
    ladder=(0.05, 0.15, 0.30, 0.50, 0.70),
    nested=False,
    evidence="declared",
    source="The ladder and the share of ends are ours; no rate was measured.",
    keeps=(
        "Answers in a context. The label may go with what is cut, so that it is never in a mean. "
        "Pre-split words would lose their tags, so that word lists are refused."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=supports,
    propose=propose,
    policy={
        "pair_classification": "apart",
        "classification": "apart",
        "multiple_choice": "apart",
        "span_qa": "apart",
        "retrieval": "apart",
        "mining": "apart",
        "answer_retrieval": "apart",
        "entity_retrieval": "apart",
        "tagging": "refused",
    },
)
