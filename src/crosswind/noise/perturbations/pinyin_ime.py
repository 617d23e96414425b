"""Errors of typing Chinese by pinyin: another character or word comes out of the input method."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise import pinyin
from crosswind.noise.columns import Columns
from crosswind.noise.events import events, firing_rate
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace
from crosswind.noise.stretches import Positions, Stretches

_WRITINGS = ("simplified", "traditional")
# Events that meet at one character: few characters cannot be hit.
_CROWDING = 1.2
# Of the events in a word that has a homophone on the list, this percentage changes the whole word.
_WHOLE_WORD = 55


def supports(language: str) -> Support:
    """Chinese in simplified or traditional characters."""
    base, script = language.split("-")[0], script_of(language)
    if base == "zh" and script in {"Hans", "Hant"}:
        return Support(level="full", reason="table of homophones in both ways of writing")
    return Support(level="unsupported", reason="the language is not typed by pinyin")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One wrong character or word for each event."""
    known = np.logical_or(*map(pinyin.known, _WRITINGS))
    at, rank = events(
        columns,
        firing_rate(strength, _CROWDING),
        lambda near: known[_table_index(columns, near)] & (columns.points[near] < 1 << 16),
        spare_first=False,
    )
    if len(at) == 0:
        return nothing()
    stretches, texts = _written(columns, at)
    return replace(columns, stretches, texts, strength=1.0, draws=rank)


def _table_index(columns: Columns, at: Positions) -> NDArray[np.int64]:
    return np.minimum(columns.points[at], (1 << 16) - 1).astype(np.int64)


def _is_traditional(columns: Columns) -> NDArray[np.bool_]:
    """For each text whether more of its characters are traditional alone than simplified alone."""
    everywhere = np.arange(columns.n, dtype=np.int64)
    index, count = _table_index(columns, everywhere), len(columns.starts)
    simplified, traditional = (
        np.bincount(columns.text_of(np.flatnonzero(pinyin.only_in(one)[index])), minlength=count)
        for one in _WRITINGS
    )
    found: NDArray[np.bool_] = traditional > simplified
    return found


def _written(columns: Columns, at: Positions) -> tuple[Stretches, list[str]]:
    """The stretch of each event, one character or a listed word, and what is written there."""
    draws = columns.stream(at, 2).tolist()
    low, high = (bounds.tolist() for bounds in columns.cell_bounds(at))
    traditional = _is_traditional(columns)[columns.text_of(at)].tolist()
    starts, ends, texts = [], [], []
    for place, draw, first, last, turn in zip(
        at.tolist(), draws, low, high, traditional, strict=True
    ):
        start, end, others = _word_at(columns.text, place, first, last)
        if others and (draw >> 16) % 100 < _WHOLE_WORD:
            text = others[(draw >> 32) % len(others)]
        else:
            start, end = place, place + 1
            text = _character(columns.text[place], draw & 0xFFFF, is_traditional=turn)
        starts.append(start)
        ends.append(end)
        texts.append(text)
    return Stretches(np.array(starts), np.array(ends)), texts


def _character(character: str, draw: int, *, is_traditional: bool) -> str:
    """Another character for one, in the writing of its text if it is known there."""
    wanted = _WRITINGS[::-1] if is_traditional else _WRITINGS
    writing = wanted[0] if pinyin.known(wanted[0])[ord(character)] else wanted[1]
    return pinyin.candidate(character, writing, draw)


def _word_at(text: str, place: int, first: int, last: int) -> tuple[int, int, tuple[str, ...]]:
    """The listed word over a place, within its cell, and the words that are typed alike."""
    for start in (place, place - 1):
        others = pinyin.words().get(text[start : start + 2], ())
        if others and start >= first and start + 2 <= last:
            return start, start + 2, others
    return place, place + 1, ()


PERTURBATION = Perturbation(
    name="pinyin_ime",
    family="input method",
    version=1,
    summary="Chinese characters and words taken for others that are typed alike",
    mechanism=(
        "A character becomes one that is typed by the same pinyin without tones (85%), by a "
        "pinyin that many speakers do not tell from it (z/zh, c/ch, s/sh, n/l, h/f; an/ang, "
        "en/eng, in/ing, ian/iang, uan/uang; 9%), or by one wrong key (6%). It is one of the nine "
        "most frequent candidates, the first most often. About half of the events in a word of a "
        "short list change it to a homophonous word. Texts keep to simplified or traditional "
        "characters, whichever they are written in. Length never changes."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is that of typing errors. That errors sound alike is measured: 83% of 621 and "
        "76% of 4,100 wrong words in simplified characters (Liu et al.); 85% of same pinyin is the "
        "setting of the generator of CSCD-NS. All other shares are ours."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits: readers hear the right "
        "word. Characters and words keep their count, also words of one character."
    ),
    example=("zh", "我们现在需要一个安静的地方，可以一起讨论这个问题。"),
    supports=supports,
    propose=propose,
    tables=("homophones/mandarin.json", "pinyin.py", "keyboards/layouts.json"),
)
