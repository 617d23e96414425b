"""Build `src/crosswind/noise/confusables.json`: letters that Unicode lists as look-alikes.

Needs the package `confusable-homoglyphs`, which carries the confusables of UTS 39 (Unicode License
v3). Run:

    PYTHONPATH=src python scripts/build_confusables.py

Kept are letters for letters: of the same direction, the same case where both have one, and of
scripts that everyday fonts draw.
"""

import json
import unicodedata
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.catalogue import XTREME_R
from crosswind.noise.keyboards.layouts import LAYOUT_OF
from crosswind.noise.letters import alphabet, upper_case
from crosswind.noise.syllables import kinds_of

TARGET = Path(__file__).parents[1] / "src/crosswind/noise/confusables.json"
DRAWN = (
    "LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "DEVANAGARI",
    "BENGALI", "GURMUKHI", "GUJARATI", "TAMIL", "TELUGU", "MALAYALAM", "KANNADA", "SINHALA", "THAI",
)  # fmt: skip
# Blocks from here on hold phonetic and historical letters, which many fonts lack.
LAST = 0xE80
# Letters of these names look alike to a program, not to a reader.
ODD = (
    "MODIFIER",
    "PRESENTATION",
    " FORM",
    "LIGATURE",
    "DIGRAPH",
    "SYMBOL",
    "MATHEMATICAL",
    "I WITH GRAVE",
)


def may_stand_for(letter: str, other: str) -> bool:
    """Whether a look-alike is a letter that can take the place of another in running text."""
    if len(other) != 1 or other == letter:
        return False
    name, case = unicodedata.name(other, ""), unicodedata.category(other)
    kinds = kinds_of(np.array([ord(letter), ord(other)]))
    return (
        case[0] == "L"
        and name.startswith(DRAWN)
        and not any(part in name for part in ODD)
        and ord(other) < LAST
        and case in {"Lo", unicodedata.category(letter)}
        and kinds[0] == kinds[1]
        and unicodedata.bidirectional(other) == unicodedata.bidirectional(letter)
        and unicodedata.normalize("NFC", other) == other
    )


def main() -> None:
    """Write the table."""
    listed = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_bytes())
    near = {one: [row["c"] for row in rows] for one, rows in listed.items()}
    tags = [tag for tag in sorted({*LAYOUT_OF, *XTREME_R}) if alphabet(tag, script_of(tag))]
    own = [(tag, letter) for tag in tags for letter in alphabet(tag, script_of(tag))]
    letters = {letter for _, letter in own} | {upper_case(letter, tag) for tag, letter in own}
    alike = {}
    for letter in sorted(letters - {""}):
        # What looks like a look-alike is one too: the list is by classes.
        first = near.get(letter, [])
        others = {*first, *(other for one in first for other in near.get(one, []))}
        kept = sorted(other for other in others if may_stand_for(letter, other))
        if kept:
            alike[letter] = "".join(kept)
    content = {
        "source": f"UTS 39 confusables by confusable-homoglyphs {version('confusable-homoglyphs')}",
        "alike": alike,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace('","', '",\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
