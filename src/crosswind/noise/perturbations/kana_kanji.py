"""Errors of typing Japanese: wrong conversion to kanji, wrong keys and spelling of kana."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise import kana
from crosswind.noise.columns import Columns
from crosswind.noise.events import events, firing_rate
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace, threshold
from crosswind.noise.stretches import Positions, Stretches

_CROWDING = 1.3
# Shares of ours: writers who type kana directly, events in a word of the list that change all of
# it, events in a word of katakana that turn it into hiragana.
_BY_KANA, _WHOLE_WORD, _TURNED = 0.1, 60, 12
# No word of katakana is looked at further than this.
_REACH = 30
_LAST = 0xFFFF
_FIRST_KANJI, _LAST_KANJI = "一", "鿿"
_FIRST_KANA, _LAST_KANA = "ぁ", "ヿ"


def supports(language: str) -> Support:
    """Japanese."""
    if script_of(language) == "Jpan":
        return Support(level="full", reason="keys of kana, and kanji that are read alike")
    return Support(level="unsupported", reason="the language is not written in kana")


@lru_cache(maxsize=1)
def _is_kana() -> NDArray[np.bool_]:
    """Whether each code point below 65,536 is a kana that has slips, whatever stands beside."""
    flags = np.zeros(_LAST + 1, dtype=np.bool_)
    for point in range(ord(_FIRST_KANA), ord(_LAST_KANA) + 1):
        flags[point] = bool(kana.slips(chr(point), "", by_kana=False, alone=True))
    return flags


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One wrong kana, kanji or word for each event."""
    can_hit = _is_hit(columns)
    at, rank = events(
        columns, firing_rate(strength, _CROWDING), lambda near: can_hit[near], spare_first=False
    )
    if len(at) == 0:
        return nothing()
    stretches, texts = _written(columns, at)
    return replace(columns, stretches, texts, strength=1.0, draws=rank)


def _is_hit(columns: Columns) -> NDArray[np.bool_]:
    """Whether each letter is a kana, or a kanji for which another may be taken where it stands."""
    at = np.arange(columns.n, dtype=np.int64)
    low, high = columns.cell_bounds(at)
    is_kanji = (columns.points >= ord(_FIRST_KANJI)) & (columns.points <= ord(_LAST_KANJI))
    beside = (at > low) & is_kanji[at - 1]
    beside |= (at + 1 < high) & is_kanji[np.minimum(at + 1, columns.n - 1)]
    points = np.minimum(columns.points, _LAST)
    own, chinese = kana.with_rivals(alone=True)[points], kana.with_rivals(alone=False)[points]
    found: NDArray[np.bool_] = np.where(beside, chinese, own | (chinese & (high - low == 1)))
    return found | _is_kana()[points]


def _written(columns: Columns, at: Positions) -> tuple[Stretches, list[str]]:
    """What is replaced for each event, and by what."""
    draws = columns.stream(at, 2).tolist()
    low, high = (bounds.tolist() for bounds in columns.cell_bounds(at))
    by_kana = (columns.example_draws(3) < threshold(_BY_KANA))[columns.text_of(at)].tolist()
    starts, ends, texts = [], [], []
    for place, draw, first, last, trait in zip(at.tolist(), draws, low, high, by_kana, strict=True):
        begin = max(first, place - _REACH)
        cell, here = columns.text[begin : min(last, place + _REACH)], place - begin
        start, end, text = _typed(cell, here, draw, by_kana=trait)
        starts.append(begin + start)
        ends.append(begin + end)
        texts.append(text)
    return Stretches(np.array(starts), np.array(ends)), texts


def _typed(cell: str, here: int, draw: int, *, by_kana: bool) -> tuple[int, int, str]:
    """The stretch that an event at a place of a cell changes, and what is written there."""
    if _FIRST_KANA <= cell[here] <= _LAST_KANA:
        return _kana(cell, here, draw, by_kana=by_kana)
    return _kanji(cell, here, draw)


def _kanji(cell: str, here: int, draw: int) -> tuple[int, int, str]:
    """A listed word over a kanji, or the kanji, with what comes up in its place."""
    for start in (here, here - 1):
        others = kana.words().get(cell[max(start, 0) : start + 2], ())
        if others and start >= 0 and (draw >> 16) % 100 < _WHOLE_WORD:
            return start, start + 2, others[(draw >> 32) % len(others)]
    beside = cell[max(here - 1, 0) : here] + cell[here + 1 : here + 2]
    alone = not any(_FIRST_KANJI <= one <= _LAST_KANJI for one in beside)
    # A word of one kanji without a rival of its own is taken for one that sounds like it.
    found = kana.kanji(cell[here], alone=alone) or kana.kanji(cell[here], alone=False)
    return here, here + 1, _first_most_often(found, draw & _LAST)


def _first_most_often(found: str, draw: int) -> str:
    """One of some candidates: the first with weight 1, the second with 1/2, and so on."""
    weights = [1 / rank for rank in range(1, len(found) + 1)]
    point = draw / (_LAST + 1) * sum(weights)
    for one, weight in zip(found, weights, strict=True):
        point -= weight
        if point < 0:
            return one
    return found[-1:]


def _kana(cell: str, here: int, draw: int, *, by_kana: bool) -> tuple[int, int, str]:
    """A word of katakana turned into hiragana, or one wrong kana."""
    start, end = here, here + 1
    while start > 0 and _in_katakana(cell[start - 1 : start + 1]):
        start -= 1
    while end < len(cell) and _in_katakana(cell[end - 1 : end + 1]):
        end += 1
    word = cell[start:end]
    if len(word) > 1 and "ヵ" not in word and (draw >> 16) % 100 < _TURNED:
        return start, end, kana.hiragana(word)
    before = cell[here - 1 : here] if here else ""
    found = kana.slips(cell[here], before, by_kana=by_kana, alone=len(cell) == 1)
    found = found or kana.slips(cell[here], before, by_kana=False, alone=len(cell) == 1)
    point = (draw >> 24) % sum(weight for _, weight in found) if found else 0
    for text, weight in found:
        point -= weight
        if point < 0:
            return here, here + 1, text
    return here, here + 1, cell[here]


def _in_katakana(pair: str) -> bool:
    return all(kana.is_katakana(one) or one == "ー" for one in pair)


PERTURBATION = Perturbation(
    name="kana_kanji",
    family="input method",
    version=1,
    summary="Japanese words converted to the wrong kanji, and kana typed or spelled wrong",
    mechanism=(
        "A kanji becomes one that is read alike: of the same Japanese reading where it stands "
        "alone (or stays, if there is none), else of the same Chinese reading; a word of a short "
        "list becomes another with the same kana. A kana becomes what a wrong key gives (by "
        "romaji, or for a tenth of the writers on the kana layout), takes the other size (っ/つ, "
        "ゃ/や), gains or loses its voicing mark, is written by another kana of the same sound, "
        "or a long vowel is lost, written out or added. Some words of katakana are written in "
        "hiragana."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is that of typing errors. The kinds of errors are those that are known of "
        "Japanese Wikipedia (substitution, deletion, insertion, conversion); all shares are ours."
    ),
    keeps=(
        "The label, where the meaning guard keeps digits: there is no list of Japanese negators. "
        "Words keep their count; a word of one letter gets exactly one other."
    ),
    example=("ja", "会社の同僚と意外な場所で会って、ゆっくりコーヒーを飲みました。"),
    supports=supports,
    propose=propose,
    tables=("homophones/japanese.json", "kana.py", "keyboards/layouts.json"),
)
