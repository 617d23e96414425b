"""Which keys are beside each other on the layout that a language is typed on."""

import json
import math
from functools import lru_cache
from importlib.resources import files

# Language -> name of its layout in layouts.json. Languages in Latin script that are not named
# use "us". Vietnamese is typed on it too, by an input method.
LAYOUT_OF = {
    "de": "de", "lb": "de", "es": "es", "eu": "es", "gl": "es", "ca": "es", "fr": "fr", "br": "fr",
    "it": "it", "pl": "pl", "fi": "fi", "tr": "tr", "az": "az", "pt": "pt", "ro": "ro",
    "hu": "hu", "cs": "cz", "sk": "sk", "sv": "se", "da": "dk", "nb": "no", "nn": "no", "no": "no",
    "fo": "dk", "is": "is", "et": "ee", "lt": "lt", "lv": "lv", "sl": "si", "hr": "hr", "bs": "hr",
    "sq": "al", "ru": "ru", "uk": "ua", "bg": "bg", "be": "by", "kk": "kz", "mk": "mk",
    "sr": "rs", "mn": "mn", "el": "gr", "hy": "am", "ka": "ge", "he": "il", "ar": "ara",
    "fa": "ir", "ur": "pk", "hi": "deva", "mr": "marathi", "ne": "np", "bn": "bd", "as": "bd",
    "gu": "guj", "pa": "guru", "te": "tel", "ml": "mal", "ta": "tam", "kn": "kan", "or": "ori",
    "th": "th", "af": "za", "en": "us", "ht": "fr", "id": "us", "jv": "us", "ms": "us", "my": "mm",
    "nl": "us", "qu": "latam", "sw": "us", "tl": "ph", "vi": "us", "wo": "sn", "yo": "ng",
}  # fmt: skip

# Beyond this distance, in key widths, a finger does not slip; the spread is that of noise.md 1.1.
_REACH = 1.3
_SPREAD = 0.6
# Index of the last key of the left hand in each row.
_LAST_LEFT = (5, 4, 4, 5)
# The keys of the American keyboard, in the rows of layouts.json: plain, then shifted.
_AMERICAN = (
    ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "<zxcvbnm,./"),
    ("~!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"|', ">ZXCVBNM<>?"),
)


@lru_cache(maxsize=1)
def _layouts() -> dict[str, dict[str, list[list[float | str]]]]:
    content: dict[str, dict[str, list[list[float | str]]]] = json.loads(
        files("crosswind.noise.keyboards").joinpath("layouts.json").read_text(encoding="utf-8")
    )
    return content


def layout_of(language: str, script: str) -> str:
    """Name of the layout of a language, or an empty string if there is none."""
    base = language.split("-")[0]
    return LAYOUT_OF.get(base, "us" if script == "Latn" else "")


def letters_of(layout: str) -> str:
    """The letters and marks of a layout, in key order, plain level first."""
    rows = _layouts()[layout]["rows"]
    found = "".join(str(row[level]) for level in (1, 2) for row in rows)
    return "".join(dict.fromkeys(found.replace(" ", "")))


@lru_cache(maxsize=64)
def key_neighbors(layout: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Character -> (neighbor on the same shift level, weight), nearest first."""
    table: dict[str, tuple[tuple[str, float], ...]] = {}
    for level in (1, 2):
        keys = [
            (str(row[level])[column], float(row[0]) + column, float(height))
            for height, row in enumerate(_layouts()[layout]["rows"])
            for column in range(len(str(row[level])))
        ]
        keys = [key for key in keys if key[0] != " "]
        for character, x, y in keys:
            near = [
                (math.hypot(x - other_x, y - other_y), other)
                for other, other_x, other_y in keys
                if other != character
            ]
            table.setdefault(
                character,
                tuple(
                    (other, math.exp(-((distance / _SPREAD) ** 2)))
                    for distance, other in sorted(near)
                    if distance <= _REACH
                ),
            )
    return table


@lru_cache(maxsize=64)
def hands(layout: str) -> dict[str, int]:
    """Character -> the hand that types it: 0 left, 1 right."""
    found: dict[str, int] = {}
    for level in (1, 2):
        for row, last_left in zip(_layouts()[layout]["rows"], _LAST_LEFT, strict=True):
            for column, character in enumerate(str(row[level])):
                if character != " ":
                    found.setdefault(character, int(column > last_left))
    return found


def key_pairs(layout: str) -> dict[str, str]:
    """Character of a layout -> what the same key writes on the American keyboard."""
    found: dict[str, str] = {}
    for level in (1, 2):
        for row, keys in zip(_layouts()[layout]["rows"], _AMERICAN[level - 1], strict=True):
            for character, key in zip(str(row[level]), keys, strict=True):
                if character != " ":
                    found.setdefault(character, key)
    return found
