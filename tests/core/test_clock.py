"""The clock: what is added up, and that it is off by default."""

import pickle

import pytest

from crosswind.core.clock import Clock


def test_a_clock_that_is_off_keeps_nothing():
    clock = Clock()
    with clock.phase("forward"):
        pass
    assert clock.close() == {}
    clock.add("fine_tune", 1, 2.0, {})
    assert clock.table() == [["step kind", "steps", "seconds", "share"]]


def test_phases_belong_to_the_step_that_is_closed():
    waits: list[str] = []
    clock = Clock(is_on=True, settle=lambda: waits.append("waited"))
    for _ in range(2):
        with clock.phase("forward"):
            pass
    assert len(waits) == 4
    first = clock.close()
    assert list(first) == ["forward"]
    assert first["forward"] >= 0
    assert clock.close() == {}
    clock.add("fine_tune", 1, 3.0, first)
    clock.add("score", 4, 1.0, {})
    rows = clock.table()
    assert [row[0] for row in rows[1:]] == ["fine_tune", "  other", "  forward", "score"]
    assert rows[1][1:] == ["1", "3.00", "75.0%"]


def test_a_phase_that_fails_is_counted_and_the_error_passes():
    clock = Clock(is_on=True)
    with pytest.raises(ValueError, match="no"), clock.phase("data"):
        raise ValueError("no")
    assert "data" in clock.close()


def test_a_clock_travels():
    there = pickle.loads(pickle.dumps(Clock(is_on=True)))  # noqa: S301  what a pipe does
    with there.phase("data"):
        pass
    assert list(there.close()) == ["data"]
