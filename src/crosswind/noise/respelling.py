"""Respelling: the rules of an orthography as arrays, and where they match."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.confusions import SCRIPT_GROUPS, VOWELS
from crosswind.noise.letters import upper_case
from crosswind.noise.orthography import (
    Rule,
    known_languages,
    of_doubling,
    of_groups,
    rules_of,
    wholes_of,
)
from crosswind.noise.proposals import StringPool
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import allowed_pairs, is_word_kind, kinds_of

# Consonants of the Latin script that are written double in most languages which double any.
_DOUBLED = "lmnrstpkc"
# Beyond this no letter has case.
_CASED = 0x2000
_NO_LETTER = np.uint32(0xFFFFFFFF)


class Matches(NamedTuple):
    """What could be written at some positions.

    Attributes:
        rule: `[site, choice]`: number of a rule.
        weight: `[site, choice]`: its weight; 0 where it does not match.
    """

    rule: Positions
    weight: Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """The rules of a language.

    Attributes:
        letters: first code points of the sources, sorted.
        rules: `[letter, choice]`: numbers of the rules that begin with each; -1 behind them. The
            last row is that of all other letters.
        sources: `[rule, place]`: code points, zeros behind them; `lengths` of them.
        starts, ends, between: what the rules ask of their surroundings.
        first, last: kinds of the first and last code point of the targets; `empty`: has none.
        weights: of the rules.
        vowels: code points; `wholes`: two code points in one number, sorted.
        lower: small letter of each code point below `_CASED`.
        pool: targets; number of the rule times three, and one more in title case, two in capitals.
    """

    letters: NDArray[np.uint32]
    rules: Positions
    sources: NDArray[np.uint32]
    lengths: Positions
    starts: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    between: NDArray[np.bool_]
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    empty: NDArray[np.bool_]
    weights: Positions
    vowels: NDArray[np.uint32]
    wholes: NDArray[np.int64]
    lower: NDArray[np.uint32]
    pool: StringPool

    def small(self, points: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The code points in lower case."""
        found: NDArray[np.uint32] = np.where(
            points < _CASED, self.lower[np.minimum(points, _CASED - 1)], points
        )
        return found

    def matches(self, columns: Columns, at: Positions) -> Matches:
        """The rules that match at each position and leave words well formed."""
        _, high = columns.cell_bounds(at)
        there = at[:, None] + np.arange(self.sources.shape[1])
        points = self.small(columns.points[np.minimum(there, columns.n - 1)])
        points[there >= high[:, None]] = _NO_LETTER
        letter = np.minimum(self.letters.searchsorted(points[:, 0]), len(self.letters) - 1)
        known = self.letters[letter] == points[:, 0]
        rule = self.rules[np.where(known, letter, -1)]
        wanted = self.sources[rule]
        fits = (rule >= 0) & ((wanted == 0) | (wanted == points[:, None, :])).all(axis=2)
        fits &= self._suits(columns, at, rule)
        return Matches(rule, self.weights[rule] * fits)

    def _suits(self, columns: Columns, at: Positions, rule: Positions) -> NDArray[np.bool_]:
        """Whether what stands before and behind the source allows each rule."""
        here = np.broadcast_to(at[:, None], rule.shape)
        after = here + self.lengths[rule]
        left = columns.kind_at(at - 1, at)[:, None]
        right = columns.kind_at(after, here)
        in_left, in_right = is_word_kind(left), is_word_kind(right)
        starts, ends, empty = self.starts[rule], self.ends[rule], self.empty[rule]
        suits = ~(starts & in_left) & ~(ends & in_right)
        # A word of one letter is not another letter by mistake, and never nothing.
        suits &= in_left | in_right | (starts & ends & ~empty)
        edges = np.stack([here - 1, here, after - 1, after])
        edges = self.small(columns.points[np.clip(edges, 0, columns.n - 1)]).astype(np.int64)
        suits &= ~self.between[rule] | (np.isin(edges[[0, 3]], self.vowels).all(axis=0) & in_left)
        suits &= ~(in_left & self._is_one(edges[0], edges[1]))
        suits &= ~(in_right & self._is_one(edges[2], edges[3]))
        pairs = allowed_pairs()
        joins = pairs[left, self.first[rule]] & pairs[self.last[rule], right]
        suits &= np.where(empty, pairs[left, right], joins)
        answer: NDArray[np.bool_] = suits
        return answer

    def _is_one(self, one: Positions, two: Positions) -> NDArray[np.bool_]:
        """Whether two letters are one sound, or one letter twice."""
        found: NDArray[np.bool_] = (one == two) | np.isin(_pair(one, two), self.wholes)
        return found

    def form(self, columns: Columns, at: Positions, rule: Positions) -> Positions:
        """0, 1, 2: the target of each rule in small letters, title case, capitals."""
        points = columns.points[at]
        upper = points != self.small(points)
        last = at + self.lengths[rule] - 1
        begin, end = columns.unit_bounds(at)
        # A single letter asks its neighbor.
        other = np.where(last > at, last, np.where(at + 1 < end, at + 1, np.maximum(at - 1, begin)))
        beside = columns.points[other]
        shouts = beside != self.small(beside)
        return np.where(upper, np.where(shouts & (other != at), 2, 1), 0)


def _pair(one: Any, two: Any) -> Any:
    return one * (1 << 21) + two


@lru_cache(maxsize=64)
def rule_table(language: str) -> RuleTable:
    """The table of a language; of its script where the language has no confusions of its own."""
    vowels = VOWELS.get(script_of(language), "")
    rules = _rules(language, vowels)
    lower = _lower(language)
    letters, choices = _by_first_letter(rules)
    lengths = np.array([len(rule.source) for rule in rules], dtype=np.int64)
    sources = np.zeros((len(rules), int(lengths.max())), dtype=np.uint32)
    for row, rule in enumerate(rules):
        sources[row, : len(rule.source)] = list(map(ord, rule.source))
    edges = [rule.target or " " for rule in rules]
    return RuleTable(
        letters=letters,
        rules=choices,
        sources=sources,
        lengths=lengths,
        starts=np.array([rule.starts for rule in rules]),
        ends=np.array([rule.ends for rule in rules]),
        between=np.array([rule.between_vowels for rule in rules]),
        first=kinds_of(np.array([ord(edge[0]) for edge in edges])),
        last=kinds_of(np.array([ord(edge[-1]) for edge in edges])),
        empty=np.array([not rule.target for rule in rules]),
        weights=np.array([rule.weight for rule in rules], dtype=np.int64),
        vowels=_with_marks(vowels),
        wholes=np.array(
            [_pair(ord(whole[0]), ord(whole[1])) for whole in wholes_of(language)], np.int64
        ),
        lower=lower,
        pool=StringPool.of([form for rule in rules for form in _forms(rule.target, language)]),
    )


def _rules(language: str, vowels: str) -> tuple[Rule, ...]:
    if language.split("-")[0] in known_languages():
        return rules_of(language)
    script = script_of(language)
    if script == "Latn":
        return (*of_groups("aeiou"), *of_doubling(_DOUBLED))
    return tuple(of_groups(vowels or SCRIPT_GROUPS[script]))


def _by_first_letter(rules: tuple[Rule, ...]) -> tuple[NDArray[np.uint32], Positions]:
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        found.setdefault(rule.source[0], []).append(number)
    firsts = sorted(found)
    rows = np.full((len(firsts) + 1, max(map(len, found.values()))), -1, dtype=np.int64)
    for row, first in enumerate(firsts):
        rows[row, : len(found[first])] = found[first]
    return np.array(list(map(ord, firsts)), dtype=np.uint32), rows


def _lower(language: str) -> NDArray[np.uint32]:
    lower = np.arange(_CASED, dtype=np.uint32)
    for point in range(_CASED):
        small = chr(point).lower()
        lower[point] = ord(small) if len(small) == 1 else point
    lower[ord("İ")] = ord("i")
    if language.split("-")[0] in {"tr", "az"}:
        lower[ord("I")] = ord("ı")
    return lower


def _with_marks(vowels: str) -> NDArray[np.uint32]:
    """Code points of the vowels, with whatever marks."""
    letters = map(chr, range(_CASED))
    marked = [one for one in letters if unicodedata.normalize("NFD", one)[0] in vowels]
    return np.array([ord(one) for one in {*vowels, *marked}], dtype=np.uint32)


def _forms(target: str, language: str) -> tuple[str, str, str]:
    """A string in small letters, title case and capitals, letter by letter."""
    high = [upper_case(letter, language) or letter for letter in target]
    return target, "".join([*high[:1], target[1:]]), "".join(high)
