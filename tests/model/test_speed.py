"""The measured matrix product."""

import pytest

from crosswind.model import speed


def test_rates_are_positive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "_SIDE", 64)
    monkeypatch.setattr(speed, "_SECONDS", 0.001)
    rates = speed.matrix_speed()
    assert set(rates) == {"fp32", "bf16"}
    assert all(rate > 0 for rate in rates.values())


def test_accelerators_are_words() -> None:
    assert all(isinstance(name, str) for name in speed.accelerators())
