"""The letter operations of `letter_edits` at a few letters of one plain text, without arrays.

Numpy takes about a microsecond an operation however little there is to do, and a short text has two
or three errors. `tests/noise/test_few_letters.py` holds both against each other.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from crosswind.noise.choices import Choices
from crosswind.noise.graphemes import character_table
from crosswind.noise.keys import event_draw
from crosswind.noise.letter_edits import (
    ATTEMPTS,
    DELETE,
    FURTHER_SWAPS,
    INSERT,
    NEAR_SWAPS,
    SUBSTITUTE,
    TRANSPOSE,
    TRIES,
    TURN,
)
from crosswind.noise.letters import MOTOR_SHARE, letter_table
from crosswind.noise.syllables import IS_ATTACHED, LETTER, NUKTA, WORD_KINDS, allowed_pairs

_SIGN = 1 << 63


class Edited(NamedTuple):
    """One edit: where it begins and ends, what is written, and the operation."""

    start: int
    end: int
    text: str
    op: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FewLetters:
    """A `LetterTable` as lists, and which kinds may stand beside each other."""

    index: dict[str, int]
    row: list[int]
    upper: list[bool]
    forms: list[list[int]]
    group: list[int]
    origin: list[int]
    slips: list[tuple[list[int], list[int]]]
    extras: list[tuple[list[int], list[int]]]
    members: list[list[int]]
    pairs: list[list[bool]]
    kind_of: Callable[[int], int]
    shifts: tuple[int, ...]


@lru_cache(maxsize=128)
def few_letters(language: str, motor_share: float = MOTOR_SHARE) -> FewLetters:
    """The table of a language; `motor_share` as in `letter_table`."""
    table = letter_table(language, motor_share)
    ends = table.member_start + table.member_count
    bounds = zip(table.member_start.tolist(), ends.tolist(), strict=True)
    return FewLetters(
        index={chr(code): place for place, code in enumerate(table.codes.tolist())},
        row=table.row.tolist(),
        upper=table.upper.tolist(),
        forms=table.forms.tolist(),
        group=table.group.tolist(),
        origin=table.origin.tolist(),
        slips=_lists(table.slips),
        extras=_lists(table.extras),
        members=[table.members[low:high].tolist() for low, high in bounds],
        pairs=allowed_pairs().tolist(),
        kind_of=character_table("kind").item,
        shifts=FURTHER_SWAPS if table.has_marks else NEAR_SWAPS,
    )


def _lists(choices: Choices) -> list[tuple[list[int], list[int]]]:
    """Choices and their edges for each row."""
    return list(zip(choices.rows.tolist(), choices.edges.tolist(), strict=True))


class Site(NamedTuple):
    """A letter of a text without clusters, spans and protection, and what its draws come from."""

    table: FewLetters
    text: str
    key: int
    at: int

    def draw(self, stream: int) -> int:
        """A 64-bit draw."""
        return event_draw(self.key, self.at, stream)

    def kind(self, place: int) -> int:
        """The kind of a character, 0 outside the text."""
        if not 0 <= place < len(self.text):
            return 0
        return self.table.kind_of(ord(self.text[place]))

    def letter(self, place: int) -> int:
        """Index of a character into the table; -1 if it has none, and outside the text."""
        return self.table.index.get(self.text[place], -1) if 0 <= place < len(self.text) else -1

    def toward_end(self) -> "Site":
        """The last letter of its word if this one is the last but one, else this one."""
        last = self.at + 1
        is_last = self.letter(last) >= 0 and self.kind(last + 1) not in WORD_KINDS
        return self._replace(at=last) if is_last and self.letter(self.at) >= 0 else self


def edited(site: Site, edges: list[int]) -> Edited | None:
    """What happens to a letter; nothing where no operation fits.

    Args:
        site: the letter.
        edges: where the shares of the operations end.
    """
    drawn = site.draw(10)
    op = bisect_right(edges, (drawn >> 32) & 0xFFFF)
    found = None
    if op == TRANSPOSE:
        found = _transposed(site)
    elif op == INSERT:
        found = _inserted(site, drawn)
    elif op == DELETE:
        found = _deleted(site)
    return found or _substituted(site, drawn) or _deleted(site)


def _transposed(site: Site) -> Edited | None:
    """The first pair of letters close by that can change places."""
    text, table, pairs = site.text, site.table, site.table.pairs
    for place in (site.at + shift for shift in table.shifts):
        one, two = site.letter(place), site.letter(place + 1)
        if one < 0 or two < 0 or one == two or table.upper[one] != table.upper[two]:
            continue
        first, second = site.kind(place), site.kind(place + 1)
        outer = pairs[site.kind(place - 1)][second] and pairs[first][site.kind(place + 2)]
        if outer and pairs[second][first]:
            return Edited(place, place + 2, text[place + 1] + text[place], TRANSPOSE)
    return None


def _inserted(site: Site, drawn: int) -> Edited | None:
    """The letter doubled, a neighboring key, or another letter of the text."""
    table, at, last = site.table, site.at, len(site.text) - 1
    where = at + 1 if at < last else at
    if last == 0:
        return None
    index = site.letter(at)
    row = table.row[index]
    beside = table.upper[site.letter(at - 1)] or table.upper[site.letter(at + 1)]
    forms = table.forms[table.upper[index] and beside]
    left, right = site.kind(where - 1), site.kind(where)
    for attempt in range(ATTEMPTS):
        draw = drawn if attempt == 0 else site.draw(20 + attempt)
        picked = _picked(table.extras[row], draw) if attempt == 0 else -1
        picked = picked if picked >= 0 else _from_context(site, row, draw)
        point = forms[picked if picked >= 0 else row]
        kind = table.kind_of(point)
        if point and table.pairs[left][kind] and table.pairs[kind][right]:
            return Edited(where, where, chr(point), INSERT)
    return None


def _substituted(site: Site, drawn: int) -> Edited | None:
    """What a slip writes, or another letter of the class."""
    table, at = site.table, site.at
    index = site.letter(at)
    row, forms = table.row[index], table.forms[table.upper[index]]
    left, right = site.kind(at - 1), site.kind(at + 1)
    for attempt in range(ATTEMPTS):
        draw = drawn if attempt == 0 else site.draw(10 + attempt)
        picked = _picked(table.slips[row], draw) if attempt == 0 else -1
        picked = picked if picked >= 0 else _same_class(site, row, draw)
        point = forms[picked]
        kind = table.kind_of(point)
        allowed = table.pairs[left][kind] and table.pairs[kind][right] and right != NUKTA
        if point and picked != row and allowed:
            return Edited(at, at + 1, chr(point), SUBSTITUTE)
    return None


def _deleted(site: Site) -> Edited | None:
    """The letter left out: not alone, and its marks not orphaned."""
    at, after = site.at, site.kind(site.at + 1)
    is_base = (site.kind(at) == LETTER or at == 0) and IS_ATTACHED[after]
    if len(site.text) < 2 or is_base or after == NUKTA:
        return None
    return Edited(at, at + 1, "", DELETE) if site.table.pairs[site.kind(at - 1)][after] else None


def _picked(choices: tuple[list[int], list[int]], draw: int) -> int:
    """One of the choices of a row, by the high 16 bits of a draw."""
    rows, edges = choices
    return rows[bisect_right(edges, draw >> 48)]


def _row_nearby(site: Site, draw: int) -> int:
    """Row of a letter elsewhere in the text, -1 where no letter stands."""
    signed = draw - 2 * _SIGN if draw >= _SIGN else draw
    n = len(site.text)
    return site.table.row[site.letter((site.at + 1 + signed % max(n - 1, 1)) % n)]


def _from_context(site: Site, row: int, draw: int) -> int:
    """A letter of the text, of the same script as `row`; -1 if it has another."""
    found, origin = _row_nearby(site, draw), site.table.origin
    return found if found >= 0 and origin[found] == max(origin[row], 0) else -1


def _same_class(site: Site, row: int, draw: int) -> int:
    """A letter of the text that is of the same class as `row`, or else any letter of the class."""
    group = site.table.group
    for turn in range(TRIES):
        found = _row_nearby(site, draw >> (TURN * turn))
        if found >= 0 and found != row and group[found] == group[row]:
            return found
    members = [one for one in site.table.members[group[row]] if one != row] or [row]
    return members[(draw >> 16) % len(members)]
