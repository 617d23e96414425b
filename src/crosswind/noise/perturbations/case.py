"""Capitals left out, or written where none belong: shift not pressed, caps lock left on."""

from collections.abc import Callable
from dataclasses import replace as changed
from functools import lru_cache

import numpy as np

from crosswind.core.errors import require_one_of
from crosswind.core.languages import script_of
from crosswind.noise.capitals import Letters, lowered, small_and_capital
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import SPACE, is_word_kind

_CASED = {"Latn", "Cyrl", "Grek", "Armn"}
# Words that are written before somebody sees that caps lock is on: one to five, a guess of ours.
_LONGEST_RUN = 5
_STOPS = np.array([ord(stop) for stop in ".!?\u2026;\u037e"])


def supports(language: str) -> Support:
    """Languages in scripts with capital letters in use."""
    if script_of(language) in _CASED:
        return FULL
    return Support(level="unsupported", reason="the script has no capital letters in use")


def _all_lower(columns: Columns, language: str) -> tuple[Positions, Letters]:
    lower = small_and_capital(language)[0]
    at = (lower[columns.points] != columns.points).nonzero()[0]
    return at, lowered(columns, at, language)


def _first_lower(columns: Columns, language: str) -> tuple[Positions, Letters]:
    """The first letter of each sentence."""
    begins = columns.words.start
    before = begins - 1
    low, _ = columns.unit_bounds(begins)
    for _ in range(2):
        spaced = (columns.kind_at(before, begins) == SPACE) & (before >= low)
        before = before - spaced
    stopped = np.isin(columns.points[np.maximum(before, 0)], _STOPS) & (before < begins - 1)
    at = begins[(before < low) | stopped]
    return at, lowered(columns, at, language)


def _caps_run(columns: Columns, language: str) -> tuple[Positions, Letters]:
    """All letters of one to five words, from a word drawn for each text."""
    words = columns.words
    bounds = np.searchsorted(words.start, np.append(columns.starts, columns.n))
    count = np.diff(bounds)
    draws = columns.example_draws(11).astype(np.int64), columns.example_draws(12).astype(np.int64)
    first = bounds[:-1] + (draws[0] * count >> 32)
    length = np.minimum(1 + (draws[1] * _LONGEST_RUN >> 32), bounds[1:] - first)
    some = count > 0
    low, high = words.start[first[some]], words.end[(first + length - 1)[some]]
    steps = np.zeros(columns.n + 1, dtype=np.int64)
    np.add.at(steps, low, 1)
    np.add.at(steps, high, -1)
    at = steps.cumsum()[:-1].nonzero()[0]
    return at, small_and_capital(language)[1][columns.points[at]]


def _inverted(columns: Columns, language: str) -> tuple[Positions, Letters]:
    """Caps lock is on and nobody looks: small letters become capitals and capitals small."""
    at = is_word_kind(columns.kinds).nonzero()[0]
    low = lowered(columns, at, language)
    high = small_and_capital(language)[1][columns.points[at]]
    return at, np.where(low != columns.points[at], low, high)


_MANNERS = {"first": _first_lower, "caps_run": _caps_run, "inverted": _inverted}
_SUMMARIES = {
    "first": "sentences of an example begin with a small letter",
    "caps_run": "some words of an example in capitals, as if caps lock had been left on",
    "inverted": "capitals of an example become small and small letters capitals",
}


def _proposing(
    manner: Callable[[Columns, str], tuple[Positions, Letters]],
) -> Callable[[Columns, str, float], Proposals]:
    def propose(columns: Columns, language: str, strength: float) -> Proposals:
        """All letters that the manner changes in an example, or none."""
        at, letters = manner(columns, language)
        changes = letters != columns.points[at]
        at, letters = at[changes], letters[changes]
        if len(at) == 0:
            return nothing()
        texts = list(map(chr, letters.tolist()))
        return replace(columns, at, texts, strength=strength, draws=columns.traits(at))

    return propose


def variant(option: str) -> Perturbation:
    """The manner of writing that is called `option`."""
    require_one_of(option, _MANNERS, problem="'case' has no such option", place="perturbation")
    return _variants()[option]


@lru_cache(maxsize=1)
def _variants() -> dict[str, Perturbation]:
    return {
        option: changed(
            PERTURBATION,
            name=f"case:{option}",
            summary=_SUMMARIES[option],
            propose=_proposing(manner),
        )
        for option, manner in _MANNERS.items()
    }


PERTURBATION = Perturbation(
    name="case",
    family="casing",
    version=2,
    summary="all letters of an example in lower case",
    mechanism=(
        "A writer who never presses shift: every capital letter of the example becomes small, or "
        "none does. Turkish and Azerbaijani I becomes ı, and i becomes İ; Greek sigma takes its "
        "final form."
    ),
    unit="probability an example",
    ladder=(0.05, 0.15, 0.35, 0.70, 1.0),
    nested=True,
    evidence="declared",
    source=(
        "The shares of writers are ours. That casing is common noise is measured: 21 to 24% of the "
        "edits of words in English and Turkish dictionaries of Wikipedia edits, 13% of native "
        "Ukrainian spelling edits (UA-GEC)."
    ),
    keeps=(
        "The label, and every letter; names lose the capital by which they are known, so that "
        "named entities are reported apart."
    ),
    example=("de", "Die Nachbarin von Frau Weber fliegt im Mai nach Rom."),
    supports=supports,
    propose=_proposing(_all_lower),
    policy={"tagging": "apart"},
    options=(
        "`case:first` small letters at the beginning of sentences only, `case:caps_run` one to "
        "five words in capitals, `case:inverted` small letters and capitals exchanged; each for "
        "the same shares of writers."
    ),
    variant=variant,
)
