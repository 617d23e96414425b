"""The same writing in other code points: decomposed, fullwidth, with invisible characters."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import is_right_to_left, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.forms import equivalents, joins_next, other_widths, shaped
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import (
    Proposals,
    StringPool,
    Written,
    insert_after,
    joined,
    nothing,
    replace,
    threshold,
)
from crosswind.noise.stretches import Positions, Stretches
from crosswind.noise.syllables import (
    CONSONANT,
    DIGIT,
    LEADING,
    LETTER,
    VIRAMA,
    VOWEL,
    is_word_kind,
)

Form = Callable[[Columns, float], Proposals]

# Zero-width space, non-joiner and no-break space, word joiner, soft hyphen.
_INVISIBLE = StringPool.of("\u200b\u200c\ufeff\u2060\u00ad")
# After a word that is written joined: zero-width space, non-joiner, right-to-left mark.
_BEHIND = StringPool.of("\u200b\u200c\u200f")
# Embeddings and isolates from right to left, each with what ends it.
_WRAPS = ("\u202b\u202c", "\u2067\u2069")
_DIGITS = {
    "ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹", "ur": "۰۱۲۳۴۵۶۷۸۹", "hi": "०१२३४५६७८९",
    "mr": "०१२३४५६७८९", "ne": "०१२३४५६७८९", "bn": "০১২৩৪৫৬৭৮৯", "th": "๐๑๒๓๔๕๖๗๘๙",
    "my": "၀၁၂၃၄၅၆၇၈၉",
}  # fmt: skip
_ASCII_DIGITS = "0123456789"
# The same letter as keyboards of another language have it: yeh, kaf, heh.
_LETTERS = {"ar": "يیكکهہ", "fa": "یيکكهہ", "ur": "یيکكہه"}
# Before these nothing that is invisible tears a syllable apart.
_BASES = (LETTER, CONSONANT, VOWEL, LEADING)
_PLAIN = {"en", "id", "ms", "jv", "sw", "tl"}
_WITHOUT_EQUIVALENTS = {"Gujr", "Geor", "Armn", "Hebr", "Arab"}


def supports(language: str) -> Support:
    """Every language: each has invisible characters, and most have more."""
    return Support(level="full", reason="forms: " + ", ".join(_forms(language)))


def _equivalent(columns: Columns, strength: float) -> Proposals:
    """Letters decomposed, by a step or wholly, or composed; duplicates of ideographs."""
    table = equivalents()
    row = table.index(columns.points)
    at = np.flatnonzero(row >= 0)
    row = table.first[row[at]] + columns.picks(at, table.count[row[at]], 3)
    parts = replace(columns, at, table.pool.rows(row), strength=strength)
    if not columns.has_clusters:
        return parts
    low = np.flatnonzero(~columns.grapheme_starts[1:])
    pair = table.pair(columns.points[low], columns.points[low + 1])
    low, pair = low[pair >= 0], pair[pair >= 0]
    pool = StringPool(table.joined, np.arange(len(table.joined)), np.ones(len(table.joined), int))
    whole = replace(columns, Stretches(low, low + 2), pool.rows(pair), strength=strength)
    return joined(parts, whole)


def _one_a_word(columns: Columns, fits: NDArray[np.bool_]) -> Positions:
    """In each word one of the positions that fit, drawn."""
    passed = np.concatenate([[0], np.cumsum(fits)])
    words = columns.words
    count = passed[words.end] - passed[words.start]
    some = np.flatnonzero(count)
    pick = columns.picks(words.start[some], count[some], 4)
    return np.flatnonzero(fits)[passed[words.start[some]] + pick]


def _invisible(columns: Columns, strength: float) -> Proposals:
    """An invisible character in each word, or after it where letters are joined."""
    if script_of(columns.language) == "Arab":
        at = columns.words.end - 1
        return insert_after(columns, at, _drawn(columns, _BEHIND, at), strength=strength)
    kinds, after = columns.kinds, columns.kinds_beside(1)
    # What follows begins a grapheme; nothing comes between a virama and its consonant.
    ahead = np.append(columns.grapheme_starts[1:], False)
    fits = is_word_kind(kinds) & np.isin(after, _BASES) & ahead
    fits &= (kinds != VIRAMA) & (kinds != LEADING)
    at = _one_a_word(columns, fits)
    return insert_after(columns, at, _drawn(columns, _INVISIBLE, at), strength=strength)


def _drawn(columns: Columns, pool: StringPool, at: Positions) -> Written:
    return pool.rows(columns.picks(at, len(pool.offset), 3))


def _hit(columns: Columns, sites: Stretches, strength: float, form: Form) -> Stretches:
    """The stretches that fire in texts that take a form, so that no others are spelled out."""
    fired = sites.only(columns.draws[sites.start] < threshold(strength))
    number = list(_forms(columns.language).values()).index(form)
    return fired.only(_taken(columns)[columns.text_of(fired.start)] == number)


def _taken(columns: Columns) -> Positions:
    """Number of the form that each text takes."""
    count = len(_forms(columns.language))
    return columns.example_draws(5).astype(np.int64) * count >> 32


def _spaces(columns: Columns, strength: float) -> Proposals:
    """No-break spaces for spaces."""
    return replace(columns, np.flatnonzero(columns.points == 0x20), "\u00a0", strength=strength)


def _widths(columns: Columns, strength: float) -> Proposals:
    """ASCII in fullwidth, kana in halfwidth."""
    table = other_widths()
    known = np.array(sorted(table), dtype=np.uint32)
    at = np.flatnonzero(np.isin(columns.points, known))
    at = at[columns.draws[at] < threshold(strength)]
    texts = [table[point] for point in columns.points[at].tolist()]
    return replace(columns, at, texts, strength=strength)


def _wide_words(columns: Columns, strength: float) -> Proposals:
    """Words of ASCII letters in fullwidth, each as a whole."""
    words = _hit(columns, columns.words, strength, _wide_words)
    texts = words.texts(columns.text)
    written = [text.translate(other_widths()) if text.isascii() else text for text in texts]
    return replace(columns, words, written, strength=strength)


def _presentation(columns: Columns, strength: float) -> Proposals:
    """Words in Arabic presentation forms, each as a whole."""
    words = _hit(columns, columns.words, strength, _presentation)
    written = [shaped(text) for text in words.texts(columns.text)]
    return replace(columns, words, written, strength=strength)


def _tatweel(columns: Columns, strength: float) -> Proposals:
    """A tatweel between two joined letters of each word."""
    points = np.minimum(columns.points, len(_joining()) - 1)
    fits = _joining()[points] & (columns.kinds_beside(1) == LETTER)
    return insert_after(columns, _one_a_word(columns, fits), "\u0640", strength=strength)


@lru_cache(maxsize=1)
def _joining() -> NDArray[np.bool_]:
    """For each code point whether a tatweel may follow it; the last stands for all above."""
    points = range(0xFF00)
    return np.array([joins_next(chr(point)) and chr(point) != "ل" for point in points])


def _letters(columns: Columns, strength: float) -> Proposals:
    """Yeh, kaf and heh as the neighbors' keyboards have them."""
    pairs = _LETTERS[columns.language.split("-")[0]]
    table = {ord(one): other for one, other in zip(pairs[::2], pairs[1::2], strict=True)}
    at = np.flatnonzero(np.isin(columns.points, list(table)))
    at = at[columns.draws[at] < threshold(strength)]
    texts = [table[one] for one in columns.points[at].tolist()]
    return replace(columns, at, texts, strength=strength)


def _bidi(columns: Columns, strength: float) -> Proposals:
    """Words between marks of direction, which are always balanced."""
    first = columns.points[columns.words.start]
    words = columns.words.only((first >= 0x590) & (first < 0x900))
    words = _hit(columns, words, strength, _bidi)
    wrap = columns.picks(words.start, len(_WRAPS), 3).tolist()
    texts = words.texts(columns.text)
    written = [
        _WRAPS[way][0] + text + _WRAPS[way][1] for way, text in zip(wrap, texts, strict=True)
    ]
    return replace(columns, words, written, strength=strength)


def _digits(columns: Columns, strength: float) -> Proposals:
    """Numbers in the other digits of the language, each number as a whole."""
    own, digit = _DIGITS.get(columns.language.split("-")[0]), columns.kinds == DIGIT
    if own is None or not digit.any():
        return nothing()
    before, after = columns.kinds_beside(-1) == DIGIT, columns.kinds_beside(1) == DIGIT
    runs = Stretches(np.flatnonzero(digit & ~before), np.flatnonzero(digit & ~after) + 1)
    swap = str.maketrans(_ASCII_DIGITS + own, own + _ASCII_DIGITS)
    written = [text.translate(swap) for text in runs.texts(columns.text)]
    return replace(columns, runs, written, strength=strength)


@lru_cache(maxsize=128)
def _forms(language: str) -> dict[str, Form]:
    """The forms of a language by name."""
    script, base = script_of(language), language.split("-")[0]
    found: dict[str, Form] = {}
    if base not in _PLAIN and script not in _WITHOUT_EQUIVALENTS:
        found["equivalents"] = _equivalent
    if script in {"Hans", "Hant", "Jpan", "Kore"}:
        found["widths"] = _widths
    if script == "Latn":
        found["fullwidth words"] = _wide_words
    if script == "Arab":
        found["presentation forms"], found["tatweel"] = _presentation, _tatweel
        if base in _LETTERS:
            found["letters of neighbors"] = _letters
    if is_right_to_left(language):
        found["marks of direction"] = _bidi
    found["invisible characters"] = _invisible
    if script not in {"Hans", "Hant", "Jpan", "Thai", "Mymr"}:
        found["no-break spaces"] = _spaces
    return found


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Write the sites of one form, which is drawn for the example, and numbers in any case."""
    forms = list(_forms(language).values())
    if columns.n == 0:
        return nothing()
    drawn = _taken(columns)
    parts = [_digits(columns, strength)]
    for number in np.unique(drawn).tolist():
        made = forms[number](columns, strength)
        parts.append(made.only(drawn[columns.text_of(made.low)] == number))
    return joined(*parts)


PERTURBATION = Perturbation(
    name="unicode_form",
    family="channel",
    version=1,
    summary="the same writing in other code points",
    mechanism=(
        "Each example takes one of the forms of its language: letters decomposed, half decomposed "
        "or composed (é as two code points, a nukta letter as one, Hangul by letters), duplicates "
        "of ideographs; fullwidth or halfwidth characters; an invisible character in each word; "
        "no-break spaces; in Arabic script presentation forms, tatweel, yeh, kaf and heh of the "
        "neighbors; balanced marks of direction. Numbers take the other digits of the language. "
        "What a site is depends on the form: a letter, a word, a space, a number."
    ),
    unit="probability a site",
    ladder=(0.05, 0.15, 0.35, 0.65, 1.0),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is ours. That Arabic script has ambiguous encodings in corpora is documented "
        "(Jaf 2016); rates were not found."
    ),
    keeps=(
        "The label: a reader sees the same text, or nearly (fullwidth letters, tatweel and yeh "
        "differ a little). Answers are compared after the normalization of the metric, which does "
        "not undo all forms."
    ),
    example=("fr", "L'été dernier, la forêt était déjà sèche à l'entrée du village."),
    supports=supports,
    propose=propose,
    liberties=("script", "format", "syllables"),
)
