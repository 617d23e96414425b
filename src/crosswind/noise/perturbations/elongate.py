"""Letters stretched for emphasis: so -> sooo, بعيد -> بعيييد, すごい -> すごいーー."""

import unicodedata

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.hangul import FIRST, INITIALS, LAST, VOWELS
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, insert_after, nothing, threshold
from crosswind.noise.stretches import Positions, Stretches

_MORE = (1, 2, 2, 3, 3, 4)
_CASED = {"Latn", "Cyrl", "Grek", "Armn"}
_VOWELS = {
    "Latn": "aeiouyıəɛɔ", "Cyrl": "аеиіоуыэюяєїёүұөә", "Grek": "αεηιουω", "Armn": "աեէըիոօ",
    "Geor": "აეიოუ", "Arab": "اويیوىے", "Hebr": "אהוי",
}  # fmt: skip
_BRAHMIC = {"Deva", "Beng", "Guru", "Gujr", "Taml", "Telu", "Knda", "Mlym"}
# Vowel signs stand this far behind the vowel letters, in the blocks of all these scripts.
_SIGN_TO_LETTER = 0x38
_FINALS_OF_THAI = "กงดนบมยรลวาอ"
_INTERJECTIONS = "啊呀哈哦嗯哇唉嘿呵嘻啦喔欸"
_LAUGHTER = "ㅋㅎㅠㅜ"
_REASONS = {
    "Kore": Support(level="full", reason="vowels of open syllables, and letters of laughter"),
    "Thai": Support(level="generic", reason="the last letter of a phrase: there are no spaces"),
    "Jpan": Support(level="generic", reason="the last kana of a phrase: there are no spaces"),
    "Hans": Support(level="conditional", reason="interjections only, and written text has few"),
}


def supports(language: str) -> Support:
    """Languages in scripts with letters that writers repeat."""
    script = script_of(language)
    if script in _REASONS:
        return _REASONS[script]
    if script in _BRAHMIC:
        return Support(level="generic", reason="only words that end in a vowel sign")
    if script in _VOWELS:
        return Support(level="generic", reason="vowels and last letters, by rules of the script")
    return Support(level="unsupported", reason="we do not know which letters writers repeat")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Stretch one letter of a word with probability `strength`."""
    script = script_of(language)
    words = _interjections(columns) if script == "Hans" else columns.words
    words = words.only(words.end - words.start > (0 if script == "Hans" else 1))
    fired = words.only(np.flatnonzero(columns.draws[words.start] < threshold(strength)))
    if len(fired.start) == 0:
        return nothing()
    drawn = columns.stream(fired.start, 2).tolist()
    at, texts = [], []
    for start, word, draw in zip(
        fired.start.tolist(), fired.texts(columns.text), drawn, strict=True
    ):
        place, text = stretched(word, language, draw)
        at.append(start + place)
        texts.append(text)
    some = np.flatnonzero([bool(text) for text in texts])
    draws = columns.draws[fired.start[some]]
    chosen = [texts[index] for index in some.tolist()]
    return insert_after(columns, np.array(at)[some], chosen, strength=strength, draws=draws)


def _interjections(columns: Columns) -> Stretches:
    """Every interjection as a word of its own."""
    at: Positions = np.flatnonzero(np.isin(columns.points, list(map(ord, _INTERJECTIONS))))
    return Stretches(at, at + 1)


def stretched(word: str, language: str, draw: int) -> tuple[int, str]:
    """Which letter of a word is stretched, and what is written after it; nothing if none is."""
    script, more = script_of(language), _MORE[draw % len(_MORE)]
    last = len(word) - 1
    if script == "Kore":
        return last, _after_hangul(word[last]) * more
    if script in _BRAHMIC:
        return last, _vowel_letter(word[last]) * more
    if script == "Jpan":
        return last, "ー" * more if "ぁ" <= word[last] <= "ヿ" else ""
    if script == "Thai":
        return last, word[last] * more if word[last] in _FINALS_OF_THAI else ""
    if script == "Hans":
        return last, word[last] * more
    return _in_alphabet(word, language, draw >> 8, more)


def _in_alphabet(word: str, language: str, draw: int, more: int) -> tuple[int, str]:
    """The last vowel of the word, or its last letter."""
    script = script_of(language)
    plain = [_plain(letter, language) for letter in word]
    letters = [place for place, one in enumerate(plain) if unicodedata.category(one)[0] == "L"]
    vowels = [
        place
        for place in letters
        if unicodedata.normalize("NFD", plain[place].lower())[0] in _VOWELS.get(script, "")
    ]
    # Abjads do not write short vowels: what is stretched is a letter of length, if any.
    place = (
        vowels[-1] if vowels and (draw % 100 < 60 or script == "Arab") else max(letters, default=-1)
    )
    if place < 0 or (place == 0 and script in _CASED):
        return 0, ""
    return place, plain[place] * more


def _plain(letter: str, language: str) -> str:
    """What is repeated of a letter: tone and stress are not written again."""
    marks = {"vi": "\u0300\u0301\u0303\u0309\u0323", "el": "\u0301", "yo": "\u0300\u0301"}
    kept = [
        one
        for one in unicodedata.normalize("NFD", letter)
        if one not in marks.get(language.split("-")[0], "")
    ]
    return unicodedata.normalize("NFC", "".join(kept)) or letter


def _after_hangul(letter: str) -> str:
    """The vowel of an open syllable as a syllable of its own; laughter as it is."""
    if letter in _LAUGHTER:
        return letter
    if not FIRST <= ord(letter) <= LAST:
        return ""
    rest, final = divmod(ord(letter) - FIRST, 28)
    vowel = rest % len(VOWELS)
    return "" if final else chr(FIRST + (INITIALS.index("ㅇ") * len(VOWELS) + vowel) * 28)


def _vowel_letter(sign: str) -> str:
    """The letter of the same vowel as a vowel sign, where the script has one."""
    letter = chr(ord(sign) - _SIGN_TO_LETTER)
    is_sign = "VOWEL SIGN" in unicodedata.name(sign, "")
    return letter if is_sign and "LETTER" in unicodedata.name(letter, "") else ""


PERTURBATION = Perturbation(
    name="elongate",
    family="chat",
    version=1,
    summary="letters stretched for emphasis",
    mechanism=(
        "One letter of a word is written two to five times: the last vowel (60%) or the last "
        "letter; in Arabic script a letter of length. Korean repeats the vowel of a last open "
        "syllable, Indic scripts write the letter of a last vowel sign, Thai repeats the last "
        "letter of a phrase, Japanese adds marks of length to it, Chinese repeats interjections."
    ),
    unit="probability a word",
    ladder=(0.005, 0.01, 0.03, 0.08, 0.15),
    nested=True,
    evidence="declared",
    source=(
        "Ladder and counts are ours. That stretched words are common and regular is known of "
        "tweets (Gray et al. 2020)."
    ),
    keeps="The label: readers see the word in it. Words keep their count.",
    example=("en", "The food was so good and the staff were really nice to all of us."),
    supports=supports,
    propose=propose,
    operations=("insert",),
)
