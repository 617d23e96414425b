"""Errors of typing Chinese by pinyin: another character or word comes out of the input method."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise import pinyin
from crosswind.noise.columns import Columns
from crosswind.noise.events import events, firing_rate
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, Written, nothing, replace
from crosswind.noise.stretches import Positions, Stretches

_WRITINGS = ("simplified", "traditional")
# Events that meet at one character: few characters cannot be hit.
_CROWDING = 1.2
# Of the events in a word that has a homophone on the list, this percentage changes the whole word.
_WHOLE_WORD = 55
# Bits that are left of a draw of 64 after it is shifted by 16 and by 32.
_48, _32 = (1 << 48) - 1, (1 << 32) - 1


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


def _written(columns: Columns, at: Positions) -> tuple[Stretches, Written]:
    """The stretch of each event, one character or a listed word, and what is written there."""
    draws = columns.stream(at, 2).astype(np.int64)
    start, word = _words_at(columns, at)
    whole = (word >= 0) & ((draws >> 16 & _48) % 100 < _WHOLE_WORD)
    table = pinyin.words()
    row = table.first[word] + (draws >> 32 & _32) % table.count[word]
    pool = StringPool(
        np.concatenate([_characters(columns, at, draws & 0xFFFF), table.pool.points]),
        np.where(whole, len(at) + table.pool.offset[row], np.arange(len(at))),
        np.where(whole, 2, 1),
    )
    start = np.where(whole, start, at)
    return Stretches(start, start + np.where(whole, 2, 1)), pool.rows(np.arange(len(at)))


def _characters(columns: Columns, at: Positions, draws: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Another character for each, in the writing of its text if it is known there."""
    points = columns.points[at].astype(np.int64)
    traditional = _is_traditional(columns)[columns.text_of(at)]
    simple, other = (pinyin.known(one)[points] for one in _WRITINGS)
    key = points << 1 | np.where(traditional, other, ~simple)
    # Each character and writing once: there are far fewer than events.
    flags = np.zeros(1 << 17, dtype=np.bool_)
    flags[key] = True
    keys = flags.nonzero()[0]
    number = np.zeros(1 << 17, dtype=np.int64)
    number[keys] = np.arange(len(keys))
    found = [pinyin.options(chr(one >> 1), _WRITINGS[one & 1]) for one in keys.tolist()]
    count = np.array([len(edges) for _, edges in found])
    last = np.cumsum(count) - 1
    edges = np.concatenate([edges for _, edges in found])
    edges += np.repeat(np.arange(len(keys)) << 17, count)
    which = number[key]
    place = np.minimum(edges.searchsorted((which << 17) + draws, "right"), last[which])
    picked: NDArray[np.uint32] = np.concatenate([others for others, _ in found])[place]
    return picked


def _words_at(columns: Columns, at: Positions) -> tuple[Positions, Positions]:
    """First position and number of the listed word over each place, within its cell; -1: none."""
    low, high = columns.cell_bounds(at)
    start, word = at, np.full(len(at), -1, dtype=np.int64)
    for first in (at - 1, at):
        inside = (first >= low) & (first + 2 <= high)
        here = np.where(inside, first, 0)
        pair = columns.points[here], columns.points[np.minimum(here + 1, columns.n - 1)]
        found = np.where(inside, pinyin.words().number(*pair), -1)
        start, word = np.where(found >= 0, first, start), np.where(found >= 0, found, word)
    return start, word


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
