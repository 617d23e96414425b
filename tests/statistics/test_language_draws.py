import numpy as np
import pytest

from crosswind.statistics.language_draws import language_draws, languages_interval


def test_a_constant_gain_stays_itself() -> None:
    parts = {name: np.full(50, 0.1) for name in ("de", "fr", "sw")}
    assert language_draws(parts) == pytest.approx(0.1)


def test_a_language_weighs_the_same_in_every_task() -> None:
    # With equal languages, two tasks that move together by language stay together.
    one = language_draws({"de": np.zeros(200), "sw": np.ones(200)})
    other = language_draws({"de": np.zeros(200), "sw": 2 * np.ones(200)})
    assert other == pytest.approx(2 * one)


def test_the_order_of_languages_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    parts = {name: rng.normal(size=20) for name in ("de", "fr", "sw")}
    assert language_draws(parts).tolist() == language_draws(dict(reversed(parts.items()))).tolist()


def test_few_languages_have_no_interval() -> None:
    assert languages_interval(np.linspace(0, 1, 100), 0.5, 4, 0.95) is None
    assert languages_interval(np.full(100, np.nan), 0.5, 9, 0.95) is None


@pytest.mark.parametrize("n", [5, 8, 20])
def test_it_covers_the_mean_of_the_languages_that_were_not_drawn(n: int) -> None:
    rng = np.random.default_rng(n)
    hits = 0
    for _ in range(300):
        values = rng.normal(0.02, 0.01, n)
        parts = {f"l{number}": np.full(400, value) for number, value in enumerate(values)}
        band = languages_interval(language_draws(parts), float(values.mean()), n, 0.95)
        assert band is not None
        hits += band.low <= 0.02 <= band.high
    assert 0.9 < hits / 300 < 0.995
