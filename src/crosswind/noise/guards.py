"""The meaning guard: words that turn a label, and digits, stay as they are.

A word is guarded if, normalized (NFC, case folded), it *is* a negator; "phone" is not guarded by
"no". What stays is the word as a word: no edit touches it, and none makes it part of another one.
Scripts without spaces have no words to compare, so there every occurrence is guarded.
"""

import dataclasses
import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import UNSPACED, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.proposals import Proposals
from crosswind.noise.stretches import APOSTROPHES, Positions
from crosswind.noise.syllables import DIGIT, JOINER, OTHER, is_word_kind, kinds_of

# Negators, and quantifiers that decide entailment. Clitics are written without their apostrophe.
NEGATORS = {
    "en": (
        "no not never none nobody nothing neither nor nowhere without cannot don't doesn't "
        "didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't hasn't "
        "haven't hadn't few little hardly all some any every only except unless"
    ),
    "de": (
        "nicht nichts kein keine keinen keinem keiner keines nie niemals niemand niemanden "
        "nirgends ohne weder noch alle einige nur kaum außer"
    ),
    "es": (
        "no ni nunca jamás nada nadie ningún ninguna ninguno sin tampoco todos todas algunos "
        "algunas solo sólo apenas excepto"
    ),
    "fr": (
        "ne n pas point plus jamais rien personne aucun aucune ni sans nul nulle tous toutes "
        "quelques seulement guère sauf"
    ),
    "it": (
        "non né mai niente nulla nessuno nessuna senza neanche nemmeno neppure tutti tutte alcuni"
    ),
    "pt": "não nem nunca jamais nada ninguém nenhum nenhuma sem tampouco todos todas alguns só",
    "nl": "niet niets geen nooit niemand nergens zonder noch alle sommige alleen",
    "pl": "nie nic nigdy nikt żaden żadna żadne ani bez nigdzie wszystkie tylko",
    "cs": "ne nic nikdy nikdo žádný žádná žádné ani bez nikde všechny jen",
    "ro": "nu nici niciodată nimic nimeni niciun nicio fără toți toate doar",
    "hu": "nem ne sem se soha semmi senki nincs nélkül minden csak",
    "fi": "ei en et emme ette eivät älä ilman koskaan kukaan mitään kaikki vain",
    "et": "ei ära mitte iialgi keegi midagi ilma kõik ainult",
    "lt": "ne nei niekada niekas nėra be visi tik",
    "sw": "si hapana kamwe bila wala hakuna sio siyo",
    "tr": "değil yok hayır hiç asla ne hiçbir hiçbiri kimse olmadan tüm bazı sadece",
    "az": "deyil yox heç heç biri olmadan bütün yalnız",
    "vi": "không chẳng chưa đừng chớ chả khỏi mọi chỉ",
    "id": "tidak bukan jangan belum tanpa tak semua hanya",
    "ms": "tidak bukan jangan belum tanpa tak semua hanya",
    "jv": "ora dudu aja durung tanpa",
    "tl": "hindi wala huwag walang hindî",
    "af": "nie nooit niks niemand geen sonder",
    "eu": "ez inoiz ezer inor gabe",
    "ht": "pa pat san anyen pèsonn",
    "qu": "mana ama manan",
    "yo": "kò kì kọ́ má",
    "wo": "du dul ul amul",
    "ca": "no ni mai res ningú cap sense",
    "sv": "inte aldrig ingen inget inga utan ej",
    "da": "ikke aldrig ingen intet uden",
    "ru": "не ни нет нельзя никогда никто ничего ничто никакой нигде без все некоторые только",
    "uk": "не ні немає ніколи ніхто нічого ніякий ніде без усі лише",
    "bg": "не ни няма никога никой нищо никакъв никъде без всички само",
    "kk": "емес жоқ ешқашан ешкім ештеңе бармай барлық тек",
    "el": "δεν δε μην μη όχι ποτέ κανείς κανένας καμία τίποτα χωρίς ούτε όλοι μόνο",
    "ar": "لا لم لن ليس ليست ما غير بدون دون أبدا كل بعض فقط",
    "he": "לא אין אל בלי ללא לעולם אף שום כל רק",
    "fa": "نه نیست نیستند هیچ هرگز بدون نبود همه فقط",
    "ur": "نہیں نہ مت کبھی بغیر بلا تمام صرف",
    "hi": "नहीं न ना मत कभी बिना कोई सभी केवल",
    "mr": "नाही नको न नाहीत कधीही शिवाय सर्व फक्त",
    "bn": "না নয় নেই নি নাই কখনো ছাড়া সব শুধু",
    "gu": "નથી ના નહીં ન ક્યારેય વિના",
    "pa": "ਨਹੀਂ ਨਾ ਨਹੀ ਕਦੇ ਬਿਨਾਂ",
    "ta": "இல்லை அல்ல வேண்டாம் இல்லாமல்",
    "te": "లేదు కాదు వద్దు లేకుండా",
    "ml": "ഇല്ല അല്ല വേണ്ട ഇല്ലാതെ",
    "ka": "არ არა ვერ ნუ არც არავინ არაფერი",
    "th": "ไม่ มิ อย่า",
    "hy": "չէ ոչ մի երբեք առանց",
    "ko": "안 못 없다 않다",
    "zh": "不 没 無 无 别 非",
}

_LONGEST = 16
_SPLIT = re.compile(f"[{APOSTROPHES}]")


@lru_cache(maxsize=128)
def negators(language: str) -> frozenset[str]:
    """The guarded words of a language, normalized; empty where we have no list."""
    words = NEGATORS.get(language.split("-")[0], "").split()
    return frozenset(_normal(word, language) for word in words)


def has_guard(language: str) -> bool:
    """Whether there is a list of guarded words for a language. Digits are always guarded."""
    return bool(negators(language))


def is_guarded(columns: Columns, edits: Proposals) -> NDArray[np.bool_]:
    """Whether each edit would touch a guarded word or number, or join one to its neighbor."""
    borders = _borders(columns, edits)
    start, end = edits.start, edits.end
    behind, ahead = np.searchsorted(borders, [start, end], side="right")
    before, reached = np.searchsorted(borders, [start, end], side="left")
    inserts = start == end
    touched: NDArray[np.bool_] = np.where(
        inserts, (behind % 2 == 1) & (behind == before), (behind % 2 == 1) | (behind != reached)
    )
    begin, stop = columns.unit_bounds(edits.low)
    kinds = columns.kinds
    left = np.where(start > begin, kinds[np.maximum(start - 1, 0)], OTHER)
    right = np.where(end < stop, kinds[np.minimum(end, columns.n - 1)], OTHER)
    touched |= (left == DIGIT) & (right == DIGIT)
    if script_of(columns.language) in UNSPACED:
        return touched
    first, last = left, right
    writes = (edits.length > 0).nonzero()[0]
    if len(writes):
        place = edits.offset[writes]
        first, last = left.copy(), right.copy()
        last[writes] = kinds_of(edits.pool[place])
        first[writes] = kinds_of(edits.pool[place + edits.length[writes] - 1])
    # `last` is what will follow the character on the left, `first` what will precede the right one.
    guarded_left = (start > begin) & (before % 2 == 1)
    guarded_right = (end < stop) & (ahead % 2 == 1)
    touched |= guarded_left & _goes_on(last)
    touched |= guarded_right & _goes_on(first)
    return touched


def joins_guarded(columns: Columns, kept: Proposals) -> NDArray[np.bool_]:
    """The latest (by rank) of each row of touching deletions that joins a guarded word to another.

    Each alone leaves a mark between the two. Taking the latest keeps severities nested: with fewer
    edits a mark is left.
    """
    drop = np.zeros(len(kept.start), dtype=np.bool_)
    gone = kept.length == 0
    touching = (kept.end[:-1] == kept.start[1:]) & gone[:-1] & gone[1:]
    if not touching.any():
        return drop
    begins = np.flatnonzero(np.diff(touching, prepend=False) & touching)
    ends = np.flatnonzero(~np.append(touching, False) & np.append(False, touching))
    rows = dataclasses.replace(kept.only(begins), end=kept.end[ends], high=kept.high[ends])
    for row in np.flatnonzero(is_guarded(columns, rows)).tolist():
        drop[begins[row] + np.argmax(kept.rank[begins[row] : ends[row] + 1])] = True
    return drop


def _goes_on(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether a word or a number goes on with each kind; a joiner holds parts of one together."""
    found: NDArray[np.bool_] = is_word_kind(kinds) | (kinds == DIGIT) | (kinds == JOINER)
    return found


def _normal(word: str, language: str) -> str:
    if language.split("-")[0] in {"tr", "az"}:
        word = word.replace("İ", "i").replace("I", "ı")
    folded = unicodedata.normalize("NFC", word).casefold()
    return _SPLIT.sub("'", folded)


def _borders(columns: Columns, edits: Proposals) -> Positions:
    """Borders of the guarded words and numbers near some edits, begin and end in turn."""
    digits = np.concatenate([[False], columns.kinds == DIGIT, [False]])
    numbers = (digits[1:] != digits[:-1]).nonzero()[0]
    # Where a number ends one text and another begins the next, one ends and one begins.
    begin = columns.unit_starts[columns.unit_starts < columns.n]
    adjoin = begin[digits[begin] & digits[begin + 1]]
    words = negators(columns.language)
    if script_of(columns.language) in UNSPACED:
        found = _occurrences(columns, words)
    else:
        found = _guarded_words(columns, edits)
    # Numbers hold no letters, so that the two kinds of stretches are apart.
    return np.sort(np.concatenate([numbers, adjoin, adjoin, found]))


def _guarded_words(columns: Columns, edits: Proposals) -> Positions:
    """Borders of the guarded words (or parts between apostrophes) beside or under the edits."""
    words = columns.words
    first = np.searchsorted(words.end, edits.start - 1, side="right")
    last = np.searchsorted(words.start, edits.end + 1, side="left")
    count = len(words.start) + 1
    near = np.cumsum(np.bincount(first, minlength=count) - np.bincount(last, minlength=count))
    borders: list[int] = []
    chosen = words.only((near[:-1] > 0).nonzero()[0])
    for start, word in zip(chosen.start.tolist(), chosen.texts(columns.text), strict=True):
        borders += [start + border for border in _guarded_parts(word, columns.language)]
    return np.array(borders, dtype=np.int64)


@lru_cache(maxsize=1 << 16)
def _guarded_parts(word: str, language: str) -> tuple[int, ...]:
    """Begin and end of what is guarded in a word: all of it, or parts between apostrophes."""
    guarded = negators(language)
    if len(word) <= _LONGEST and _normal(word, language) in guarded:
        return (0, len(word))
    borders: list[int] = []
    begin = 0
    for part in _SPLIT.split(word):
        if part and len(part) < len(word) and _normal(part, language) in guarded:
            borders += [begin, begin + len(part)]
        begin += len(part) + 1
    return tuple(borders)


def _occurrences(columns: Columns, words: frozenset[str]) -> Positions:
    """Borders of the guarded words wherever they stand within a text (or pre-split word)."""
    text = columns.text
    pairs: list[tuple[int, int]] = []
    for word in sorted(words):
        place = text.find(word)
        while place >= 0:
            pairs.append((place, place + len(word)))
            place = text.find(word, place + 1)
    if not pairs:
        return np.zeros(0, dtype=np.int64)
    first, last = np.array(pairs, dtype=np.int64).T
    begin, _ = columns.unit_bounds(first)
    inside = columns.unit_bounds(last - 1)[0] == begin
    merged: list[int] = []
    for start, end in sorted(zip(first[inside].tolist(), last[inside].tolist(), strict=True)):
        if merged and start < merged[-1]:
            merged[-1] = max(merged[-1], end)
        else:
            merged += [start, end]
    return np.array(merged, dtype=np.int64)
