"""LetterTable: what can be written for each letter of a language, as arrays."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise import confusions
from crosswind.noise.choices import Choices, Options, choices_of, shared
from crosswind.noise.keyboards.layouts import key_neighbors, layout_of, letters_of
from crosswind.noise.orthography import pairs_of
from crosswind.noise.syllables import kinds_of

_VOWEL_GROUP, _CONSONANT_GROUP = 20, 21
# Forms that stand at the end of a word only: nothing is replaced by one without a cause.
FINAL, _FINAL_FORMS = 22, "ςךםןףץ"
# Classes from here on are those of Latin letters in text of another script.
FOREIGN = 30
# Letters whose diacritic is no mark of its own in Unicode.
_BASE_LETTERS = {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ё": "е"}
_16 = np.uint64(16)
# Prefix of the Unicode names of a script's letters, by ISO 15924 code.
_NAME_OF = {
    "Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW",
    "Armn": "ARMENIAN", "Geor": "GEORGIAN", "Deva": "DEVANAGARI", "Beng": "BENGALI",
    "Guru": "GURMUKHI", "Gujr": "GUJARATI", "Orya": "ORIYA", "Taml": "TAMIL", "Telu": "TELUGU",
    "Knda": "KANNADA", "Mlym": "MALAYALAM", "Thai": "THAI",
}  # fmt: skip


# Shares of substitutes and insertions (noise.md 5.4). A slip hits a neighboring key; of what is
# neither a slip nor a diacritic, some is a letter that writers confuse with the right one.
# Insertions double the letter, or hit a neighboring key.
MOTOR_SHARE, _CONFUSED = 0.12, 0.60
_DOUBLED, _BESIDE = 0.25, 0.20


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTable:
    """The letters of a language, a row each (upper and lower case share a row).

    Attributes:
        codes: known code points, sorted; `row` and `upper` are aligned with it, and have one entry
            more, for what is no letter: -1 and not upper.
        lower: code point of each row in lower case; `forms`: in lower and in upper case, and a last
            column of zeros (0: has none).
        group: class of each row; a random substitute is of the same class.
        origin: 0 for a row of the language's own script, 1 for a Latin one in text of another
            script, -1 for a form that stands at the end of words only.
        near: keys beside it; `confused`: letters written for it; `accented`: same letter, other
            diacritic. `slips`: the three in their shares among substitutes, `extras`: what is
            inserted beside it; -1 in them: a letter of the text.
        members, member_start, member_count: the rows of each class; `member_rank`: place in it.
        lookup: code point -> index into `codes`; the last entry stands for all above it.
        has_marks: whether combining marks are among the letters.
    """

    codes: NDArray[np.uint32]
    row: NDArray[np.int64]
    upper: NDArray[np.bool_]
    lower: NDArray[np.uint32]
    forms: NDArray[np.uint32]
    group: NDArray[np.int64]
    origin: NDArray[np.int64]
    near: Choices
    confused: Choices
    accented: Choices
    slips: Choices
    extras: Choices
    members: NDArray[np.int64]
    member_start: NDArray[np.int64]
    member_count: NDArray[np.int64]
    member_rank: NDArray[np.int64]
    lookup: NDArray[np.int64]
    has_marks: bool

    def index(self, points: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Index into `codes` of each code point, -1 where it is not a known letter."""
        return self.lookup.take(points, mode="clip")

    def peer(self, rows: NDArray[np.int64], draws: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Some other row of the class of each row; the row itself where it is alone."""
        group = self.group[rows]
        others = np.maximum(self.member_count[group] - 1, 1)
        place = (draws >> _16).astype(np.int64) % others
        place += (place >= self.member_rank[rows]) & (self.member_count[group] > 1)
        others_row: NDArray[np.int64] = self.members[self.member_start[group] + place]
        return others_row

    def written(self, rows: NDArray[np.int64], upper: NDArray[np.bool_]) -> NDArray[np.uint32]:
        """Code point of each row in the wanted case; 0 where the row has none or is -1."""
        points: NDArray[np.uint32] = self.forms[upper.view(np.uint8), rows]
        return points


def upper_case(letter: str, language: str) -> str:
    """The upper case of a letter if it is one code point, else an empty string."""
    if language.split("-")[0] in {"tr", "az"} and letter == "i":
        return "İ"
    high = letter.upper()
    return high if len(high) == 1 and high != letter else ""


def base_letter(letter: str) -> str:
    """The letter without its diacritic; the marks of abugidas are no decoration of one letter."""
    return _BASE_LETTERS.get(letter, unicodedata.normalize("NFD", letter)[0])


def alphabet(language: str, script: str) -> str:
    """Letters and marks of a language in lower case, in the order of its keys."""
    layout = layout_of(language, script)
    on_keys = letters_of(layout) if layout else ""
    extra = confusions.EXTRA_LETTERS.get(language.split("-")[0], "")
    groups = confusions.SCRIPT_GROUPS.get(script, "") if script not in {"Latn", "Cyrl"} else ""
    prefix = _NAME_OF.get(script, script.upper())
    kept = []
    for letter in (on_keys + extra + groups).replace(" ", ""):
        low = {"I": "ı", "İ": "i"}.get(letter, letter) if layout in {"tr", "az"} else letter
        low = low.lower() if low not in "ıi" else low
        name = unicodedata.name(low, "")
        # Presentation forms and tatweel are on keys, but nobody means them as letters.
        plain = unicodedata.normalize("NFKC", low) == low and "TATWEEL" not in name
        # The ordinal signs of Spanish keys are letters of no case.
        cased = script in {"Latn", "Cyrl", "Grek"}
        letter_like = not cased or unicodedata.category(low) == "Ll"
        if name.startswith(prefix) and plain and letter_like:
            kept.append(low)
    return "".join(dict.fromkeys(kept))


@lru_cache(maxsize=128)
def letter_table(language: str, motor_share: float = MOTOR_SHARE) -> LetterTable:
    """The table of a language; ASCII letters are in every table, as rows of their own class.

    Args:
        language: canonical tag.
        motor_share: of the substitutes, those that are slips to a neighboring key.
    """
    script = script_of(language)
    own = alphabet(language, script)
    latin = "" if script == "Latn" else "abcdefghijklmnopqrstuvwxyz"
    letters = own + latin
    number = {letter: row for row, letter in enumerate(letters)}
    groups = [_group(letter, script) for letter in own]
    groups += [_group(letter, "Latn") + FOREIGN for letter in latin]
    cases = _cases(letters, language)
    codes, row, upper = _codes(cases)
    lookup = np.full(int(codes.max()) + 2, -1, dtype=np.int64)
    lookup[codes] = np.arange(len(codes))
    near = _near(letters, number, layout_of(language, script), len(own))
    confused = _confused(letters, number, language, script)
    accented = _accented(letters, number)
    return LetterTable(
        codes=codes,
        row=row,
        upper=upper,
        lower=np.array(cases[0], dtype=np.uint32),
        forms=np.array([[*row, 0] for row in cases], dtype=np.uint32),
        group=np.array(groups, dtype=np.int64),
        origin=np.array([-1 if one == FINAL else int(one >= FOREIGN) for one in groups]),
        near=choices_of(near),
        confused=choices_of(confused),
        accented=choices_of(accented),
        slips=choices_of(_slips(near, accented, confused, language, motor_share)),
        extras=choices_of(_extras(near)),
        **_members(groups),
        lookup=lookup,
        has_marks=any(unicodedata.category(letter)[0] == "M" for letter in own),
    )


def _members(groups: list[int]) -> dict[str, NDArray[np.int64]]:
    """The letters of each group, as fields of `LetterTable`."""
    counts = np.bincount(np.array(groups))
    return {
        "members": np.argsort(np.array(groups), kind="stable"),
        "member_start": np.cumsum(counts) - counts,
        "member_count": counts,
        "member_rank": np.array([groups[:row].count(one) for row, one in enumerate(groups)]),
    }


def _cases(letters: str, language: str) -> list[list[int]]:
    """The code points of letters, and of their large forms (0 where there is none)."""
    higher = [upper_case(letter, language) for letter in letters]
    return [[ord(letter) for letter in letters], [ord(high) if high else 0 for high in higher]]


def _codes(
    cases: list[list[int]],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.bool_]]:
    """Known code points in order, their rows and whether they are upper case; see `LetterTable`."""
    forms = sorted(
        (code, row, upper)
        for upper, codes in enumerate(cases)
        for row, code in enumerate(codes)
        if code
    )
    codes, rows, uppers = zip(*forms, strict=True)
    return (
        np.array(codes, dtype=np.uint32),
        np.array([*rows, -1], dtype=np.int64),
        np.array([*uppers, 0], dtype=np.bool_),
    )


def _group(letter: str, script: str) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    kind = int(kinds_of(np.array([ord(letter)]))[0])
    if letter in _FINAL_FORMS:
        return FINAL
    if script not in confusions.VOWELS or kind == 4:
        return kind
    vowels = confusions.VOWELS[script]
    return _VOWEL_GROUP if letter in vowels or base in vowels else _CONSONANT_GROUP


def _slips(
    near: Options, accented: Options, confused: Options, language: str, motor_share: float
) -> Options:
    base = language.split("-")[0]
    percent = confusions.MEASURED_DIACRITIC_SHARE.get(base, confusions.DEFAULT_DIACRITIC_SHARE)
    found = []
    for beside, marked, mistaken in zip(near, accented, confused, strict=True):
        motor = motor_share if beside else 0.0
        # Diacritics keep their share of what is left by a larger one of slips.
        accent = percent / 100 * (1.0 - motor_share) / (1.0 - MOTOR_SHARE) if marked else 0.0
        rest = 1.0 - motor - accent
        shares = [(motor, beside), (accent, marked), (_CONFUSED * rest, mistaken)]
        found.append(shared(shares))
    return found


def _extras(near: Options) -> Options:
    rows = enumerate(near)
    return [shared([(_DOUBLED, [(row, 1.0)]), (_BESIDE, options)]) for row, options in rows]


def _near(letters: str, number: dict[str, int], layout: str, n_own: int) -> Options:
    options = []
    for row, letter in enumerate(letters):
        keys = key_neighbors(layout if layout and row < n_own else "us")
        # A letter without a key of its own is typed from its base letter's key.
        base = letter if letter in keys else unicodedata.normalize("NFD", letter)[0]
        near = [(number[key], weight) for key, weight in keys.get(base, ()) if key in number]
        # Some layouts have a Latin letter left on a key: nobody hits that for one of their own.
        options.append(
            [
                (other, weight)
                for other, weight in near
                if other != row and (other < n_own) == (row < n_own)
            ]
        )
    return options


def _confused(letters: str, number: dict[str, int], language: str, script: str) -> Options:
    groups = confusions.LANGUAGE_GROUPS.get(language.split("-")[0], "").split()
    groups += confusions.SCRIPT_GROUPS.get(script, "").split()
    if script != "Latn":
        groups += confusions.SCRIPT_GROUPS["Latn"].split()
    weights: list[dict[int, float]] = [{} for _ in letters]
    for group in groups:
        for source, target in pairs_of(group):
            if source in number and target in number:
                one, other = number[source], number[target]
                weights[one][other] = weights[one].get(other, 0.0) + 1.0
    return [sorted(row.items()) for row in weights]


def _accented(letters: str, number: dict[str, int]) -> Options:
    special = {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ё": "е"}

    def base(letter: str) -> str:
        # The marks of abugidas are no decoration of one letter.
        plain = unicodedata.normalize("NFD", letter)[0]
        return special.get(letter, plain)

    options: list[list[tuple[int, float]]] = []
    for letter in letters:
        # Marks are rather left out than added: the plain letter weighs more.
        options.append(
            [
                (number[other], 4.0 if other == base(letter) else 1.0)
                for other in letters
                if other != letter and base(other) == base(letter)
            ]
        )
    return options
