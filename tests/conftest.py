"""Fixtures and guards that every test shares."""

import socket
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("crosswind", deadline=None, derandomize=True)
settings.load_profile("crosswind")


@pytest.fixture
def shared_data() -> Path:
    """The folder of real benchmark files beside the checkout; skips where it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the folder of real benchmark files (../shared) is absent")
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection to the outside world fails the test."""

    def refuse(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"a test tried to reach the network: {address!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
