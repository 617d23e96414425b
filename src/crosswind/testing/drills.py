"""Faults on purpose: small runs that are killed, and artifacts that are damaged."""

import os
import random
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.plan.graph import Plan
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step
from crosswind.runner.journey import travel
from crosswind.runner.observer import Failure
from crosswind.runner.resolve import stage_function
from crosswind.store.store import Store
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.testing.toy_data import write_toy_data

_EXPERIMENT = """
name = "drill"
question = "Does it end with the same digits?"
seeds = [1]
encoder = {{ name = "{folder}/encoder" }}
data = {{ root = "{folder}/data" }}

[[arms]]
name = "none"

[[arms]]
name = "snli"
stages = [{{ tasks = ["snli"] }}]

[[targets]]
task = "xnli"
train = ["mnli"]
languages = ["en", "de"]
evaluation_split = "validation"

[noise]
perturbations = ["typo"]
severities = [3]

[training]
learning_rate = 1e-3
batch_examples = 8
max_updates = 2
max_tokens = 32
selection = "last_update"
hold_out = false
"""
_FAILED = 1
# After so many kills a run may end in peace.
_MOST_KILLS = 3


def drill_experiment(folder: Path) -> Path:
    """Write the smallest experiment with training, noise and a report; returns its file."""
    tiny_encoder_folder(folder / "encoder")
    write_toy_data(folder / "data", n_premises=6, n_train=16)
    file = folder / "drill.toml"
    file.write_text(_EXPERIMENT.format(folder=folder), "utf-8")
    return file


@dataclass(slots=True)
class Diary:
    """An observer that writes what it is told, a line each, whole or not at all."""

    path: Path

    def _write(self, word: str, step_id: str) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(descriptor, f"{word} {step_id}\n".encode())
        os.close(descriptor)

    def planned(self, plan: Plan, to_run: Sequence[Step], n_reused: int) -> None:
        """Nothing."""

    def started(self, steps: Sequence[Step]) -> None:
        """Each step of a group."""
        for step in steps:
            self._write("started", step.step_id)

    def finished(self, step: Step, seconds: float, summary: Mapping[str, Any]) -> None:
        """A committed step."""
        self._write("finished", step.step_id)

    def failed(self, failure: Failure) -> None:
        """A failed step."""
        self._write("failed", failure.step.step_id)

    def taken(self, step: Step) -> None:
        """A step of another run."""
        self._write("taken", step.step_id)

    def damaged(self, step_id: str) -> None:
        """A damaged artifact."""
        self._write("damaged", step_id)

    def waiting(self, n_steps: int) -> None:
        """Nothing."""

    def lost(self, steps: Sequence[Step]) -> None:
        """Nothing."""

    def told(self, word: str) -> list[str]:
        """The ids that came with a word."""
        lines = self.path.read_text("utf-8").split("\n") if self.path.exists() else []
        return [line.partition(" ")[2] for line in lines if line.startswith(f"{word} ")]


def run_here(file: Path, store: Path, diary: Diary) -> bool:
    """Run an experiment in this process; whether no step failed."""
    outcome = travel(str(file), store=store, options=RunOptions(threads=1), observer=diary).outcome
    return not outcome.failed


def load_stages() -> None:
    """Import what every step needs, so that forked runs start at once."""
    for kind in KINDS.values():
        stage_function(kind.target)


def start_run(file: Path, store: Path, diary: Path) -> int:
    """A run in a process of its own, forked from this one; returns its id."""
    child = os.fork()
    if child:
        return child
    code = _FAILED
    with suppress(BaseException):
        code = 0 if run_here(file, store, Diary(diary)) else _FAILED
    os._exit(code)


def wait_for(child: int) -> int:
    """The exit code of a process; minus the signal that ended it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def digests(store: Path) -> dict[str, str]:
    """Step id -> content digest of every artifact."""
    place = Store(store)
    found = {step_id: place.manifest(step_id) for step_id in place.step_ids()}
    return {key: manifest.content_digest if manifest else "" for key, manifest in found.items()}


@dataclass(slots=True, kw_only=True)
class Killed:
    """What came of a run that was killed and resumed until it was done.

    Attributes:
        kills: signals that met a running process.
        starts: of the run, the last one included.
        half: artifacts that were visible and not whole, after any of the kills.
        twice: steps that were started though they were finished.
        exit_code: of the last start.
    """

    kills: int = 0
    starts: int = 0
    half: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    exit_code: int = _FAILED


def kill_and_resume(file: Path, folder: Path, dice: random.Random, seconds: float) -> Killed:
    """Start a run, kill it at random moments, start it again, until it is done.

    Args:
        file: the experiment.
        folder: for the store and the diaries; absent or empty.
        dice: for the moments.
        seconds: how long an unbroken run takes; the first kill comes somewhere in it.
    """
    out = Killed()
    store = folder / "store"
    while True:
        before = set(Store(store).step_ids()) if store.exists() else set()
        diary = Diary(folder / f"diary-{out.starts}")
        child = start_run(file, store, diary.path)
        out.starts += 1
        if out.kills < _MOST_KILLS and (out.kills == 0 or dice.random() < 0.5):
            time.sleep(dice.random() * seconds)
            os.kill(child, signal.SIGKILL)
        out.exit_code = wait_for(child)
        out.kills += out.exit_code == -signal.SIGKILL
        out.twice += [key for key in diary.told("started") if key in before]
        out.half += half_artifacts(store)
        if out.exit_code != -signal.SIGKILL:
            return out


def half_artifacts(store: Path) -> list[str]:
    """Visible artifacts that are not whole, byte for byte."""
    if not store.exists():
        return []
    place = Store(store)
    return [step_id for step_id in place.step_ids() if place.damage(step_id)]


def damage_artifact(folder: Path, dice: random.Random) -> str:
    """Damage one file of an artifact in one of four ways; says which and how.

    The file is written anew first: another name may link to the same bytes.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = dice.choice(files)
    payload = bytearray(path.read_bytes())
    ways = ["missing", "planted"] + (["flipped", "truncated"] if payload else [])
    way = dice.choice(ways)
    path.unlink()
    if way == "flipped":
        place = dice.randrange(len(payload))
        payload[place] ^= 1 << dice.randrange(8)
    elif way == "truncated":
        payload = payload[: dice.randrange(len(payload))]
    elif way == "planted":
        (folder / f"{path.stem}.pkl").write_bytes(b"\x80\x04N.")
    if way != "missing":
        path.write_bytes(payload)
    return f"{way} {path.name}"
