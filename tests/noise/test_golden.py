"""Frozen output: a change here changes noisy numbers, and wants a new version on the card.

Then: `python scripts/build_noise_golden.py`.
"""

import pytest

from crosswind.noise.catalogue import PERTURBATIONS
from tests.noise.golden import digests, stored


@pytest.mark.parametrize("name", PERTURBATIONS.names())
def test_output_is_frozen(name):
    assert digests(PERTURBATIONS.get(name)) == stored()[name]


def test_no_digest_is_left_over():
    assert sorted(stored()) == list(PERTURBATIONS.names())
