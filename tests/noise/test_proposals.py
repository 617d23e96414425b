"""How a newcomer's sites fire, and what is written at them."""

import numpy as np
import pytest

from crosswind.noise.columns import Columns, lay_out
from crosswind.noise.proposals import (
    StringPool,
    insert_after,
    insert_before,
    joined,
    nothing,
    replace,
    threshold,
)
from crosswind.noise.stretches import Stretches


def columns() -> Columns:
    keys = np.arange(1, 401, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return lay_out(["abab"] * 400, keys, None, language="en", guarded=False)


def test_each_site_fires_by_itself():
    at = np.arange(0, 1600, 2)
    found = replace(columns(), at, "xy", strength=0.5)
    assert 300 < len(found.start) < 500
    assert set(found.length.tolist()) == {2}
    lower = replace(columns(), at, "xy", strength=0.2)
    assert set(lower.start.tolist()) < set(found.start.tolist())


def test_an_example_fires_as_a_whole():
    at = np.arange(0, 1600, 2)
    texts = columns()
    found = replace(texts, at, "", strength=0.5, draws=texts.traits(at))
    counts = np.bincount(found.start // 4, minlength=400)
    assert set(counts.tolist()) == {0, 2}


def test_one_text_a_site_goes_to_its_site():
    at = np.array([1, 3])
    found = replace(columns(), at, ["p", "qr"], strength=1.0)
    assert found.offset.tolist() == [0, 1]
    assert "".join(map(chr, found.pool.tolist())) == "pqr"


def test_thresholds_cover_the_ends():
    assert (threshold(0.0), threshold(1.0)) == (0, 1 << 32)


def test_rows_of_a_pool_go_to_their_sites():
    pool = StringPool.of(["", "xyz", "q"])
    found = replace(columns(), np.array([0, 2, 5]), pool.rows(np.array([2, 1, 0])), strength=1.0)
    assert found.length.tolist() == [1, 3, 0]
    assert [chr(point) for point in found.pool[found.offset[:2]]] == ["q", "x"]


def test_stretches_are_replaced_as_a_whole():
    stretches = Stretches(np.array([0, 4]), np.array([3, 8]))
    found = replace(columns(), stretches, "", strength=1.0)
    assert (found.start.tolist(), found.end.tolist()) == ([0, 4], [3, 8])
    assert found.high.tolist() == [2, 7]


def test_a_heavier_site_fires_more_often_and_sooner():
    at = np.arange(0, 1600, 2)
    texts = columns()
    heavy, light, never = (texts.weighed(at, np.full(800, weight)) for weight in (2.0, 0.5, 0.0))
    counts = [len(replace(texts, at, "", strength=0.3, draws=one).start) for one in (heavy, light)]
    assert counts[0] / 800 == pytest.approx(0.6, abs=0.06)
    assert counts[1] / 800 == pytest.approx(0.15, abs=0.05)
    assert len(replace(texts, at, "", strength=1.0, draws=never).start) == 0


def test_insertions_are_anchored_at_their_character():
    at = np.array([1, 4])
    after = insert_after(columns(), at, "!", strength=1.0)
    before = insert_before(columns(), at, "!", strength=1.0, op=1)
    assert (after.start.tolist(), after.low.tolist()) == ([2, 5], [1, 4])
    assert (before.start.tolist(), before.low.tolist()) == ([1, 4], [1, 4])
    both = joined(after, nothing(), before)
    assert both.op.tolist() == [0, 0, 1, 1]
    assert {chr(point) for point in both.pool[both.offset]} == {"!"}
