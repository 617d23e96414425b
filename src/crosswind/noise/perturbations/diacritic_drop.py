"""Diacritics left out by a writer who never types them: é -> e, ł -> l, ß -> ss."""

import unicodedata
from functools import lru_cache

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace

_WITHOUT_MARK = {
    **dict(zip("łđøıħŁĐØĦ", "ldoihLDOH", strict=True)),
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ẞ": "SS",
    "Æ": "Ae",
    "Œ": "Oe",
}
_LANGUAGES = (
    "af az br bs ca cs cy da de el eo es et eu fi fo fr ga gl hr ht hu is it ku lb lt lv mt nb nl "
    "nn no pl pt qu ro sk sl sq sv tk tr vi wo yo"
)
_POINTED = {"ar": "Arab", "fa": "Arab", "ur": "Arab", "he": "Hebr"}


def supports(language: str) -> Support:
    """Languages that write marks in Latin or Greek script, and abjads with optional points."""
    base, script = language.split("-")[0], script_of(language)
    if base in _LANGUAGES.split() and script in {"Latn", "Grek"}:
        return FULL
    if _POINTED.get(base) == script:
        return Support(level="conditional", reason="everyday text is written without vowel points")
    if script in {"Latn", "Grek"}:
        reason = "the language is written without diacritics, or we do not know which"
    elif script == "Cyrl":
        reason = "й, ё, ї are letters of their own, and writers do not drop their marks"
    else:
        reason = "marks of the script are no decoration: a word does not survive without them"
    return Support(level="unsupported", reason=reason)


@lru_cache(maxsize=1)
def _plain_letters() -> dict[int, str]:
    """Code point -> what is written without the mark (empty for a mark that stands alone)."""
    table = {ord(letter): plain for letter, plain in _WITHOUT_MARK.items()}
    for point in (*range(0xC0, 0x590), *range(0x1E00, 0x2000), *range(0x300, 0x370)):
        whole = unicodedata.normalize("NFD", chr(point))
        plain = "".join(mark for mark in whole if unicodedata.category(mark) != "Mn")
        if plain != chr(point) and unicodedata.name(chr(point), "").startswith(
            ("LATIN", "GREEK", "COMBINING")
        ):
            table[point] = plain
    for point in (*range(0x591, 0x5C8), *range(0x64B, 0x653), 0x670):
        if unicodedata.category(chr(point)) == "Mn":
            table[point] = ""
    return table


@lru_cache(maxsize=1)
def _changed_points() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[list(_plain_letters())] = True
    return flags


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """All marks of an example, or none."""
    plain = _plain_letters()
    at = np.flatnonzero(_changed_points()[columns.points])
    texts = [plain[point] for point in columns.points[at].tolist()]
    return replace(columns, at, texts, strength=strength, draws=columns.traits(at))


PERTURBATION = Perturbation(
    name="diacritic_drop",
    family="diacritics",
    version=2,
    summary="all diacritics of an example are left out",
    mechanism=(
        "A writer who never types marks: every letter of the example loses its diacritic (é to e, "
        "ł to l, ß to ss, ộ to o), or none does. Vowel points of Arabic and Hebrew count as marks."
    ),
    unit="probability an example",
    ladder=(0.10, 0.30, 0.60, 0.85, 1.0),
    nested=True,
    evidence="anchored",
    source=(
        "The ceiling is anchored: the share of running words that carry a mark (Vietnamese 82%, "
        "Greek 51, Czech 44, Turkish 38, Hungarian 35, Polish 29, French 13, German 7, Italian 4). "
        "The shares of writers are ours."
    ),
    keeps=(
        "The label, mostly: in Vietnamese and Yoruba tone marks tell words apart, so that some "
        "meaning is lost; read those languages by themselves."
    ),
    example=("vi", "Bà hàng xóm dắt con chó già đi dạo trong công viên nhỏ mỗi buổi sáng."),
    supports=supports,
    propose=propose,
)
