import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.statistics.seed_draws import SeedDraws, combined, mean_over_tasks, seed_draws
from tests.statistics.grids import cube_of

VALUES = st.floats(0.1, 1)


def draws(rows, models=None):
    return SeedDraws(
        rows={key: np.array(row, dtype=float) for key, row in rows.items()},
        models=models or {key: key for key in rows},
        n_examples=10,
        n_clusters=5,
    )


@settings(max_examples=30)
@given(st.lists(VALUES, min_size=1, max_size=4))
def test_the_mean_of_one_task_is_itself_and_order_does_not_matter(values):
    parts = [draws({(1, 1): [value, value]}) for value in values]
    assert mean_over_tasks(parts).sampled().point == pytest.approx(np.mean(values))
    assert mean_over_tasks(parts[::-1]).sampled().point == pytest.approx(np.mean(values))
    assert mean_over_tasks(parts[:1]).sampled().point == values[0]


@settings(max_examples=30)
@given(VALUES, VALUES)
def test_a_difference_from_itself_is_zero_in_every_draw(first, second):
    part = draws({(1, 1): [first, second], (2, 2): [second, first]})
    gain = combined(lambda ours, theirs: ours - theirs, [part], [part]).sampled()
    assert gain.point == 0
    assert (gain.draws == 0).all()


def test_ratios_are_taken_seed_by_seed():
    clean = draws({(1, 1): [0.5, 0.5], (2, 2): [1.0, 0.8]})
    noisy = draws({(1, 1): [0.4, 0.3], (2, 2): [0.5, 0.4]})
    kept = combined(lambda noisy, clean: noisy / clean, [noisy, clean]).sampled()
    assert dict(kept.points) == {(1, 1): 0.8, (2, 2): 0.5}
    assert kept.draws.tolist() == [pytest.approx((0.6 + 0.5) / 2)]
    assert kept.n_seeds == 2


def test_a_baseline_that_trains_less_pairs_with_every_seed():
    ours = draws({(1, 1): [0.6, 0.6], (2, 1): [0.8, 0.8]})
    theirs = draws({(-1, 1): [0.5, 0.5]})
    gain = combined(lambda a, b: a - b, [ours], [theirs]).sampled()
    assert gain.point == pytest.approx(0.2)
    assert combined(lambda a, b: a - b, [ours], [draws({(-1, 9): [0.5, 0.5]})]) is None


def test_what_is_missing_stays_missing():
    whole, hole = draws({(1, 1): [0.5, 0.5]}), draws({(1, 1): [np.nan, 0.5]})
    assert combined(lambda a, b: a - b, [whole], [None]) is None
    assert combined(lambda a, b: a - b, [whole], [hole]).sampled() is None
    assert mean_over_tasks([]) is None
    assert mean_over_tasks([whole, draws({(2, 2): [0.5, 0.5]})]) is None


def test_the_mean_of_cells_keeps_its_models_and_sizes():
    cube, _ = cube_of({("none", "de", "", 0): 0.8, ("none", "fr", "", 0): 0.6})
    found = seed_draws(cube, "none", cube.clean_weights(("de", "fr")))
    assert found.sampled().point == pytest.approx(0.7)
    assert (found.n_examples, found.n_clusters) == (20, 10)
    assert seed_draws(cube, "none", np.zeros((2, 1))) is None
