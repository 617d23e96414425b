"""Build `src/crosswind/noise/glyphs.json`: which characters look alike in print, script by script.

Needs Pillow with Raqm, and the fonts of the Debian packages `fonts-noto-core` and `fonts-noto-cjk`
(SIL Open Font License 1.1). Run, where the fonts are not below /usr/share/fonts with their folder:

    PYTHONPATH=src python scripts/build_glyphs.py [FONTS]

Each character is drawn on the baseline, blurred, and compared with all others by the cosine of
their ink. Only similarities leave this script, as lists in order; no outline does.
"""

import json
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from crosswind.core.languages import script_of
from crosswind.noise.catalogue import XTREME_R
from crosswind.noise.keyboards.layouts import LAYOUT_OF
from crosswind.noise.letters import alphabet, upper_case
from crosswind.noise.syllables import LETTER, OTHER, kinds_of

TARGET = Path(__file__).parents[1] / "src/crosswind/noise/glyphs.json"
FONTS = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts")
CJK = "opentype/noto/NotoSansCJK-Regular.ttc"
PRINT = "truetype/noto/Noto{}-Regular.ttf"

SIZE, BOX, BLUR, GRID = 40, 72, 1.8, 36
# Below this cosine nothing is confused; what is left is kept in order of similarity.
LEAST, MOST = 0.74, 12
# Scripts of several languages: each knows some of the letters, so that more are kept.
SHARED, LEAST_SHARED, MOST_SHARED = ("Latn", "Cyrl", "Arab"), 0.78, 80
CLOSE = 0.15
LEAST_HAN, MOST_HAN = 0.80, 3
CASED = ("Latn", "Cyrl", "Grek", "Armn")
PUNCTUATION = ".,;:'’-–!"
JOINER = "\u200d"
# Characters that everyday text of today does not hold, by parts of their names.
RARE = (
    "MTAVRULI", "PRISHTHAMATRA", "SHORT E", "SHORT O", "SIGN OE", "SIGN OOE", "SIGN AW",
    "SIGN UE", "SIGN UUE", "LETTER OE", "LETTER OOE", "LETTER AW", "LETTER UE", "LETTER UUE",
    "CANDRA A", "INVERTED", "SHORT A", "DEVANAGARI LETTER RRA", "DEVANAGARI LETTER NNNA",
    "DEVANAGARI LETTER LLLA", "MALAYALAM LETTER NNNA", "CANDRA LONG", "VOCALIC L", "VOCALIC RR",
    "MIDDLE DIAGONAL", "LOWER DIAGONAL", "AVAGRAHA", "DOT REPH", "TTTA", "VERTICAL BAR VIRAMA",
    "CIRCULAR VIRAMA", "CHILLU Y", "CHILLU M", "CHILLU LLL", "SHAN ", "MON ", "SIGN E ABOVE",
    "MYANMAR SIGN VIRAMA", "EK ONKAR", "UDATTA", "ANUDATTA", "GRAVE ACCENT", "ACUTE ACCENT",
    "LAKKHANGYAO", "THAI CHARACTER LU", "ABKHASIAN", "SIGN OM", "STRESS SIGN", "NUKTA",
    "DEVANAGARI LETTER GLOTTAL", "BENGALI RUPEE", "LENGTH MARK", "ADAK BINDI", "DANDA", "UDAAT",
    "VEDIC",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A font of a script, a letter that carries its marks, its characters and its digits."""

    font: str
    base: str = ""
    blocks: tuple[range, ...] = ()
    digits: range = range(0)


FACES = {
    "Latn": Face(font="Sans", base="o"),
    "Cyrl": Face(font="Sans", base="о"),
    "Grek": Face(font="Sans", base="ο"),
    "Armn": Face(font="SansArmenian", base="ո"),
    "Geor": Face(font="SansGeorgian", blocks=(range(0x10D0, 0x10F1),)),
    "Hebr": Face(font="SansHebrew", base="ב", blocks=(range(0x5D0, 0x5EB),)),
    "Arab": Face(font="NaskhArabic", base="ب", digits=range(0x6F0, 0x6FA)),
    "Deva": Face(font="SansDevanagari", base="क", blocks=(range(0x901, 0x970),)),
    "Beng": Face(font="SansBengali", base="ক", blocks=(range(0x981, 0x9F2),)),
    "Guru": Face(font="SansGurmukhi", base="ਕ", blocks=(range(0xA01, 0xA75),)),
    "Gujr": Face(font="SansGujarati", base="ક", blocks=(range(0xA81, 0xAF0),)),
    "Taml": Face(font="SansTamil", base="க", blocks=(range(0xB82, 0xBCE),)),
    "Telu": Face(font="SansTelugu", base="క", blocks=(range(0xC01, 0xC57),)),
    "Mlym": Face(font="SansMalayalam", base="ക", blocks=(range(0xD02, 0xD4E), range(0xD7A, 0xD80))),
    "Thai": Face(font="SansThai", base="ก", blocks=(range(0xE01, 0xE4F),)),
    "Mymr": Face(font="SansMyanmar", base="က", blocks=(range(0x1000, 0x1050),)),
}
# Ideographs and syllables that a national character set lists as common: (codec, first bytes).
HAN = {
    "Hans": (2, ("gb2312", range(0xB0, 0xD8))),
    "Hant": (3, ("big5", range(0xA4, 0xC7))),
    "Jpan": (0, ("euc_jp", range(0xB0, 0xD0))),
    "Kore": (1, ("euc_kr", range(0xB0, 0xC9))),
}
KANA = (range(0x3041, 0x3097), range(0x30A1, 0x30FB))


def letters_of(script: str) -> list[str]:
    """The letters, marks and digits of a script that are compared."""
    tags = {tag for tag in (*LAYOUT_OF, *XTREME_R) if script_of(tag) == script}
    found = [letter for tag in sorted(tags) for letter in alphabet(tag, script)]
    found += [high for tag in sorted(tags) for low in found if (high := upper_case(low, tag))]
    found += [chr(point) for block in FACES[script].blocks for point in block]
    found += [chr(point) for point in FACES[script].digits]
    found += [*"0123456789", *PUNCTUATION]
    named = {letter: unicodedata.name(letter, "") for letter in found}
    return [letter for letter, name in named.items() if name and not any(x in name for x in RARE)]


def common(codec: str, leads: range) -> list[str]:
    """The characters of a range of rows of a national character set."""
    found = []
    for lead in leads:
        for trail in range(0x40, 0xFF):
            try:
                found.append(bytes([lead, trail]).decode(codec))
            except UnicodeDecodeError:
                continue
    return [one for one in found if unicodedata.name(one, "").startswith(("CJK UNI", "HANGUL"))]


def drawn(text: str, font: Any, *, centered: bool) -> NDArray[np.float32]:
    """Blurred ink of a text on the baseline."""
    image = Image.new("L", (BOX, BOX))
    place = (BOX // 2, BOX * 2 // 3) if centered else (BOX // 4, BOX * 2 // 3)
    ImageDraw.Draw(image).text(place, text, fill=255, font=font, anchor="ms" if centered else "ls")
    small = image.filter(ImageFilter.GaussianBlur(BLUR)).resize((GRID, GRID))
    return np.asarray(small, dtype=np.float32).ravel()


def unit(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length one; rows without ink stay zero."""
    length = np.linalg.norm(ink, axis=1, keepdims=True)
    return np.asarray(ink / np.maximum(length, 1e-6))


def ink_of(letters: list[str], font: Any, base: str, around: str = "{}") -> NDArray[np.float32]:
    """Unit ink of each letter; a mark is what it adds to a base letter; no glyph, no ink."""
    alone = drawn(base, font, centered=False) if base else None
    missing = drawn("\u0378", font, centered=True)
    rows = []
    for letter in letters:
        if unicodedata.category(letter)[0] == "M" and alone is not None:
            rows.append(np.abs(drawn(base + letter, font, centered=False) - alone))
            continue
        ink = drawn(around.format(letter), font, centered=True)
        rows.append(np.zeros_like(ink) if np.array_equal(ink, missing) else ink)
    return unit(np.array(rows))


def may_stand_for(letters: list[str], script: str) -> NDArray[np.bool_]:
    """Whether a character may be written for another: of its kind, or a digit for a letter."""
    kinds = kinds_of(np.array([ord(letter) for letter in letters], dtype=np.uint32))
    may = kinds[:, None] == kinds[None, :]
    if script in CASED:
        numeral = np.array([letter in "0123456789" for letter in letters])
        may |= (kinds == LETTER)[:, None] & numeral[None, :]
        may |= numeral[:, None] & (kinds == LETTER)[None, :]
    else:
        may[np.ix_(kinds == OTHER, kinds == OTHER)] = False
    np.fill_diagonal(may, val=False)
    return np.asarray(may)


def rows_of(letters: list[str], alike: NDArray[Any], least: float, most: int) -> list[str]:
    """Each character followed by those that it is taken for, the most similar first."""
    rows = []
    for index, letter in enumerate(letters):
        order = np.argsort(-alike[index], kind="stable")[:most]
        floor = least if most > MOST else max(least, alike[index].max() - CLOSE)
        others = "".join(letters[other] for other in order if alike[index, other] >= floor)
        if others:
            rows.append(letter + others)
    return rows


def main() -> None:
    """Write the table."""
    alone: dict[str, list[str]] = {}
    for script, face in FACES.items():
        font = ImageFont.truetype(FONTS / PRINT.format(face.font), SIZE)
        letters = letters_of(script)
        may = may_stand_for(letters, script)
        least, most = (LEAST_SHARED, MOST_SHARED) if script in SHARED else (LEAST, MOST)
        ink = ink_of(letters, font, face.base)
        alike = ink @ ink.T
        if script == "Arab":
            forms = ("{}" + JOINER, JOINER + "{}" + JOINER)
            joined = [ink_of(letters, font, face.base, form) for form in forms]
            alike_joined = (joined[0] @ joined[0].T + joined[1] @ joined[1].T) / 2
            alone["Arab joined"] = rows_of(letters, alike_joined * may, least, most)
        alone[script] = rows_of(letters, alike * may, least, most)
    for script, (index, (codec, leads)) in HAN.items():
        font = ImageFont.truetype(FONTS / CJK, SIZE, index=index)
        letters = common(codec, leads)
        if script == "Jpan":
            letters += [chr(point) for block in KANA for point in block]
        ink = ink_of(letters, font, "")
        alike = ink @ ink.T
        np.fill_diagonal(alike, val=0)
        alone[script] = rows_of(letters, alike, LEAST_HAN, MOST_HAN)
    content = {
        "source": "Similarity of glyphs of Noto Sans, Noto Naskh Arabic and Noto Sans CJK",
        "alike": alone,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
