"""Kill it anywhere, start it again, get the same digits; two runs on one store share the work."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from crosswind.core.seeds import generator
from tests.behaviour.conftest import TinyJourney
from tests.behaviour.test_a_journey_arrives import score_digests

_KILLS = 5


def test_sigkill_at_five_random_moments(
    tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    rng = generator(0, "moments of kills")
    killed = 0
    for _ in range(_KILLS):
        process = subprocess.Popen(
            tiny_journey.command(store),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HF_HUB_OFFLINE": "1"},
        )
        before = _artifacts(store)
        wanted = before + int(rng.integers(1, 40))
        while process.poll() is None and _artifacts(store) < wanted:
            time.sleep(0.01)
        time.sleep(float(rng.random()) * 0.1)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        for folder in (store / "artifacts").glob("*"):
            assert (folder / "manifest.json").is_file(), f"half-written: {folder.name}"
    assert killed == _KILLS
    done = tiny_journey.run(store)
    assert done.returncode == 0, done.stderr
    assert score_digests(store) == score_digests(unbroken)


def test_ctrl_c_stops_cleanly_with_130(tiny_journey: TinyJourney, tmp_path: Path) -> None:
    store = tmp_path / "store"
    process = subprocess.Popen(
        tiny_journey.command(store),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )
    while process.poll() is None and _artifacts(store) < 10:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "interrupted" in errors
    assert not list((store / ".drafts").iterdir())


def test_two_runs_on_one_store_do_each_step_once(
    tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    runs = [
        subprocess.Popen(
            tiny_journey.command(store),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"HF_HUB_OFFLINE": "1"},
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=300) for process in runs]
    assert [process.returncode for process in runs] == [0, 0], outputs
    executed = [
        int(line.split()[0])
        for out, _ in outputs
        for line in out.splitlines()
        if " executed, " in line
    ]
    assert sum(executed) == len(list((store / "artifacts").iterdir()))
    assert score_digests(store) == score_digests(unbroken)


def test_a_sweep_is_refused_while_a_run_uses_the_store(
    tiny_journey: TinyJourney, tmp_path: Path
) -> None:
    import sys

    store = tmp_path / "store"
    process = subprocess.Popen(
        tiny_journey.command(store),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )
    while process.poll() is None and _artifacts(store) < 5:
        time.sleep(0.01)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "crosswind",
            "store",
            "sweep",
            "--all",
            "--delete",
            "--store",
            str(store),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    process.kill()
    process.wait()
    assert done.returncode == 2
    assert "another run is using the store" in done.stderr


def _artifacts(store: Path) -> int:
    folder = store / "artifacts"
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_digests_are_read_from_manifests(unbroken: Path) -> None:
    digests = score_digests(unbroken)
    assert len(digests) > 30
    some = next(iter(digests))
    manifest = json.loads((unbroken / "artifacts" / some / "manifest.json").read_text("utf-8"))
    assert manifest["content_digest"] == digests[some]
