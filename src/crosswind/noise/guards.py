"""The meaning guard: words that turn a label, and digits, stay as they are.

A word is guarded if, normalized (NFC, case folded), it *is* a negator; "phone" is not guarded by
"no". Scripts without spaces have no words to compare, so there every occurrence is guarded.
"""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns, Positions
from crosswind.noise.syllables import DIGIT, is_word_kind, kinds_of

_APOSTROPHES = "'\u2019\u02bc"

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

_UNSPACED = {"Thai", "Hani", "Hans", "Hant", "Jpan", "Laoo", "Khmr", "Mymr"}
_LONGEST = 16


@lru_cache(maxsize=128)
def negators(language: str) -> frozenset[str]:
    """The guarded words of a language, normalized; empty where we have no list."""
    words = NEGATORS.get(language.split("-")[0], "").split()
    return frozenset(_normal(word, language) for word in words)


def has_guard(language: str) -> bool:
    """Whether there is a list of guarded words for a language. Digits are always guarded."""
    return bool(negators(language))


def is_guarded(columns: Columns, left: Positions, right: Positions) -> NDArray[np.bool_]:
    """Whether an edit between two positions (inclusive) would touch a guarded word or a digit."""
    guarded: NDArray[np.bool_] = (kinds_of(columns.points[left]) == DIGIT) | (
        kinds_of(columns.points[right]) == DIGIT
    )
    words = negators(columns.language)
    if script_of(columns.language) in _UNSPACED:
        borders = _occurrences(columns.text, words)
        inside = np.searchsorted(borders, [left, right], side="right") % 2 == 1
        found: NDArray[np.bool_] = guarded | inside[0] | inside[1]
        return found
    for at in (left, right):
        guarded |= _in_word(columns, at, words)
    return guarded


def _normal(word: str, language: str) -> str:
    if language.split("-")[0] in {"tr", "az"}:
        word = word.replace("İ", "i").replace("I", "ı")
    folded = unicodedata.normalize("NFC", word).casefold()
    return folded.replace("\u2019", "'").replace("\u02bc", "'")


def _in_word(columns: Columns, at: Positions, words: frozenset[str]) -> NDArray[np.bool_]:
    """Whether the word at each position, or its part between apostrophes, is guarded."""
    text = columns.text
    guarded = np.zeros(len(at), dtype=np.bool_)
    starts, ends = _word_bounds(columns, at)
    candidates = np.flatnonzero((ends > starts) & (ends - starts <= _LONGEST))
    cache: dict[str, bool] = {}
    for index in candidates.tolist():
        start, end, place = int(starts[index]), int(ends[index]), int(at[index])
        word = text[start:end]
        part = word
        if any(mark in word for mark in _APOSTROPHES):
            begin = max(text.rfind(mark, start, place) for mark in _APOSTROPHES) + 1
            stops = [text.find(mark, place, end) for mark in _APOSTROPHES]
            part = text[max(begin, start) : min((stop for stop in stops if stop >= 0), default=end)]
        for form in (word, part):
            if form not in cache:
                cache[form] = _normal(form, columns.language) in words
            guarded[index] |= cache[form]
    return guarded


def _word_bounds(columns: Columns, at: Positions) -> tuple[Positions, Positions]:
    """Bounds of the run of letters, marks and apostrophes at each position, of limited length."""
    starts, ends = at.copy(), at.copy()
    low, high = columns.unit_bounds(at)
    marks = np.array([ord(mark) for mark in _APOSTROPHES], dtype=np.uint32)

    def in_word(position: Positions) -> NDArray[np.bool_]:
        points = columns.points[np.clip(position, 0, columns.n - 1)]
        flags: NDArray[np.bool_] = is_word_kind(kinds_of(points)) | np.isin(points, marks)
        return flags & (position >= low) & (position < high)

    for _ in range(_LONGEST + 1):
        starts -= in_word(starts - 1) & in_word(at)
        ends += in_word(ends)
    return starts, ends


def _occurrences(text: str, words: frozenset[str]) -> NDArray[np.int64]:
    borders: list[int] = []
    for word in sorted(words):
        place = text.find(word)
        while place >= 0:
            borders += [place, place + len(word)]
            place = text.find(word, place + 1)
    pairs = sorted(zip(borders[::2], borders[1::2], strict=True))
    merged: list[int] = []
    for start, end in pairs:
        if merged and start <= merged[-1]:
            merged[-1] = max(merged[-1], end)
        else:
            merged += [start, end]
    return np.array(merged, dtype=np.int64)
