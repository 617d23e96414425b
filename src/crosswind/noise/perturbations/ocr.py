"""Misreadings of a scanner: look-alike letters, lost marks, merged and broken words."""

from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import UNSPACED, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.events import events, firing_rate
from crosswind.noise.glyphs import is_drawn, lookalikes, without_mark
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import (
    DIGIT,
    LETTER,
    MARK,
    NUKTA,
    SIGN,
    SPACE,
    TONE,
    VIRAMA,
    is_word_kind,
    kinds_of,
    may_meet,
)

# Latin letters that look like one together, and those that look like two.
_TWO_AS_ONE = ("rnm", "cld", "vvw", "iin", "lih", "rin", "tld")
_ONE_AS_TWO = ("mrn", "dcl", "wvv", "nri", "hli", "uii")
_NOTHING, _SUBSTITUTE, _LOSE, _PAIR, _TEAR, _MERGE, _BREAK, _HYPHEN = range(-1, 7)
_HYPHENATED = {"Latn", "Cyrl", "Grek", "Armn"}
_LOSSY = np.isin(np.arange(16), (MARK, NUKTA, SIGN, TONE))
# Letters and digits may be written for each other, but not below a mark.
_CARRIERS = (LETTER, DIGIT)
# k of `firing_rate`: an event has its place to itself but for those that move there.
_CROWDING = {"Latn": 1.5, "Deva": 1.45, "Taml": 1.6, "Mymr": 1.55}


def supports(language: str) -> Support:
    """Languages in scripts whose glyphs were compared."""
    script = script_of(language)
    if is_drawn(script):
        return Support(level="full", reason=f"glyphs of script {script} were compared")
    return Support(level="unsupported", reason=f"glyphs of script {script} were not compared")


@lru_cache(maxsize=2)
def _spellings(rows: tuple[str, ...]) -> NDArray[np.uint32]:
    return np.array([[ord(letter) for letter in row] for row in rows], dtype=np.uint32)


def _row(rows: tuple[str, ...], *points: NDArray[np.uint32]) -> Positions:
    """Which row begins with the points at each position, or -1."""
    table = _spellings(rows)
    fits = np.ones((len(rows), len(points[0])), dtype=np.bool_)
    for column, one in enumerate(points):
        fits &= table[:, column, None] == one
    return np.where(fits.any(axis=0), fits.argmax(axis=0), -1)


def _next(columns: Columns, at: Positions) -> NDArray[np.uint32]:
    return columns.points[np.minimum(at + 1, columns.n - 1)]


def _bare(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The letter without its mark or dots; 0 where it has none."""
    table = without_mark()
    return np.where(points < len(table), table[np.minimum(points, len(table) - 1)], 0)


def _operations(columns: Columns, script: str, at: Positions) -> NDArray[np.int64]:
    """How each position is misread, if it is: a matter of the position, never of the rate."""
    points = columns.points[at]
    here, before, after = kinds_of(points), columns.kind_at(at - 1, at), columns.kind_at(at + 1, at)
    drawn = columns.stream(at, 2)
    chance = [(drawn >> np.uint64(shift)) & np.uint64(0xFF) for shift in (0, 8, 16)]
    whole = (~np.isin(here, _CARRIERS) | (after != MARK)) & (after != NUKTA)
    op = np.full(at.shape, _NOTHING, dtype=np.int64)
    op[whole & (lookalikes(columns.language).index(points) >= 0)] = _SUBSTITUTE
    if script == "Latn":
        op[whole & (_row(_ONE_AS_TWO, points) >= 0) & (chance[0] < 32)] = _TEAR
        bare = (after == LETTER) & (columns.kind_at(at + 2, at) != MARK)
        pair = _row(_TWO_AS_ONE, points, _next(columns, at)) >= 0
        op[bare & pair & (chance[0] < 192)] = _PAIR
    drops = _LOSSY[here] & ~_LOSSY[before] & is_word_kind(before) & may_meet(before, after)
    plain = _bare(points)
    fades = (plain > 0) & (kinds_of(plain) == here)
    op[(drops | fades) & ((chance[1] < 128) | (op == _NOTHING))] = _LOSE
    if columns.is_words or script in UNSPACED:
        return op
    inside = is_word_kind(here) & is_word_kind(before) & columns.grapheme_starts[at]
    inside &= may_meet(before, SPACE) & may_meet(SPACE, here)
    op[inside & (before != VIRAMA) & (chance[2] < 10)] = _BREAK
    if script in _HYPHENATED:
        far = is_word_kind(columns.kind_at(at - 2, at)) & is_word_kind(after)
        op[inside & far & (chance[2] < 4)] = _HYPHEN
    gap = (points == 0x20) & is_word_kind(before) & is_word_kind(after)
    gap &= may_meet(before, after)
    op[gap & (chance[2] < 96)] = _MERGE
    return op


def _can_misread(columns: Columns, script: str, at: Positions) -> NDArray[np.bool_]:
    return (_operations(columns, script, at.ravel()) > _NOTHING).reshape(at.shape)


def _substitutes(columns: Columns, at: Positions) -> NDArray[np.uint32]:
    """A look-alike of each character; Arabic letters look otherwise when joined to the next."""
    table, points = lookalikes(columns.language), columns.points[at]
    column = columns.picks(at, 7, 3)
    written = table.taken_for[table.index(points), column]
    if script_of(columns.language) == "Arab":
        joined = lookalikes(columns.language, joined=True)
        row = joined.index(points)
        follows = (columns.kind_at(at + 1, at) == LETTER) & (row >= 0)
        written[follows] = joined.taken_for[row[follows], column[follows]]
    return written


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One misreading for each character whose draw is below the threshold."""
    script = script_of(language)
    rate = firing_rate(strength, _CROWDING.get(script, 1.4))
    at, rank = events(columns, rate, partial(_can_misread, columns, script), spare_first=False)
    op, points = _operations(columns, script, at), columns.points[at]
    pool = np.zeros((len(at), 2), dtype=np.uint32)
    substituted = (op == _SUBSTITUTE).nonzero()[0]
    pool[substituted, 0] = _substitutes(columns, at[substituted])
    pool[:, 0] = np.where(op == _LOSE, _bare(points), pool[:, 0])
    torn, paired = (op == _TEAR).nonzero()[0], (op == _PAIR).nonzero()[0]
    pool[torn] = _spellings(_ONE_AS_TWO)[_row(_ONE_AS_TWO, points[torn]), 1:]
    row = _row(_TWO_AS_ONE, points[paired], _next(columns, at[paired]))
    pool[paired, 0] = _spellings(_TWO_AS_ONE)[row, 2]
    pool[op == _BREAK, 0] = ord(" ")
    pool[op == _HYPHEN] = [ord("-"), ord(" ")]
    length = np.where(np.isin(op, (_TEAR, _HYPHEN)), 2, 1)
    length[(op == _MERGE) | ((op == _LOSE) & (pool[:, 0] == 0))] = 0
    width = np.where(np.isin(op, (_BREAK, _HYPHEN)), 0, np.where(op == _PAIR, 2, 1))
    return Proposals(
        start=at,
        end=at + width,
        pool=pool.ravel(),
        offset=np.arange(0, 2 * len(at), 2, dtype=np.int64),
        length=length,
        rank=rank,
        low=at,
        high=np.maximum(at + width - 1, at),
        op=op.astype(np.uint8),
    )


PERTURBATION = Perturbation(
    name="ocr",
    family="channel",
    version=2,
    summary="misreadings of a scanned page at a target character error rate",
    mechanism=(
        "A character is read as one that looks alike in print, among the letters of the language; "
        "a letter loses its mark or its dots; rn is read as m, cl as d, vv as w, and the other "
        "way; in running text words merge, break apart, or keep the hyphen of a line break. "
        "Nothing changes places: a scanner does not do that. Look-alikes were computed from "
        "blurred glyphs of Noto fonts, Arabic letters by whether they are joined to the next."
    ),
    unit="character error rate",
    ladder=(0.01, 0.02, 0.05, 0.10, 0.20),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is ours. Published digitization spans it: 80% of characters and about 60% of "
        "words right in Polish prints before 1850 (IMPACT), up to half of the characters wrong in "
        "historical books (ICDAR 2019). The shares of the operations are ours."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits; at severity 5 many words "
        "are unreadable by themselves. Pre-split words keep their count: none merges or breaks."
    ),
    example=("en", "The modern clerk will return the old window frame in the morning."),
    supports=supports,
    propose=propose,
    tables=("glyphs.json",),
    operations=("substitute", "lose mark", "join pair", "split letter", "merge", "break", "hyphen"),
)
