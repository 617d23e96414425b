"""The two ways in which a newcomer's sites fire."""

import numpy as np

from crosswind.noise.columns import Columns, lay_out
from crosswind.noise.proposals import replace, replace_by_example, threshold


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
    found = replace_by_example(columns(), at, ["" for _ in at], strength=0.5)
    counts = np.bincount(found.start // 4, minlength=400)
    assert set(counts.tolist()) == {0, 2}


def test_one_text_a_site_goes_to_its_site():
    at = np.array([1, 3])
    found = replace(columns(), at, ["p", "qr"], strength=1.0)
    assert found.offset.tolist() == [0, 1]
    assert "".join(map(chr, found.pool.tolist())) == "pqr"


def test_thresholds_cover_the_ends():
    assert (threshold(0.0), threshold(1.0)) == (0, 1 << 32)
