"""Diacritics left out by a writer who never types them: é -> e, ł -> l, ß -> ss."""

import unicodedata
from dataclasses import replace as changed
from functools import lru_cache

import numpy as np

from crosswind.core.errors import require_one_of
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
# What writers without the keys put instead: the letters, and the bare mark after one of them.
_DIGRAPHS = {
    **dict.fromkeys(("de", "sv", "fi"), "ä=ae ö=oe å=aa"),
    **dict.fromkeys(("da", "nb", "nn", "no"), "æ=ae ø=oe å=aa"),
    "vi": "ă=aw â=aa đ=dd ê=ee ô=oo ơ=ow ư=uw",
    "eo": "ĉ=cx ĝ=gx ĥ=hx ĵ=jx ŝ=sx ŭ=ux",
}
_DIGRAPHS["de"] = "ä=ae ö=oe ü=ue"
_LANGUAGES = (
    "af az br bs ca cs cy da de el eo es et eu fi fo fr ga gl hr ht hu is it ku lb lt lv mt nb nl "
    "nn no pl pt qu ro sk sl sq sv tk tr vi wo yo"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
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


@lru_cache(maxsize=64)
def _digraphs(language: str) -> dict[int, str]:
    """Code point -> two letters, in both cases; in Vietnamese with the tone left out."""
    pairs = [entry.split("=") for entry in _DIGRAPHS.get(language.split("-")[0], "").split()]
    table = {}
    for letter, pair in pairs:
        for whole, written in ((letter, pair), (letter.upper(), pair.capitalize())):
            table[ord(whole)] = written
            for tone in _TONES if language.startswith("vi") else ():
                toned = unicodedata.normalize("NFC", whole + tone)
                if len(toned) == 1:
                    table[ord(toned)] = written
    return table


@lru_cache(maxsize=1)
def _changed_points() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[list(_plain_letters())] = True
    return flags


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """All marks of an example, or none."""
    return _without_marks(columns, _plain_letters(), strength)


def _propose_digraphs(columns: Columns, language: str, strength: float) -> Proposals:
    """All marks of an example, or none; two letters where the language has such a way."""
    return _without_marks(columns, _plain_letters() | _digraphs(language), strength)


def _without_marks(columns: Columns, table: dict[int, str], strength: float) -> Proposals:
    at = np.flatnonzero(_changed_points()[columns.points])
    texts = [table[point] for point in columns.points[at].tolist()]
    return replace(columns, at, texts, strength=strength, draws=columns.traits(at))


def variant(option: str) -> Perturbation:
    """The perturbation with digraphs."""
    require_one_of(
        option, ("digraphs",), problem="'diacritic_drop' has no such option", place="perturbation"
    )
    return _with_digraphs()


@lru_cache(maxsize=1)
def _with_digraphs() -> Perturbation:
    def has_digraphs(language: str) -> Support:
        if language.split("-")[0] in _DIGRAPHS:
            return supports(language)
        return Support(level="unsupported", reason="we know no digraphs that stand for its letters")

    return changed(
        PERTURBATION,
        name="diacritic_drop:digraphs",
        summary="letters with diacritics of an example become two letters: ä -> ae",
        supports=has_digraphs,
        propose=_propose_digraphs,
    )


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
    options=(
        "`diacritic_drop:digraphs` writes two letters where writers of the language do: German ä "
        "as ae, Danish ø as oe, Vietnamese â as aa (without its tone)."
    ),
    variant=variant,
)
