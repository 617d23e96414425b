"""Build `src/crosswind/noise/characters.json`: run-length tables of character properties.

Needs the package `regex`, whose Unicode version is recorded. Run:

    python scripts/build_characters.py

Two tables over all code points, as lists of [first code point, class]: `grapheme` (what decides
grapheme boundaries, UAX 29) and `kind` (what decides whether an edit is well formed).
"""

import json
from importlib.metadata import version
from pathlib import Path

import regex

TARGET = Path(__file__).parents[1] / "src/crosswind/noise/characters.json"
LAST = 0x110000

# Order matters: later patterns win. Numbers are those of `graphemes.py`.
GRAPHEME = [
    (1, r"\p{GCB=CR}"), (2, r"\p{GCB=LF}"), (3, r"\p{GCB=Control}"), (4, r"\p{GCB=Extend}"),
    (5, r"\p{GCB=ZWJ}"), (6, r"\p{GCB=Regional_Indicator}"), (7, r"\p{GCB=Prepend}"),
    (8, r"\p{GCB=SpacingMark}"), (9, r"\p{GCB=L}"), (10, r"\p{GCB=V}"), (11, r"\p{GCB=T}"),
    (12, r"\p{GCB=LV}"), (13, r"\p{GCB=LVT}"), (14, r"\p{Extended_Pictographic}"),
    (15, r"\p{InCB=Consonant}"), (16, r"\p{InCB=Linker}"),
    # Extend that is not InCB=Extend: breaks the chain of GB9c (ZWNJ and the like).
    (17, r"[\p{GCB=Extend}--\p{InCB=Extend}--\p{InCB=Linker}]"),
]  # fmt: skip

# Numbers are those of `syllables.py`.
KIND = [
    (1, r"[\p{White_Space}]"), (2, r"\p{Nd}"), (3, r"\p{L}"), (4, r"\p{M}"),
    (5, r"\p{InSC=Consonant}"), (6, r"\p{InSC=Vowel_Independent}"), (6, r"\p{InSC=Consonant_Dead}"),
    (6, r"\p{InSC=Avagraha}"), (7, r"[\p{InSC=Vowel_Dependent}&&\p{M}]"),
    (8, r"\p{InSC=Virama}"), (8, r"[\p{InSC=Pure_Killer}&&\p{M}]"), (9, r"\p{InSC=Nukta}"),
    (10, r"[\p{InSC=Bindu}&&\p{M}]"), (10, r"[\p{InSC=Visarga}&&\p{M}]"),
    (10, r"[\p{InSC=Syllable_Modifier}&&\p{M}]"), (10, r"[\p{InSC=Gemination_Mark}&&\p{M}]"),
    (11, r"[\u200C\u200D]"), (12, r"[เ-ไເ-ໄ]"), (13, r"[่-๋์່-໋]"), (14, r"[ะาำๅະາຳ]"),
]  # fmt: skip


def runs(patterns: list[tuple[int, str]]) -> list[int]:
    """First code point and class of each run, flat."""
    classes = bytearray(LAST)
    text = "".join(chr(point) if not 0xD800 <= point < 0xE000 else " " for point in range(LAST))
    for number, pattern in patterns:
        for found in regex.finditer(f"(?V1){pattern}", text):
            if not 0xD800 <= found.start() < 0xE000:
                classes[found.start()] = number
    flat = [0, classes[0]]
    for point in range(1, LAST):
        if classes[point] != flat[-1]:
            flat += [point, classes[point]]
    return flat


def main() -> None:
    """Write the tables."""
    content = {
        "source": f"Unicode Character Database by the package regex {version('regex')}",
        "grapheme": runs(GRAPHEME),
        "kind": runs(KIND),
    }
    TARGET.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
