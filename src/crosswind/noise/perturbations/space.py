"""Spaces lost and spaces too many: joined words, split words."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, insert_after, joined, replace
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import SPACE, is_word_kind, may_meet

_JOIN, _SPLIT = 0, 1
# Of 18 spaces that Russian blogs have wrong, 10 are too many (noise.md 1.1).
_SPLITS = round(10 / 18 * (1 << 32))
_PLAIN_SPACE, _ZWNJ = 0x20, 0x200C
_ZWNJ_WAYS = StringPool.of([" ", ""])
# Scripts without spaces: about how many graphemes a word has, so that severities compare.
_WORD_LENGTH = {"Hans": 1.6, "Hant": 1.6, "Jpan": 2.0, "Thai": 3.5, "Mymr": 2.5}
# Burmese asat and virama: the consonant before them ends a syllable, or stands on another.
_MYANMAR_FINALS = (0x1039, 0x103A)


def supports(language: str) -> Support:
    """Every language; where words are not spaced, spaces are only inserted."""
    script = script_of(language)
    if script in _WORD_LENGTH:
        reason = "spaces are inserted between characters: words are not spaced, so none is lost"
        return Support(level="generic", reason=reason)
    if script in {"Laoo", "Khmr", "Tibt"}:
        return Support(level="unsupported", reason="we do not know where its words end")
    return FULL


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Each space is lost, or another one splits the word after it; ZWNJ becomes a space or naught.

    Vietnamese words are not split, since its spaces stand between syllables.
    """
    length = _WORD_LENGTH.get(script_of(language))
    if length is not None:
        at = _between_characters(columns)
        draws = columns.weighed(at, np.full(len(at), 1 / length))
        return insert_after(columns, at, " ", strength=strength, draws=draws, op=_SPLIT)
    at = _gaps(columns)
    splitting = columns.stream(at, 3) >> np.uint64(32) < _SPLITS
    inner = np.where(splitting, _inside_next_word(columns, at), -1)
    if language.split("-")[0] == "vi":
        inner[:] = -1
    joins, splits = at[inner < 0], at[inner >= 0]
    marks = (columns.points == _ZWNJ).nonzero()[0]
    marks = marks[: len(marks) if script_of(language) == "Arab" else 0]
    return joined(
        replace(columns, joins, "", strength=strength, op=_JOIN),
        insert_after(
            columns, inner[inner >= 0], " ", strength=strength, draws=columns.draws[splits],
            op=_SPLIT,
        ),
        replace(
            columns, marks, _ZWNJ_WAYS.rows(columns.picks(marks, 2, 4)), strength=strength, op=_JOIN
        ),
    )  # fmt: skip


def _gaps(columns: Columns) -> Positions:
    """Single spaces before a letter, where it may meet what stands before the space."""
    left, right = columns.kinds_beside(-1), columns.kinds_beside(1)
    fits = (columns.points == _PLAIN_SPACE) & (left != SPACE) & is_word_kind(right)
    at = (fits & may_meet(left, right)).nonzero()[0]
    begin, _ = columns.unit_bounds(at)
    kept: Positions = at[at > begin]
    return kept


def _inside_next_word(columns: Columns, at: Positions) -> Positions:
    """The last grapheme before some place inside the word after each gap; -1 if it has none."""
    words, graphemes = columns.words, columns.graphemes
    index = words.holding(at + 1)
    low, high = words.start[index], words.end[index]
    first = graphemes.start.searchsorted(low)
    count = graphemes.start.searchsorted(high) - first
    chosen = first + columns.picks(at, np.maximum(count - 1, 1), 5)
    place = graphemes.start[np.minimum(chosen, len(graphemes.start) - 1)]
    fits = (index >= 0) & (count > 1) & _may_split(columns, place)
    return np.where(fits, place, -1)


def _between_characters(columns: Columns) -> Positions:
    """First code points of graphemes after which a word character follows in the same phrase."""
    at = (columns.grapheme_starts & is_word_kind(columns.kinds)).nonzero()[0]
    kept: Positions = at[_may_split(columns, at)]
    return kept


def _may_split(columns: Columns, at: Positions) -> NDArray[np.bool_]:
    """Whether a space may stand after the grapheme at each position."""
    graphemes = columns.graphemes
    end = graphemes.end[np.searchsorted(graphemes.start, at, side="right") - 1]
    last, following = columns.kind_at(end - 1, at), columns.kind_at(end, at)
    fits = is_word_kind(following) & may_meet(last, SPACE) & may_meet(SPACE, following)
    behind = columns.points[np.minimum(end + 1, columns.n - 1)]
    fits &= ~np.isin(behind, _MYANMAR_FINALS)
    answer: NDArray[np.bool_] = fits
    return answer


PERTURBATION = Perturbation(
    name="space",
    family="spacing",
    version=1,
    summary="spaces lost and spaces too many",
    mechanism=(
        "A space between words is lost (8 of 18), or one more splits the word after it (10 of "
        "18). In Arabic script a zero-width non-joiner becomes a space or nothing. Vietnamese "
        "words are joined only. Where words are not spaced, a space comes between two "
        "characters, as often as if they were."
    ),
    unit="probability a site",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="anchored",
    source=(
        "The shares: 18% of the letter, hyphen and space edits of Russian blogs concern a space, "
        "10 inserted and 8 removed; at 1.85 edits in 100 characters that is severity 3. In native "
        "Ukrainian 7% of spelling edits. What lies beside is declared, and so are scripts "
        "without spaces."
    ),
    keeps=(
        "The label. The words of a sentence change, so that pre-split words are refused; answers "
        "keep their borders."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=supports,
    propose=propose,
    operations=("join", "split"),
    policy={"tagging": "refused"},
)
