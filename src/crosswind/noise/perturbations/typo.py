"""Typing errors: letters substituted, left out, inserted, transposed, in calibrated shares."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise import confusions
from crosswind.noise.columns import Columns, Positions
from crosswind.noise.keyboards.layouts import LAYOUT_OF, layout_of
from crosswind.noise.letter_edits import (
    Sites,
    deletable,
    insertions,
    sites_at,
    substitutes,
    transposable,
)
from crosswind.noise.letters import letter_table
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, threshold
from crosswind.noise.syllables import is_word_kind, kinds_of

_SUBSTITUTE, _DELETE, _INSERT, _TRANSPOSE, _NOTHING = 0, 1, 2, 3, 4
# First letters of words take this share of the errors of other letters.
_FIRST_LETTER = round(0.35 * 65536)
_COMPETITION = 3.25
_STEPS = np.array([1, -1, 2, -2, 3, -3, 4, -4], dtype=np.int64)
_REASONS = {
    "Hans": "Chinese is typed through an input method; its errors are other characters",
    "Hant": "Chinese is typed through an input method; its errors are other characters",
    "Jpan": "Japanese is typed through an input method; its errors are conversion errors",
    "Kore": "Hangul needs errors of keystrokes within a syllable",
    "Mymr": "Burmese syllables need an automaton of their own",
    "Khmr": "Khmer syllables need an automaton of their own",
    "Laoo": "there is no keyboard table for Lao",
}


def supports(language: str) -> Support:
    """Languages with a keyboard table; `full` if their spelling confusions are known too."""
    script = script_of(language)
    base = language.split("-")[0]
    if script in _REASONS or not layout_of(language, script):
        reason = _REASONS.get(script, f"there is no keyboard table for script {script}")
        return Support(level="unsupported", reason=reason)
    if base in confusions.LANGUAGE_GROUPS and (base in LAYOUT_OF or script == "Latn"):
        return Support(level="full", reason="keyboard table and spelling confusions")
    return Support(
        level="generic", reason=f"keyboard table; spelling confusions of script {script} only"
    )


def firing_rate(strength: float) -> float:
    """The probability of firing that leaves `strength` edits a character after competition.

    A site survives if it ranks before its neighbors: (1 - (1 - r)^3) / 3 of the sites do. Events
    that moved off blanks crowd the letters, so that a little more than two neighbors compete.
    """
    left = max(1.0 - _COMPETITION * strength, 0.0)
    # Rounded, so that the last digit of a power never moves a threshold between platforms.
    rate: float = 1.0 - left ** (1.0 / _COMPETITION)
    return round(rate, 9)


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One edit for each character whose draw is below the threshold.

    Rates are per character of the text, whatever it holds: an event at a space, a digit or a first
    letter moves to a letter close by, so that the rate depends on no statistics of the text.
    """
    table = letter_table(language)
    limit = np.uint32(min(threshold(firing_rate(strength)), 0xFFFFFFFF))
    fired = np.flatnonzero(columns.draws < limit)
    at = _targets(sites_at(columns, table, fired))
    hit = at >= 0
    return _choose(sites_at(columns, table, at[hit]), columns.draws[fired[hit]], language)


def _targets(events: Sites) -> Positions:
    """The letter that each event hits: its own position, or one close by in its cell, or -1."""
    columns, fired = events.columns, events.at
    draws = events.draws(1)
    eligible = events.index[1] >= 0
    lucky = (draws & np.uint64(0xFFFF)).astype(np.int64) < _FIRST_LETTER
    stays = eligible & (lucky | is_word_kind(events.kinds[0]))
    target = np.where(stays, fired, -1)
    moves = np.flatnonzero(~stays)
    turn = (draws[moves] >> np.uint64(16)).astype(np.int64) & 7
    steps = _STEPS[(turn + np.arange(len(_STEPS))[:, None]) % len(_STEPS)]
    there = fired[moves] + steps
    within = (there >= events.low[moves]) & (there < events.high[moves])
    near = np.where(within, there, fired[moves])
    good = within & (events.table.index(columns.points[near]) >= 0) & ~columns.is_protected(near)
    previous = kinds_of(columns.points[np.maximum(near - 1, 0)])
    inner = good & is_word_kind(previous) & (near > events.low[moves])
    # Nowhere else to go: a word of one letter, or the first letter of a short one.
    home = np.where(eligible[moves], fired[moves], _first(good, near))
    target[moves] = np.where(inner.any(axis=0), _first(inner, near), home)
    target[columns.is_protected(fired)] = -1
    return target


def _first(fits: NDArray[np.bool_], values: Positions) -> Positions:
    """In each column the first value that fits, or -1."""
    row, column = fits.argmax(axis=0), np.arange(fits.shape[1])
    return np.where(fits[row, column], values[row, column], -1)


def _choose(sites: Sites, rank: NDArray[np.uint32], language: str) -> Proposals:
    """Draw an operation for each site; where it is impossible, take the next one that is not."""
    op, accent = _operations(sites, language)
    n = len(sites.at)
    start, end = sites.at.copy(), sites.at + 1
    pool = np.zeros((n, 2), dtype=np.uint32)
    length = np.ones(n, dtype=np.int64)
    _transpose(sites, op, start, pool)
    swapped = op == _TRANSPOSE
    end[swapped], length[swapped] = start[swapped] + 2, 2
    wanted = np.flatnonzero(op == _INSERT)
    where, points = insertions(sites.where(wanted))
    op[wanted[points == 0]] = _SUBSTITUTE
    start[wanted], end[wanted], pool[wanted, 0] = where, where, points
    failed = wanted[points == 0]
    start[failed], end[failed] = sites.at[failed], sites.at[failed] + 1
    wanted = np.flatnonzero(op == _DELETE)
    op[wanted[~deletable(sites.where(wanted))]] = _SUBSTITUTE
    wanted = np.flatnonzero(op == _SUBSTITUTE)
    points = substitutes(sites.where(wanted), accent)
    pool[wanted, 0] = points
    stuck = wanted[points == 0]
    op[stuck] = np.where(deletable(sites.where(stuck)), _DELETE, _NOTHING)
    length[op == _DELETE] = 0
    proposals = Proposals(
        start=start,
        end=end,
        pool=pool.ravel(),
        offset=2 * np.arange(n, dtype=np.int64),
        length=length,
        rank=rank,
        low=np.where(swapped, start, sites.at),
        high=np.where(swapped, start + 1, np.maximum(sites.at, start - 1)),
        window=1,
        op=op.astype(np.uint8),
    )
    return proposals.only(op != _NOTHING)


def _operations(sites: Sites, language: str) -> tuple[NDArray[np.int64], int]:
    """The drawn operation of each site, and the percentage of diacritic-only substitutions."""
    base = language.split("-")[0]
    shares = confusions.MEASURED_SHARES.get(base, confusions.DEFAULT_SHARES)
    accent = confusions.MEASURED_DIACRITIC_SHARE.get(base, confusions.DEFAULT_DIACRITIC_SHARE)
    edges = np.cumsum(shares[:3]) * 65536 // 100
    return np.searchsorted(edges, sites.shares(2), side="right"), accent


def _transpose(
    sites: Sites, op: NDArray[np.int64], start: Positions, pool: NDArray[np.uint32]
) -> None:
    """Swap with the next letter, else with the one before, else close by; else substitute."""
    points = sites.columns.points
    # Where letters carry marks, few neighbors can change places: look a little further.
    shifts = (0, -1, 1, -2, 2, -3) if sites.columns.has_clusters else (0, -1)
    wanted = np.flatnonzero(op == _TRANSPOSE)
    for shift in shifts:
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
    op[wanted] = _SUBSTITUTE


PERTURBATION = Perturbation(
    name="typo",
    family="keyboard",
    version=1,
    summary="typing and spelling errors at a target character error rate",
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="anchored",
    supports=supports,
    propose=propose,
    operations=("substitute", "delete", "insert", "transpose"),
)
