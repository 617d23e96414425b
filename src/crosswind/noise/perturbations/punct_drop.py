"""Punctuation left out."""

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.marks import marks
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace
from crosswind.noise.stretches import Stretches
from crosswind.noise.syllables import SPACE, is_word_kind, may_meet


def supports(language: str) -> Support:
    """Every language; those that are hardly punctuated change only where they are."""
    if script_of(language) in {"Thai", "Laoo", "Khmr", "Tibt"}:
        reason = "spaces stand where others set marks: there are few to lose"
        return Support(level="conditional", reason=reason)
    return FULL


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Leave out each mark, and one space where it stands between two, or between one and an end."""
    at = marks(columns)
    before, after = columns.kind_at(at - 1, at), columns.kind_at(at + 1, at)
    at = at[~(is_word_kind(before) & is_word_kind(after)) | may_meet(before, after)]
    first, stop = columns.unit_bounds(at)
    begin, end = columns.cell_bounds(at)
    before, after = columns.kind_at(at - 1, at), columns.kind_at(at + 1, at)
    opens, closes = (before == SPACE) | (at == first), (after == SPACE) | (at + 1 == stop)
    # Of two spaces that belong to different cells, the one in the cell of the mark goes.
    alone = (before == SPACE) & closes & (at > begin)
    leads = opens & (after == SPACE) & (at == begin) & (at + 2 < end)
    gone = Stretches(np.where(alone, at - 1, at), np.where(leads, at + 2, at + 1))
    return replace(columns, gone, "", strength=strength, draws=columns.draws[at])


PERTURBATION = Perturbation(
    name="punct_drop",
    family="punctuation",
    version=2,
    summary="punctuation left out",
    mechanism=(
        "Each mark is left out by itself: stops, commas, quotation marks, brackets, dashes, "
        "apostrophes, and those of the script (؟ ، । 。 「 ¿). Marks within numbers, addresses and "
        "abbreviations stay, and so do hyphens."
    ),
    unit="probability a site",
    ladder=(0.05, 0.15, 0.35, 0.65, 1.0),
    nested=True,
    evidence="anchored",
    source=(
        "That marks are the first thing to be wrong is measured: native Ukrainian has 42 errors of "
        "punctuation in 1,000 words, 2.3 times those of spelling, and of the typing errors of "
        "English web text 24% lack a mark within a word, mostly the apostrophe. The shares of "
        "marks are ours."
    ),
    keeps=(
        "The label: every word. A question loses its mark, not its words. Pre-split words are "
        "refused, since marks are words there."
    ),
    example=("fr", "« Où est l'autre chien ? » demanda-t-elle, puis elle sortit."),
    supports=supports,
    propose=propose,
    tables=("marks.py",),
    operations=("delete",),
    policy={"tagging": "refused"},
)
