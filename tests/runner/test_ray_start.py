"""Before Ray is imported: what is refused at once, and who may reach a cluster."""

import importlib.util
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, MissingDependencyError
from crosswind.runner import ray_start
from crosswind.runner.engine import EngineChoice, opened_engine

SWITCH = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"


@pytest.fixture
def no_network() -> None:
    """In place of the guard of all tests: a port of this machine is asked."""


@pytest.fixture(autouse=True)
def no_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is not made, and Ray not imported."""
    monkeypatch.setattr(ray_start, "find_spec", lambda name: name)
    monkeypatch.setattr(ray_start, "stage_function", lambda target: lambda *_: Idle())
    monkeypatch.setattr(os, "environ", {})


@pytest.fixture
def port() -> Iterator[int]:
    """A port of the loopback interface that answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class Idle:
    def close(self) -> None:
        return


def opened(address: str = "", device: str = "auto") -> str:
    """The switch that keeps Ray on the loopback interface, as an engine finds it."""
    choice = EngineChoice(name="ray", address=address)
    with opened_engine(choice, RunOptions(device=device)):
        return os.environ.get(SWITCH, "")


def test_a_missing_extra_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def without(name: str, *more: Any) -> Any:
        return None if name == "ray" else real(name, *more)

    monkeypatch.setattr(ray_start, "find_spec", without)
    with pytest.raises(MissingDependencyError, match=r"pip install 'crosswind\[ray\]'"):
        opened()


def test_a_chosen_card_is_refused() -> None:
    with pytest.raises(ConfigError, match="chooses"):
        opened(device="cuda:1")


@pytest.mark.parametrize("address", ["6379", "host", "ray://host", "127.0.0.1:x"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ConfigError, match="HOST:PORT"):
        opened(address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1:99999", "no host:1"])
def test_where_nobody_answers_is_told_at_once(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_start, "_own_host", lambda: "127.0.0.2")
    with pytest.raises(ConfigError, match="no Ray cluster answers"):
        opened(address)


def test_a_cluster_that_is_started_here_stays_on_the_loopback_interface() -> None:
    assert opened() == "0"


def test_so_does_a_run_on_a_cluster_that_is_there_alone(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_start, "_own_host", lambda: "127.0.0.2")
    assert opened(f"127.0.0.1:{port}") == "0"


def test_others_reach_a_cluster_in_the_network(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_start, "_own_host", lambda: "127.0.0.1")
    assert opened(f"localhost:{port}") == ""


def test_what_the_user_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    os.environ[SWITCH] = "1"
    assert opened() == "1"
