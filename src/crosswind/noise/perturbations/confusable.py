"""Letters of other scripts that look the same, mathematical letters, digits for letters."""

import json
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.letters import alphabet, upper_case
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, replace, threshold
from crosswind.noise.syllables import DIGIT, may_meet

_LIKE, _MATHEMATICAL, _LEET = 0, 1, 2
# Of eight writers five take letters of other scripts, two a mathematical alphabet, one digits.
_STYLES = np.array([_LIKE] * 5 + [_MATHEMATICAL] * 2 + [_LEET])
# First code points of mathematical alphabets without holes: bold, bold italic, bold script, bold
# fraktur, sans-serif, sans-serif bold, monospace. Capitals come first, then small letters.
_ALPHABETS = (0x1D400, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5A0, 0x1D5D4, 0x1D670)
_DIGITS = dict(zip("aeiostAEIOST", "431057431057", strict=True))
_FULL = {"Latn", "Cyrl", "Grek", "Armn"}
# Fewer letters with a look-alike than this are no noise to speak of.
_FEW = 8


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    content = json.loads(files("crosswind.noise").joinpath("confusables.json").read_bytes())
    alike: dict[str, str] = content["alike"]
    return alike


@lru_cache(maxsize=128)
def _look_alikes(language: str) -> dict[str, str]:
    """Letter -> letters that look like it and are none of the language's own."""
    small = alphabet(language, script_of(language))
    own = {*small, *(upper_case(letter, language) for letter in small)}
    found = {
        letter: "".join(other for other in others if other not in own)
        for letter, others in _listed().items()
        if letter in own
    }
    return {letter: others for letter, others in found.items() if others}


def supports(language: str) -> Support:
    """Languages for whose letters Unicode lists look-alikes."""
    script = script_of(language)
    small = [one for one in alphabet(language, script) if one.isalpha()]
    known = sum(letter in _look_alikes(language) for letter in small)
    count = f"Unicode lists look-alikes for {known} of {len(small)} letters"
    if not small:
        return Support(level="unsupported", reason="no table of the script's look-alikes")
    if known < _FEW:
        return Support(level="unsupported", reason=count)
    return Support(level="full" if script in _FULL else "generic", reason=count)


@lru_cache(maxsize=128)
def _ways(language: str) -> tuple[NDArray[np.int64], NDArray[np.int64], StringPool]:
    """`[style, letter]`: first row of the pool and number of rows; letters up to U+1FFF."""
    first, count = np.zeros((2, 3, 0x2000), dtype=np.int64)
    rows: list[str] = []
    tables = {_LIKE: _look_alikes(language)}
    if script_of(language) == "Latn":
        tables[_LEET] = _DIGITS
        tables[_MATHEMATICAL] = {
            chr(base + place): "".join(chr(start + half + place) for start in _ALPHABETS)
            for base, half in ((ord("A"), 0), (ord("a"), 26))
            for place in range(26)
        }
    for style, table in tables.items():
        for letter, others in table.items():
            first[style, ord(letter)], count[style, ord(letter)] = len(rows), len(others)
            rows += others
    return first, count, StringPool.of(rows)


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Replace a letter that has a look-alike; the style is that of the example's writer."""
    first, count, pool = _ways(language)
    drawn = columns.example_draws(5)
    style = _STYLES[drawn >> np.uint32(29)]
    if script_of(language) != "Latn":
        style = np.full(len(style), _LIKE)
    points = np.minimum(columns.points, first.shape[1] - 1)
    at = np.flatnonzero((count.max(axis=0)[points] > 0) & (columns.draws < threshold(strength)))
    own, point = style[columns.text_of(at)], points[at]
    # A mark or a joiner follows a letter of any script, but not a digit.
    carried = may_meet(DIGIT, columns.kind_at(at + 1, at))
    fits = (count[own, point] > 0) & ((own != _LEET) | carried)
    at, own, point = at[fits], own[fits], point[fits]
    # A writer keeps to one mathematical alphabet; a look-alike is drawn letter by letter.
    pick = columns.picks(at, count[own, point], 3)
    trait = drawn[columns.text_of(at)]
    alphabets = (trait & np.uint32(0xFFFF)).astype(np.int64) % len(_ALPHABETS)
    row = first[own, point] + np.where(own == _MATHEMATICAL, alphabets, pick)
    return replace(columns, at, pool.rows(row), strength=strength)


PERTURBATION = Perturbation(
    name="confusable",
    family="adversarial",
    version=2,
    summary="letters replaced by look-alikes of other scripts",
    mechanism=(
        "A letter is replaced by one of another script, or of another kind, that looks like it "
        "(Unicode UTS 39). In Latin script some writers take a mathematical alphabet instead, or "
        "digits (4 for a, 3 for e): which, is a trait of the example. Letters without a look-alike "
        "stay."
    ),
    unit="probability a site",
    ladder=(0.005, 0.02, 0.05, 0.10, 0.25),
    nested=True,
    evidence="declared",
    source=(
        "The ladder and the shares of the styles are ours. This is what evades filters, not what "
        "careful writers produce: read it as a stress test."
    ),
    keeps=(
        "The label, for a human reader: the letters look the same or nearly so. A machine sees "
        "others."
    ),
    example=("en", "Please confirm the account before the end of the week."),
    supports=supports,
    propose=propose,
    tables=("confusables.json",),
    liberties=("script",),
)
