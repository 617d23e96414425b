"""Build `src/crosswind/noise/homophones/*.json`: characters that are typed by the same keys.

Needs the Unihan files of the Unicode Character Database, as the Debian package unicode-data lays
them down. Run:

    python scripts/build_homophones.py [/usr/share/unicode]

`mandarin.json`: toneless syllable -> common characters, the frequent first, and rarer ones that
are only replaced; simplified (GB 2312, common are those of its first level) and traditional (first
level of Big5). Frequencies of readings are those of kHanyuPinlu. `japanese.json`: reading -> kanji
of the Joyo list, by Chinese reading (on).
"""

import bz2
import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/crosswind/noise/homophones"
SOURCE = "Unihan Database of Unicode 15.0.0 (Debian package unicode-data 15.0.0-1)"
FIELDS = {
    *("kMandarin", "kHanyuPinlu", "kJapaneseOn"),
    *("kSimplifiedVariant", "kGB0", "kBigFive", "kJoyoKanji"),
}
# A second reading counts if it is this share of the uses of a character.
SHARE = 0.1
# First level of GB 2312 ends in row 55, that of Big5 at C67E.
LAST_OF_GB, LAST_OF_BIG5 = 5600, 0xC67E

Fields = dict[str, dict[str, str]]


def read(folder: Path) -> Fields:
    """Field -> character -> value."""
    found: Fields = {field: {} for field in FIELDS}
    for part in ("Readings", "Variants", "OtherMappings"):
        with bz2.open(folder / f"Unihan_{part}.txt.bz2", "rt", encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == 3 and cells[1] in FIELDS:
                    found[cells[1]][chr(int(cells[0][2:], 16))] = cells[2]
    return found


def toneless(syllable: str) -> str:
    """The keys of a syllable: `lǜ` -> `lv`."""
    plain = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def uses(fields: Fields, character: str) -> dict[str, int]:
    """Toneless syllable -> how often the character is read so; frequent first.

    Interjections without a vowel (ng) are typed in other ways, and left out.
    """
    counts: dict[str, int] = defaultdict(int)
    sources = [character]
    for variant in fields["kSimplifiedVariant"].get(character, "").split():
        sources.append(chr(int(variant[2:], 16)))
    for one in sources:
        found = re.findall(r"(\S+?)\((\d+)\)", fields["kHanyuPinlu"].get(one, ""))
        for syllable, count in found:
            counts[toneless(syllable)] += int(count)
        if counts:
            break
    for syllable in fields["kMandarin"].get(character, "").split()[:1]:
        counts[toneless(syllable)] += 1
    voiced = {syllable: n for syllable, n in counts.items() if set(syllable) & set("aeiouv")}
    total = sum(voiced.values())
    kept = {syllable: n for syllable, n in voiced.items() if n >= SHARE * total}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))


def mandarin(fields: Fields, characters: list[str], common: set[str]) -> dict[str, object]:
    """Syllable -> [common characters, others], and the main syllable of those with several."""
    ranked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rare: dict[str, list[str]] = defaultdict(list)
    mainly = {}
    for character in characters:
        found = uses(fields, character)
        for syllable, count in found.items():
            if character in common:
                ranked[syllable].append((-count, character))
        if found and len(found) > 1:
            mainly[character] = next(iter(found))
        if found and character not in common:
            rare[next(iter(found))].append(character)
    syllables = {
        syllable: ["".join(one for _, one in sorted(ranked[syllable])), "".join(rare[syllable])]
        for syllable in sorted({*ranked, *rare})
    }
    return {"syllables": syllables, "mainly": mainly}


def japanese(fields: Fields) -> dict[str, str]:
    """Chinese reading -> kanji that have it first, those frequent in Chinese first."""
    joyo = sorted(one for one in fields["kJoyoKanji"] if fields["kJoyoKanji"][one] == "2010")
    counts = {one: sum(uses(fields, one).values()) for one in joyo}
    # Forms that only Japanese has are neither frequent nor rare in Chinese.
    middle = sorted(counts.values())[len(counts) // 2]
    order = sorted(joyo, key=lambda one: (-(counts[one] if counts[one] > 1 else middle), one))
    table: dict[str, str] = defaultdict(str)
    for one in order:
        # The first reading is the one in use; later ones are mostly historical.
        for reading in fields["kJapaneseOn"].get(one, "").split()[:1]:
            table[reading] += one
    return {key: table[key] for key in sorted(table) if len(table[key]) > 1}


def write(name: str, content: dict[str, object]) -> None:
    """Write a table, a line a part."""
    text = json.dumps({"source": SOURCE, **content}, ensure_ascii=False, indent=0)
    (TARGET / name).write_text(text.replace(",\n", ",").replace(',"', ',\n"') + "\n", "utf-8")


def main() -> None:
    """Write both tables."""
    fields = read(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"))
    simplified, traditional = sorted(fields["kGB0"]), sorted(fields["kBigFive"])
    first = {one for one in simplified if int(fields["kGB0"][one]) < LAST_OF_GB}
    big5 = [one for one in traditional if int(fields["kBigFive"][one], 16) <= LAST_OF_BIG5]
    write(
        "mandarin.json",
        {
            "simplified": mandarin(fields, simplified, first),
            "traditional": mandarin(fields, big5, set(big5)),
        },
    )
    write("japanese.json", {"readings": japanese(fields)})


if __name__ == "__main__":
    main()
