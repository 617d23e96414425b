"""Events fall at a rate a character, and find a character that can be hit."""

import numpy as np
import pytest

from crosswind.noise.columns import Columns, Layout, lay_out
from crosswind.noise.events import CROWDING, events, firing_rate


def columns(text: str, layout: Layout | None = None) -> Columns:
    layouts = [layout] if layout else None
    return lay_out([text], np.array([7], dtype=np.uint64), layouts, language="en", guarded=False)


def hits(found: Columns, rate: float, letters: str, **more) -> np.ndarray:
    wanted = np.array([ord(letter) for letter in letters])
    at, rank = events(found, rate, lambda near: np.isin(found.points[near], wanted), **more)
    assert len(at) == len(rank)
    return at


@pytest.mark.parametrize("target", [0.0025, 0.02, 0.08])
def test_the_closed_form_is_the_share_of_strict_minima(target):
    draws = np.random.default_rng(1).random(400_000)
    rate = firing_rate(target, 3.0)
    fired = np.where(draws < rate, draws, 2.0)
    wins = (fired[1:-1] < fired[:-2]) & (fired[1:-1] < fired[2:])
    assert wins.mean() == pytest.approx(target, rel=0.05)
    assert target < rate < 1.6 * target
    assert firing_rate(1.0) == 1.0
    assert firing_rate(0.0) == 0.0
    assert CROWDING > 3


def test_events_move_to_what_can_be_hit():
    found = columns("a... ...b 12345 c" * 200)
    at = hits(found, 0.1, "abc", spare_first=False)
    assert {found.text[place] for place in at.tolist()} == {"a", "b", "c"}
    assert len(at) == pytest.approx(0.1 * found.n, rel=0.2)


def test_first_letters_are_hit_less():
    found = columns("abab " * 4000)
    at = hits(found, 0.1, "ab")
    firsts = (at % 5 == 0).mean()
    assert firsts < 0.15
    assert (hits(found, 0.1, "ab", spare_first=False) % 5 == 0).mean() > 0.2


def test_events_stay_in_their_cell_and_off_protected_stretches():
    layout = Layout(spans=((4, 8),), protect=((8, 12),))
    found = columns("....aaaa....aaaa", layout)
    at = hits(found, 1.0, "a", spare_first=False)
    assert set(at.tolist()) <= {4, 5, 6, 7, 12, 13, 14, 15}
    assert not len(hits(columns("....", layout=None), 1.0, "a"))


def test_a_higher_rate_keeps_the_events_of_a_lower_one():
    found = columns("the quick brown fox " * 300)
    low, high = (hits(found, rate, "abcdefghijklmnopqrstuvwxyz") for rate in (0.02, 0.1))
    assert set(low.tolist()) < set(high.tolist())
