"""Insertions after words and at the end of a text: how many depends on the severity."""

import numpy as np

from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, insert_after, joined, nothing
from crosswind.noise.stretches import Positions

POOL = StringPool.of([" :)", " :D", " 😀", " 😅"])


def supports(language: str) -> Support:
    """Every language."""
    return FULL


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One at the end of the text, the others after words drawn for the whole ladder at once."""
    low, high = columns.starts, np.append(columns.starts[1:], columns.n)
    texts = np.flatnonzero(high > low)
    parts = [nothing()]
    for number in range(round(strength)):
        at = high[texts] - 1 if number == 0 else _some_word(columns, texts, number)
        row = columns.picks(at, len(POOL.offset), 10 + number)
        # Ranks instead of draws: where two meet at one word, the one of the lower severity stays.
        rank = np.full(len(at), number, dtype=np.uint32)
        parts.append(insert_after(columns, at, POOL.rows(row), strength=1.0, draws=rank))
    return joined(*parts)


def _some_word(columns: Columns, texts: Positions, number: int) -> Positions:
    """The last letter of one word of each text that has any."""
    bounds = np.searchsorted(columns.words.start, np.append(columns.starts, columns.n))
    first, count = bounds[texts], np.diff(bounds)[texts]
    some = np.flatnonzero(count)
    drawn = columns.example_draws(20 + number)[texts[some]].astype(np.int64)
    return columns.words.end[first[some] + (drawn * count[some] >> 32)] - 1


PERTURBATION = Perturbation(
    name="smileys",
    family="chat",
    version=1,
    summary="smileys at the end and after words",
    mechanism="One smiley ends the text; more severe noise puts others after words of it.",
    unit="tokens an example",
    ladder=(1, 1, 2, 3, 5),
    nested=True,
    evidence="declared",
    source="The ladder is ours; no rate was measured.",
    keeps="The label; never inside a word.",
    example=("en", "See you at the harbor tomorrow."),
    supports=supports,
    propose=propose,
    liberties=("script",),
    policy={"tagging": "refused"},
)
