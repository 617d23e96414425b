"""Weighted choices by a draw."""

import numpy as np
import pytest

from crosswind.noise.choices import choices_of, shared

DRAWS = np.arange(1 << 16, dtype=np.uint64) << np.uint64(48)


def shares(options: list[tuple[int, float]]) -> dict[int, float]:
    found = choices_of([options]).pick(np.zeros(len(DRAWS), dtype=np.int64), DRAWS)
    rows, counts = np.unique(found, return_counts=True)
    return dict(zip(rows.tolist(), (counts / len(DRAWS)).tolist(), strict=True))


def test_choices_have_their_weights():
    assert shares([(4, 1.0), (7, 3.0)]) == {4: 0.25, 7: 0.75}
    assert shares([]) == {-1: 1.0}


def test_the_share_of_what_has_no_options_is_left():
    options = shared([(0.25, [(1, 2.0), (2, 2.0)]), (0.5, [])])
    assert shares(options) == pytest.approx({1: 0.125, 2: 0.125, -1: 0.75})


def test_every_row_has_its_own():
    choices = choices_of([[(1, 1.0)], [], [(0, 1.0), (1, 1.0)]])
    picked = choices.pick(np.array([0, 1, 2, 2]), DRAWS[[5, 5, 0, -1]])
    assert picked.tolist() == [1, -1, 0, 1]
