"""Capital letters left out by a writer who never presses shift."""

from functools import lru_cache

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import is_word_kind

_CASED = {"Latn", "Cyrl", "Grek", "Armn"}
_SIGMA, _FINAL_SIGMA = 0x3A3, "ς"


def supports(language: str) -> Support:
    """Languages in scripts with capital letters in use."""
    if script_of(language) in _CASED:
        return FULL
    return Support(level="unsupported", reason="the script has no capital letters in use")


@lru_cache(maxsize=1)
def _lower_letters() -> dict[int, str]:
    """Code point of a capital -> small letter, one code point each."""
    ranges = (range(0x41, 0x250), range(0x370, 0x590), range(0x1E00, 0x2000), range(0xA640, 0xA7FF))
    table = {
        point: chr(point).lower()
        for block in ranges
        for point in block
        if chr(point).lower() != chr(point)
    }
    table[0x130] = "i"
    return table


@lru_cache(maxsize=1)
def _capitals() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[list(_lower_letters())] = True
    return flags


def _ends_word(columns: Columns, at: Positions) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    before = is_word_kind(columns.kind_at(at - 1, at))
    after = is_word_kind(columns.kind_at(at + 1, at))
    return before & ~after


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """All capitals of an example, or none; Turkish and Azerbaijani I becomes dotless ı."""
    lower = _lower_letters()
    if language.split("-")[0] in {"tr", "az"}:
        lower = {**lower, ord("I"): "ı"}
    at = np.flatnonzero(_capitals()[columns.points])
    points = columns.points[at]
    texts = [lower[point] for point in points.tolist()]
    for index in np.flatnonzero((points == _SIGMA) & _ends_word(columns, at)).tolist():
        texts[index] = _FINAL_SIGMA
    return replace(columns, at, texts, strength=strength, draws=columns.traits(at))


PERTURBATION = Perturbation(
    name="case",
    family="casing",
    version=2,
    summary="all letters of an example in lower case",
    mechanism=(
        "A writer who never presses shift: every capital letter of the example becomes small, or "
        "none does. Turkish and Azerbaijani I becomes ı; Greek sigma takes its final form."
    ),
    unit="probability an example",
    ladder=(0.05, 0.15, 0.35, 0.70, 1.0),
    nested=True,
    evidence="declared",
    source="The shares of writers are ours; none was measured.",
    keeps=(
        "The label, and every letter; names lose the capital by which they are known, so that "
        "named entities are reported apart."
    ),
    example=("de", "Die Nachbarin von Frau Weber fliegt im Mai nach Rom."),
    supports=supports,
    propose=propose,
    policy={"tagging": "apart"},
)
