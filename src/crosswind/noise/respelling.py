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
from crosswind.noise.stretches import Positions, spread
from crosswind.noise.syllables import NUKTA, is_word_kind, kinds_of, may_meet

# Consonants of the Latin script that are written double in most languages which double any.
_DOUBLED = "lmnrstpkc"
# Beyond this no letter has case.
_CASED = 0x2000


class Matches(NamedTuple):
    """Rules that match at some positions, a row each; in order of the sites, then of the rules.

    Attributes:
        site: index of the position.
        rule: number of the rule.
    """

    site: Positions
    rule: Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """The rules of a language.

    Attributes:
        letters: for each code point the number of a letter that sources have, 0 for all others; the
            last entry stands for all above.
        steps: `[state, letter]`: the state behind a letter, -1 where no source goes on. The sources
            are read letter by letter from state 0; only states where some source goes on have rows.
        first, count: of each state, which of `rule_of` are the rules that end there.
        shapes, n_shapes, shape_of: the same for rules that stand for all that ask the same.
        rule_of: numbers of rules.
        lengths: of the sources.
        starts, ends, between: what the rules ask of their surroundings.
        head, tail: kinds of the first and last code point of the targets; `empty`: has none.
        weights: of the rules.
        is_vowel: by code point, as `letters`.
        wholes: two code points in one number, sorted.
        lower: small letter of each code point below `_CASED`.
        pool: targets; number of the rule times three, and one more in title case, two in capitals.
    """

    letters: NDArray[np.int16]
    steps: NDArray[np.int32]
    first: Positions
    count: Positions
    rule_of: Positions
    shapes: Positions
    n_shapes: Positions
    shape_of: Positions
    lengths: Positions
    starts: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    between: NDArray[np.bool_]
    head: NDArray[np.uint8]
    tail: NDArray[np.uint8]
    empty: NDArray[np.bool_]
    weights: Positions
    is_vowel: NDArray[np.bool_]
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
        site, state = self._read(columns, at)
        which, place = spread(self.count[state])
        site, rule = site[which], self.rule_of[self.first[state[which]] + place]
        fits = self._suits(columns, at[site], rule).nonzero()[0]
        order = fits[np.argsort(site[fits] * len(self.lengths) + rule[fits])]
        return Matches(site[order], rule[order])

    def can_match(self, columns: Columns, at: Positions) -> NDArray[np.bool_]:
        """Whether any rule matches at each position."""
        site, state = self._read(columns, at)
        which, place = spread(self.n_shapes[state])
        site, rule = site[which], self.shape_of[self.shapes[state[which]] + place]
        found = np.zeros(len(at), dtype=np.bool_)
        found[site[self._suits(columns, at[site], rule)]] = True
        return found

    def _read(self, columns: Columns, at: Positions) -> tuple[Positions, Positions]:
        """Where sources stand: index of the position, and the state at the end of each source."""
        _, high = columns.cell_bounds(at)
        site, state = np.arange(len(at)), np.zeros(len(at), dtype=np.int64)
        found = []
        for step in range(int(self.lengths.max())):
            there = at[site] + step
            inside = (there < high[site]).nonzero()[0]
            site, there, state = site[inside], there[inside], state[inside]
            points = self.small(columns.points[there])
            letter = self.letters[np.minimum(points, len(self.letters) - 1)]
            state = self.steps[state, letter].astype(np.int64)
            ends = (self.count[state] > 0).nonzero()[0]
            found.append((site[ends], state[ends]))
            on = ((state >= 0) & (state < len(self.steps))).nonzero()[0]
            site, state = site[on], state[on]
        sites, states = zip(*found, strict=True)
        return np.concatenate(sites), np.concatenate(states)

    def _suits(self, columns: Columns, at: Positions, rule: Positions) -> NDArray[np.bool_]:
        """Whether what stands before and behind the source allows each rule."""
        after = at + self.lengths[rule]
        low, high = columns.unit_bounds(at)
        points = columns.points[np.clip(np.stack([at - 1, at, after - 1, after]), 0, columns.n - 1)]
        kinds = kinds_of(points[[0, 3]]) * np.stack([at > low, after < high])
        left, right = kinds
        in_left, in_right = is_word_kind(kinds)
        starts, ends, empty = self.starts[rule], self.ends[rule], self.empty[rule]
        suits = ~(starts & in_left) & ~(ends & in_right)
        # A word of one letter is not another letter by mistake, and never nothing.
        suits &= in_left | in_right | (starts & ends & ~empty)
        edges = self.small(points)
        vowels = self.is_vowel[np.minimum(edges[[0, 3]], len(self.is_vowel) - 1)]
        suits &= ~self.between[rule] | (vowels[0] & vowels[1] & in_left)
        suits &= ~(in_left & self._is_one(edges[0], edges[1]))
        suits &= ~(in_right & self._is_one(edges[2], edges[3]))
        suits &= right != NUKTA
        joins = may_meet(left, self.head[rule]) & may_meet(self.tail[rule], right)
        suits &= np.where(empty, may_meet(left, right), joins)
        answer: NDArray[np.bool_] = suits
        return answer

    def _is_one(self, one: NDArray[np.uint32], two: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Whether two letters are one sound, or one letter twice."""
        found: NDArray[np.bool_] = one == two
        if len(self.wholes):
            pair = _pair(one.astype(np.int64), two)
            place = np.minimum(self.wholes.searchsorted(pair), len(self.wholes) - 1)
            found |= self.wholes[place] == pair
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
    letters, steps, ends = _sources([rule.source for rule in rules])
    edges = [rule.target or " " for rule in rules]
    head = kinds_of(np.array([ord(edge[0]) for edge in edges]))
    tail = kinds_of(np.array([ord(edge[-1]) for edge in edges]))
    asks = [
        (rule.starts, rule.ends, rule.between_vowels, not rule.target, first, last)
        for rule, first, last in zip(rules, head.tolist(), tail.tolist(), strict=True)
    ]
    first, count, rule_of = _rows(ends)
    shapes, n_shapes, shape_of = _rows(
        [list({asks[number]: number for number in row}.values()) for row in ends]
    )
    wholes = [_pair(ord(whole[0]), ord(whole[1])) for whole in wholes_of(language)]
    return RuleTable(
        letters=letters,
        steps=steps,
        first=first,
        count=count,
        rule_of=rule_of,
        shapes=shapes,
        n_shapes=n_shapes,
        shape_of=shape_of,
        lengths=np.array([len(rule.source) for rule in rules], dtype=np.int64),
        starts=np.array([rule.starts for rule in rules]),
        ends=np.array([rule.ends for rule in rules]),
        between=np.array([rule.between_vowels for rule in rules]),
        head=head,
        tail=tail,
        empty=np.array([not rule.target for rule in rules]),
        weights=np.array([rule.weight for rule in rules], dtype=np.int64),
        is_vowel=_among(_with_marks(vowels)),
        wholes=np.array(sorted(wholes), dtype=np.int64),
        lower=_lower(language),
        pool=StringPool.of([form for rule in rules for form in _forms(rule.target, language)]),
    )


def _rules(language: str, vowels: str) -> tuple[Rule, ...]:
    if language.split("-")[0] in known_languages():
        return rules_of(language)
    script = script_of(language)
    if script == "Latn":
        return (*of_groups("aeiou"), *of_doubling(_DOUBLED))
    return tuple(of_groups(vowels or SCRIPT_GROUPS[script]))


def _sources(
    sources: list[str],
) -> tuple[NDArray[np.int16], NDArray[np.int32], list[list[int]]]:
    """`letters` and `steps` of a table, and the rules that end at each state."""
    number = {letter: place for place, letter in enumerate(sorted(set("".join(sources))), start=1)}
    letters = np.zeros(max(map(ord, number)) + 2, dtype=np.int16)
    letters[list(map(ord, number))] = list(number.values())
    begun = {source[:length] for source in sources for length in range(1, len(source))} - {""}
    # States where some source goes on come first, that of the empty string before all others.
    states = ["", *sorted(begun), *sorted(set(sources) - begun)]
    place = {state: index for index, state in enumerate(states)}
    steps = np.full((len(begun) + 1, len(number) + 1), -1, dtype=np.int32)
    for state in states[1:]:
        steps[place[state[:-1]], number[state[-1]]] = place[state]
    # The last row is that of no state.
    ends: list[list[int]] = [[] for _ in range(len(states) + 1)]
    for rule, source in enumerate(sources):
        ends[place[source]].append(rule)
    return letters, steps, ends


def _rows(rows: list[list[int]]) -> tuple[Positions, Positions, Positions]:
    """First and number of the entries of each row, and all entries."""
    count = np.array(list(map(len, rows)), dtype=np.int64)
    entries = np.array([entry for row in rows for entry in row], dtype=np.int64)
    return np.cumsum(count) - count, count, entries


def _among(points: list[int]) -> NDArray[np.bool_]:
    """For each code point whether it is among some; the last entry stands for all above."""
    flags = np.zeros(max(points, default=0) + 2, dtype=np.bool_)
    flags[points] = True
    return flags


def _lower(language: str) -> NDArray[np.uint32]:
    lower = np.arange(_CASED, dtype=np.uint32)
    for point in range(_CASED):
        small = chr(point).lower()
        lower[point] = ord(small) if len(small) == 1 else point
    lower[ord("İ")] = ord("i")
    if language.split("-")[0] in {"tr", "az"}:
        lower[ord("I")] = ord("ı")
    return lower


def _with_marks(vowels: str) -> list[int]:
    """Code points of the vowels, with whatever marks."""
    letters = map(chr, range(_CASED))
    marked = [one for one in letters if unicodedata.normalize("NFD", one)[0] in vowels]
    return [ord(one) for one in {*vowels, *marked}]


def _forms(target: str, language: str) -> tuple[str, str, str]:
    """A string in small letters, title case and capitals, letter by letter."""
    high = [upper_case(letter, language) or letter for letter in target]
    return target, "".join([*high[:1], target[1:]]), "".join(high)
