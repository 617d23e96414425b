"""What a step is told of its method."""

import pytest

from crosswind.core.errors import CrosswindError
from crosswind.train.robust.settings import RobustParams


def test_only_noise_is_read_from_steps_before():
    noise = {"method": "consistency", "perturbation": ["typo"], "copies": 3}
    assert RobustParams(settings=noise).n_perturbed == 3
    assert RobustParams(settings={"method": "synonym_smoothing", "copies": 3}).n_perturbed == 0
    assert RobustParams(settings={"method": "adversarial"}).n_perturbed == 0


def test_settings_are_validated_again():
    with pytest.raises((CrosswindError, ValueError)):
        RobustParams(settings={"method": "adversarial", "radius": -1.0}).method()
