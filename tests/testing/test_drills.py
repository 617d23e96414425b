"""The drills in small: scripts/drill_faults.py runs them in numbers."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from crosswind.plan.steps import make_step
from crosswind.store.store import Store
from crosswind.testing.drills import Diary, damage_artifact, digests, half_artifacts

SCRIPTS = Path(__file__).parents[2] / "scripts"


def script(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / name), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    for number in range(3):
        with store.draft() as draft:
            (draft / "a.txt").write_text("some content", "utf-8")
            (draft / "empty").touch()
            step = {"kind": "score", "params": {"n": number}, "inputs": {}}
            store.commit(draft, f"score-v1-{number}", step, summary={"n": 1}, provenance={"a": 1})
    return store


def test_every_damage_is_found(store: Store) -> None:
    ways = set()
    for number in range(200):
        step_id = f"score-v1-{number % 3}"
        folder = store.layout.artifact(step_id)
        before = {path: path.read_bytes() for path in folder.iterdir()}
        ways.add(damage_artifact(folder, random.Random(number)).split()[0])
        assert half_artifacts(store.layout.root) == [step_id], number
        for path in folder.iterdir():
            path.unlink()
        for path, payload in before.items():
            path.write_bytes(payload)
        assert half_artifacts(store.layout.root) == []
    assert ways == {"flipped", "truncated", "missing", "planted"}


def test_digests_are_those_of_the_manifests(store: Store, tmp_path: Path) -> None:
    found = digests(store.layout.root)
    assert set(found) == set(store.step_ids())
    assert len(set(found.values())) == 1
    assert half_artifacts(tmp_path / "nowhere") == []


def test_a_diary_remembers_what_it_was_told(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "diary")
    assert diary.told("started") == []
    step = make_step("load_encoder", {}, {})
    diary.started([step, step])
    diary.finished(step, 1.0, {})
    assert diary.told("started") == [step.step_id] * 2
    assert diary.told("finished") == [step.step_id]


def test_a_run_is_killed_and_resumed_and_the_log_is_taken_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    arguments = ("kills", "--runs", "2", "--log", str(log))
    assert "2 runs; 0 faults" in script("drill_faults.py", *arguments)
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [row["run"] for row in rows] == [0, 1]
    assert sum(row["kills"] for row in rows) >= 1
    # Nothing is run again; not even the experiment is made.
    assert "2 runs; 0 faults in 0 s" in script("drill_faults.py", *arguments)


@pytest.mark.parametrize("drill", ["damage", "clock", "together"])
def test_other_faults(drill: str) -> None:
    said = script("drill_faults.py", drill, "--runs", "1", "--artifacts", "20")
    assert "1 runs; 0 faults" in said


DOORS = ("experiment", "overrides", "noise", "checkpoint", "store", "artifacts", "archive", "json")


@pytest.mark.parametrize("door", DOORS)
def test_every_door_withstands_some_mutations(door: str) -> None:
    assert "0 faults" in script("fuzz_doors.py", "--door", door, "--cases", "25", "--seed", "7")
