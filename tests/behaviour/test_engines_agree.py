"""The same experiment through every engine: the same ids and the same digests."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

from crosswind.core.files import read_json
from tests.behaviour.conftest import TinyJourney


def digests(store: Path) -> dict[str, str]:
    """Step id -> content digest of every artifact but the report, which tells durations."""
    return {
        path.parent.name: read_json(path)["content_digest"]
        for path in (store / "artifacts").glob("*/manifest.json")
        if not path.parent.name.startswith("render_report-")
    }


def agree(done: subprocess.CompletedProcess[str], store: Path, unbroken: Path) -> None:
    assert done.returncode == 0, done.stderr
    assert "0 failed" in done.stdout
    assert digests(store) == digests(unbroken)
    assert not list((store / ".drafts").iterdir())


@pytest.mark.slow
def test_two_processes(tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    agree(tiny_journey.run(store, "--workers", "2"), store, unbroken)


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="the extra `ray` is not installed"
)
def test_ray(tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = tiny_journey.run(store, "--engine", "ray", "--workers", "2")
    agree(done, store, unbroken)
    assert "ray" not in done.stderr.lower()
