"""Pairs of words from published noisy text and its clean rows."""

from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.runner.published_pairs import published_pairs

FIXTURES = Path(__file__).parents[1] / "data" / "fixtures"


def test_words_that_differ_are_pairs() -> None:
    found = published_pairs("noisy_xnli", "de", FIXTURES)
    assert found.pairs
    assert all(pair.wrong != pair.right for pair in found.pairs)
    assert found.n_words > len(found.pairs)


def test_what_is_no_task_with_published_noise_is_told() -> None:
    with pytest.raises(ConfigError, match="noisy_xnli"):
        published_pairs("noisy_xnly", "de", FIXTURES)
    with pytest.raises(ConfigError, match="noisy_xnli"):
        published_pairs("xnli", "de", FIXTURES)
