"""The laws of noise, as checks of one perturbed text or row of words: what is broken, in words.

`test_laws.py` runs them on drawn texts, `scripts/fuzz_noise.py` on a million of them.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.batch import Perturbed, PerturbedWords
from crosswind.noise.catalogue import declared
from crosswind.noise.edits import EditList
from crosswind.noise.graphemes import grapheme_starts
from crosswind.noise.guards import negators
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.syllables import is_well_formed
from tests.noise.examples import (
    cut_tail,
    in_a_hurry,
    key_miss,
    loud_writer,
    short_words,
    smileys,
    spelled_marks,
    vowel_drop,
)

_MODULES = (
    *(vowel_drop, spelled_marks, short_words, loud_writer),
    *(cut_tail, smileys, key_miss, in_a_hurry),
)
VARIANTS = ("typo:raw", "case:first", "case:caps_run", "case:inverted", "diacritic_drop:digraphs")
LEXICON = Path(__file__).parent / "examples/lexicon.tsv"
EXAMPLES = (
    *(module.PERTURBATION for module in _MODULES),
    *map(declared, VARIANTS),
    declared(f"codemix:{LEXICON}"),
)
UNSPACED = {"th", "zh", "ja", "my", "lo", "km"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text and how it was perturbed."""

    perturbation: Perturbation
    language: str
    text: str
    spans: Sequence[tuple[int, int]] = ()
    protect: Sequence[tuple[int, int]] = ()
    guard: bool = False


def broken_laws(case: Case, result: Perturbed) -> list[str]:
    """Every law that a perturbed text breaks."""
    return [
        *of_edits(case.text, result.text, result.edits),
        *of_offsets(case.text, result.edits),
        *of_spans(case, result),
        *of_writing(case, result),
        *(of_guard(case, result) if case.guard else ()),
    ]


def of_edits(text: str, result: str, edits: EditList) -> list[str]:
    """Text is derived from edits that are in order, apart, within it, and change something."""
    broken = []
    if edits.apply(text) != result:
        broken.append("the text is not what the edits make of it")
    if len(result) != len(text) + sum(len(e.text) - (e.end - e.start) for e in edits):
        broken.append("the length is not the sum of the edits")
    place = 0
    for edit in edits:
        if not place <= edit.start <= edit.end <= len(text):
            broken.append(f"{edit} is out of order or outside")
        if text[edit.start : edit.end] == edit.text:
            broken.append(f"{edit} changes nothing")
        place = edit.end
    if text and not result:
        broken.append("nothing is left")
    return broken


def of_offsets(text: str, edits: EditList) -> list[str]:
    """Offsets map in order, from end to end, and back where nothing was edited."""
    offsets = sorted({0, len(text), *(p for e in edits for p in (e.start, e.end))})
    offsets += [offset + 1 for offset in offsets if offset < len(text)]
    offsets = sorted(set(offsets))
    broken = []
    for side in ("left", "right"):
        mapped = [edits.map_offset(offset, side) for offset in offsets]
        if mapped != sorted(mapped):
            broken.append("offsets cross")
    if edits.map_offset(0, "left") != 0 or edits.map_offset(len(text)) != edits.target_length:
        broken.append("the ends do not map onto the ends")
    touched = {place for e in edits for place in range(e.start, e.end)}
    for offset in offsets:
        stays = offset < len(text) and offset not in touched
        if stays and edits.inverse_offset(edits.map_offset(offset)) != offset:
            broken.append(f"offset {offset} does not come back")
    return broken


def of_spans(case: Case, result: Perturbed) -> list[str]:
    """No edit straddles a border; a span is its perturbed cell; protected text stays."""
    broken = []
    borders = {border for span in case.spans for border in span}
    inner = borders - {0, len(case.text)}
    for edit in result.edits:
        if any(edit.start < border < edit.end for border in borders):
            broken.append(f"{edit} straddles a border")
        if edit.start == edit.end and edit.start in inner:
            broken.append(f"{edit} inserts at a border")
    for (start, end), (low, high) in zip(case.spans, result.spans, strict=True):
        cell = [
            e.shifted(-start)
            for e in result.edits
            if start <= e.start and e.end <= end and not e.start == e.end in {start, end}
        ]
        if end > start:
            wanted = EditList(cell, end - start).apply(case.text[start:end])
            if result.text[low:high] != wanted:
                broken.append(f"span {(start, end)} is not its perturbed cell")
        if (end > start) != (high > low):
            broken.append(f"span {(start, end)} became empty, or filled itself")
    for start, end in case.protect:
        low, high = result.edits.map_span(start, end)
        if result.text[low:high] != case.text[start:end]:
            broken.append(f"protected stretch {(start, end)} changed")
    return broken


def of_writing(case: Case, result: Perturbed) -> list[str]:
    """What is written is assigned, printable, of the same script, and well formed."""
    liberties = case.perturbation.liberties
    text, written = case.text, "".join(edit.text for edit in result.edits)
    broken = []
    for letter in sorted(set(written) - set(text)):
        category = unicodedata.category(letter)
        if category in {"Cs", "Cn", "Co"}:
            broken.append(f"U+{ord(letter):04X} is no character")
        if category in {"Cc", "Cf"} and "format" not in liberties:
            broken.append(f"U+{ord(letter):04X} controls")
    if "script" not in liberties:
        foreign = _scripts(written) - _scripts(text) - _scripts_of(case.language)
        if foreign:
            broken.append(f"writes {sorted(foreign)}")
    if "syllables" not in liberties and is_well_formed(text) and not is_well_formed(result.text):
        broken.append("a well-formed text became malformed")
    if "graphemes" not in liberties:
        starts = _grapheme_starts(text)
        for edit in result.edits:
            if edit.start == edit.end and edit.start not in starts:
                broken.append(f"{edit} inserts into a grapheme")
    return broken


def of_guard(case: Case, result: Perturbed) -> list[str]:
    """Negators and numbers are there, as words of their own."""
    if case.language in UNSPACED:
        return []
    broken = []
    for start, end in _tokens(case.text):
        word = case.text[start:end]
        folded = unicodedata.normalize("NFC", word).casefold()
        if not (word.isdecimal() or folded in negators(case.language)):
            continue
        low, high = result.edits.map_span(start, end)
        joined = _joined(result.text, low, high) - _joined(case.text, start, end)
        if result.text[low:high] != word or joined:
            broken.append(f"guarded {word!r} at {start} did not stay")
    return broken


def of_words(words: Sequence[str], result: PerturbedWords) -> list[str]:
    """A row keeps the count of its words; none is emptied or gains a space."""
    broken = []
    if len(result.words) != len(words):
        broken.append("the count of words changed")
    for word, new, edits in zip(words, result.words, result.edits, strict=False):
        broken += of_edits(word, new, edits)
        blanks = [sum(map(str.isspace, text)) for text in (word, new)]
        if bool(new) != bool(word) or blanks[0] != blanks[1]:
            broken.append(f"{word!r} became {new!r}")
    return broken


def _scripts(text: str) -> set[str]:
    """First words of the names of the letters: LATIN, CYRILLIC, CJK."""
    letters = [letter for letter in set(text) if unicodedata.category(letter)[0] == "L"]
    return {unicodedata.name(letter, "?").split()[0] for letter in letters}


def _scripts_of(language: str) -> set[str]:
    names = {
        "Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW",
        "Deva": "DEVANAGARI", "Beng": "BENGALI", "Guru": "GURMUKHI", "Gujr": "GUJARATI",
        "Taml": "TAMIL", "Telu": "TELUGU", "Mlym": "MALAYALAM", "Thai": "THAI", "Geor": "GEORGIAN",
        "Mymr": "MYANMAR", "Hans": "CJK", "Jpan": "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA",
        "Kore": "HANGUL",
    }  # fmt: skip
    return set(names.get(script_of(language), "").split()) | {"MODIFIER"}


def _grapheme_starts(text: str) -> set[int]:
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    return {*np.flatnonzero(grapheme_starts(points, np.array([0]))).tolist(), len(text)}


def _joined(text: str, start: int, end: int) -> set[str]:
    """On which sides a token goes on beyond a stretch."""
    sides = {"before": text[max(start - 1, 0) : start], "after": text[end : end + 1]}
    return {side for side, letter in sides.items() if letter and _in_token(letter)}


def _in_token(letter: str) -> bool:
    # A joiner holds the parts of one word together, as in Persian.
    return unicodedata.category(letter)[0] in "LM" or letter.isdecimal() or letter in "\u200c\u200d"


def _tokens(text: str) -> list[tuple[int, int]]:
    """Runs of letters and marks, and runs of digits."""
    found, start = [], 0
    for place in range(len(text) + 1):
        here = text[place : place + 1]
        kind = here.isdecimal() if here and _in_token(here) else None
        before = text[start:place]
        if before and kind != before[0].isdecimal():
            found.append((start, place))
            start = place
        if kind is None:
            start = place + 1
    return found
