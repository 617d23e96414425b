"""Typing errors: letters substituted, left out, inserted, transposed, in calibrated shares."""

from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswind.core.errors import require_one_of
from crosswind.core.languages import script_of
from crosswind.noise import confusions
from crosswind.noise.columns import Columns
from crosswind.noise.events import events, firing_rate
from crosswind.noise.few_letters import Site, edited, few_letters
from crosswind.noise.keyboards.layouts import LAYOUT_OF
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.letter_edits import (
    DELETE,
    FURTHER_SWAPS,
    INSERT,
    NEAR_SWAPS,
    SUBSTITUTE,
    TRANSPOSE,
    Sites,
    deletable,
    insertions,
    sites_at,
    substitutes,
    transposable,
)
from crosswind.noise.letters import MOTOR_SHARE, LetterTable, letter_table
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, nothing
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import is_word_kind

# Whether an event moves to the end of its word is in the low bits of its rank: the threshold that
# ranks are below is so much coarser that they are as good as drawn for it.
_LOW_BITS = np.uint32(255)
_NOTHING = 4
# More letters than this, and letters of clusters, are faster as arrays.
_FEW = 12


def supports(language: str) -> Support:
    """Languages with a keyboard table; `full` if their spelling confusions are known too."""
    typed = keyboard_support(language)
    if typed.level == "unsupported":
        return typed
    script, base = script_of(language), language.split("-")[0]
    if base in confusions.LANGUAGE_GROUPS and (base in LAYOUT_OF or script == "Latn"):
        return Support(level="full", reason="keyboard table and spelling confusions")
    return Support(
        level="generic", reason=f"keyboard table; spelling confusions of script {script} only"
    )


class _Mix(NamedTuple):
    """Shares that decide what an error is.

    Attributes:
        motor: of the substitutes, those that are neighboring keys.
        swapped: percent of swaps among all errors; `None`: that of the language.
        pulled: of the errors at the last but one letter of a word, in 256ths, those that hit the
            last.
    """

    motor: float
    swapped: int | None
    pulled: int


# What survives proofreading, and what fingers do before it.
_RESIDUAL = _Mix(motor=MOTOR_SHARE, swapped=None, pulled=128)
_RAW = _Mix(motor=0.6, swapped=12, pulled=0)


def propose(columns: Columns, language: str, strength: float, mix: _Mix = _RESIDUAL) -> Proposals:
    """One edit for each character whose draw is below the threshold."""
    table = letter_table(language, mix.motor)
    at, rank = events(
        columns, firing_rate(strength), lambda near: table.index(columns.points[near]) >= 0
    )
    if len(at) == 0:
        return nothing()
    alone = len(at) <= _FEW and len(columns.starts) == 1
    if alone and columns.is_plain and len(columns.protected) == 0 and not columns.has_clusters:
        return _of_few(columns, at, rank, mix)
    pulled = ((rank & _LOW_BITS) < mix.pulled).nonzero()[0]
    if len(pulled):
        at = _toward_ends(columns, table, at, pulled)
    sites = sites_at(columns, table, at)
    return edits_of(
        sites, rank, _shares(language, mix.swapped).searchsorted(sites.chances, "right")
    )


def _toward_ends(
    columns: Columns, table: LetterTable, at: Positions, pulled: Positions
) -> Positions:
    """The positions that are hit; where some of them are last but one in a word, the last."""
    last = at[pulled] + 1
    _, high = columns.cell_bounds(at[pulled])
    ends = (last < high) & ~is_word_kind(columns.kind_at(last + 1, last - 1))
    pulled, last = pulled[ends], last[ends]
    known = table.index(columns.points[last]) >= 0
    known &= table.index(columns.points[last - 1]) >= 0
    if len(columns.protected):
        known &= ~columns.is_protected(last)
    moved = at.copy()
    moved[pulled[known]] = last[known]
    return moved


def _of_few(columns: Columns, at: Positions, rank: NDArray[np.uint32], mix: _Mix) -> Proposals:
    """The edits of a few letters of one plain text, one by one."""
    table, key = few_letters(columns.language, mix.motor), int(columns.keys[0])
    edges = _shares(columns.language, mix.swapped).tolist()
    sites = [Site(table, columns.text, key, place) for place in at.tolist()]
    pulled = ((rank & _LOW_BITS) < mix.pulled).tolist()
    sites = [site.toward_end() if one else site for site, one in zip(sites, pulled, strict=True)]
    found = [edited(site, edges) for site in sites]
    rows = [
        (one.start if one.op == TRANSPOSE else site.at, one.start, one.end, number, one.op)
        for number, (site, one) in enumerate(zip(sites, found, strict=True))
        if one
    ]
    low, start, end, number, op = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    pool = StringPool.of([one.text for one in found if one])
    return Proposals(
        start=start,
        end=end,
        pool=pool.points,
        offset=pool.offset,
        length=pool.length,
        rank=rank[number],
        low=low,
        high=np.maximum(low, end - 1),
        window=1,
        op=op.astype(np.uint8),
    )


def edits_of(sites: Sites, rank: NDArray[np.uint32], op: NDArray[np.int64]) -> Proposals:
    """The edits of operations (0 to 3: substitute, delete, insert, transpose) at some sites.

    Where the operation of a site is impossible, the next one that is not is taken. `op` is changed.
    """
    n = len(sites.at)
    low, start, end = sites.at.copy(), sites.at.copy(), sites.at + 1
    pool = np.zeros((n, 2), dtype=np.uint32)
    length = np.ones(n, dtype=np.int64)
    swapped = _transpose(sites, op, start, pool)
    if len(swapped):
        low[swapped] = start[swapped]
        end[swapped], length[swapped] = start[swapped] + 2, 2
    wanted = (op == INSERT).nonzero()[0]
    if len(wanted):
        where, points = insertions(sites.where(wanted))
        failed = points == 0
        op[wanted[failed]] = SUBSTITUTE
        done = wanted[~failed]
        start[done] = end[done] = where[~failed]
        pool[wanted, 0] = points
    _delete_or_substitute(sites, op, pool)
    length[op == DELETE] = 0
    proposals = Proposals(
        start=start,
        end=end,
        pool=pool.ravel(),
        offset=np.arange(0, 2 * n, 2, dtype=np.int64),
        length=length,
        rank=rank,
        low=low,
        high=np.maximum(low, end - 1),
        window=1,
        op=op.astype(np.uint8),
    )
    real = op != _NOTHING
    return proposals if real.all() else proposals.only(real)


def _delete_or_substitute(sites: Sites, op: NDArray[np.int64], pool: NDArray[np.uint32]) -> None:
    """Leave out what can be; write another letter for the rest; else leave it out; else nothing."""
    wanted = (op == DELETE).nonzero()[0]
    if len(wanted):
        op[wanted[~deletable(sites.where(wanted))]] = SUBSTITUTE
    wanted = (op == SUBSTITUTE).nonzero()[0]
    if len(wanted):
        points = substitutes(sites.where(wanted), sites.table.slips)
        pool[wanted, 0] = points
        stuck = wanted[points == 0]
        if len(stuck):
            op[stuck] = np.where(deletable(sites.where(stuck)), DELETE, _NOTHING)


@lru_cache(maxsize=128)
def _shares(language: str, swapped: int | None = None) -> NDArray[np.int64]:
    """Where the shares of the operations end, in 65,536ths; the others make room for the swaps."""
    base = language.split("-")[0]
    *others, swaps = confusions.MEASURED_SHARES.get(base, confusions.DEFAULT_SHARES)
    left = 100 - (swaps if swapped is None else swapped)
    return np.cumsum(others) * 65536 * left // (100 * sum(others))


def _transpose(
    sites: Sites, op: NDArray[np.int64], start: Positions, pool: NDArray[np.uint32]
) -> Positions:
    """Swap with the next letter, else with the one before, else close by; else substitute.

    Returns the sites that are swapped.
    """
    wanted = (op == TRANSPOSE).nonzero()[0]
    points = sites.columns.points
    for shift in FURTHER_SWAPS if sites.table.has_marks else NEAR_SWAPS:
        if len(wanted) == 0:
            break
        here = sites.where(wanted)
        place = here.at + shift
        inside = (place >= here.low) & (place + 1 < here.high)
        there = here
        if shift:
            there = sites_at(here.columns, here.table, np.where(inside, place, here.at))
        possible = inside & transposable(there)
        done, first = wanted[possible], there.at[possible]
        start[done] = first
        pool[done, 0], pool[done, 1] = points[first + 1], points[first]
        wanted = wanted[~possible]
    op[wanted] = SUBSTITUTE
    found: Positions = (op == TRANSPOSE).nonzero()[0]
    return found


def variant(option: str) -> Perturbation:
    """The mixture that is called `option`."""
    require_one_of(option, ("raw",), problem="'typo' has no such option", place="perturbation")
    return _raw()


@lru_cache(maxsize=1)
def _raw() -> Perturbation:
    return replace(
        PERTURBATION,
        name="typo:raw",
        summary="typing errors as fingers make them, before they are seen",
        propose=partial(propose, mix=_RAW),
        evidence="declared",
        source="The shares of slips (60% of substitutes) and of swaps (12%) are assumptions.",
    )


PERTURBATION = Perturbation(
    name="typo",
    family="keyboard",
    version=4,
    summary="typing and spelling errors at a target character error rate",
    mechanism=(
        "Letters are substituted (40%), left out (31%), inserted (24%) or swapped with the next "
        "(5%); shares of a language's own where they were measured. A substitute is a neighboring "
        "key, the letter with another diacritic, a letter that writers of the language confuse "
        "with it, or another vowel for a vowel and consonant for a consonant. First letters of "
        "words are spared, and half of the errors at the last letter but one hit the last. No "
        "result breaks a grapheme or a syllable."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="anchored",
    source=(
        "Severity 1 is well-kept web text (0.19 to 0.31 edits in 100 characters in UD EWT and "
        "native UA-GEC), 2 that of learners and of dictionaries of Wikipedia edits (0.80 to 1.44), "
        "3 Russian blogs (1.85) and typing on phones (2.3); 4 and 5 are stress. Shares are medians "
        "over 16 lists of real errors in ten languages. Last letters are hit 0.2 to 11 times as "
        "often as inner ones, in the median of eleven lists in four languages 2.7 times; the share "
        "that moves to them was chosen on one half of these lists, docs/realism.md."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits; a wrong letter may make "
        "another word, as real errors do. Words keep their count and answers their borders."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=supports,
    propose=propose,
    tables=("keyboards/layouts.json", "confusions.py"),
    operations=("substitute", "delete", "insert", "transpose"),
    options=(
        "`typo:raw` errors before they are seen and put right: 60% of the substitutes are "
        "neighboring keys, 12% of all errors swaps, and no letter is preferred for being the "
        "last. An assumption: no log of keys was at hand."
    ),
    variant=variant,
)
