"""Print which letters of the languages of XTREME-R lie on the keys of their layouts.

Needs the folder `common/main` of a CLDR release (Debian package unicode-cldr-core). Run:

    python scripts/check_keyboards.py /usr/share/unicode/cldr/common/main
"""

import re
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

from crosswind.core.languages import script_of
from crosswind.noise.catalogue import XTREME_R
from crosswind.noise.keyboards.layouts import layout_of, letters_of


def exemplars(path: Path) -> set[str]:
    """The main exemplar letters of a language; empty if CLDR has none."""
    if not path.exists():
        return set()
    found = [one for one in ElementTree.parse(path).iter("exemplarCharacters") if not one.attrib]
    content = "".join(one.text or "" for one in found).strip("[]")
    content = re.sub(r"\\u[0-9A-Fa-f]{4}|\\", "", content)
    for low, high in re.findall(r"(\S)-(\S)", content):
        content += "".join(map(chr, range(ord(low), ord(high) + 1)))
    return {letter for letter in content if unicodedata.category(letter)[0] in "LM"}


def main() -> None:
    """One line a language: letters, on keys, by a base letter's key, and what is left."""
    for tag in XTREME_R:
        layout = layout_of(tag, script_of(tag))
        wanted = exemplars(Path(sys.argv[1]) / f"{tag}.xml")
        if not layout or not wanted:
            reason = "no layout of letters" if not layout else "no exemplar letters in CLDR"
            sys.stdout.write(f"{tag}\t{layout}\t{reason}\n")
            continue
        keys = {letter.lower() for letter in letters_of(layout)}
        direct = {letter for letter in wanted if letter.lower() in keys}
        based = {
            letter for letter in wanted - direct if unicodedata.normalize("NFD", letter)[0] in keys
        }
        left = "".join(sorted(wanted - direct - based))
        sys.stdout.write(f"{tag}\t{layout}\t{len(wanted)}\t{len(direct)}\t{len(based)}\t{left}\n")


if __name__ == "__main__":
    main()
