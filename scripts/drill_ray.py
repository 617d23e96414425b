"""Drill: runs on a simulated cluster whose run, workers and nodes are killed at random moments.

Each run of a small experiment gets a new store and goes on until it is done: one kill at least,
then with a chance of one half another. At its end every artifact has the bytes of an unbroken run
on the local engine, no half artifact was ever visible, and no finished step was executed again.

    python scripts/drill_ray.py [--runs 100] [--seed 0] [--minutes 10]
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosswind.store.store import Store
from crosswind.testing.drills import digests, drill_experiment, half_artifacts
from crosswind.testing.simulated_cluster import (
    add_node,
    keep_to_this_machine,
    started_cluster,
)

KINDS = ("run", "worker", "node")


@dataclass
class Drill:
    """A cluster of a head and two nodes with a slot each, and a small experiment."""

    folder: Path
    rng: random.Random
    cluster: Any = None
    kills: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Start the cluster, write the experiment and run it once unbroken, on the local engine."""
        keep_to_this_machine()
        from ray.cluster_utils import Cluster  # noqa: PLC0415  it reads the environment

        self.file = drill_experiment(self.folder / "experiment")
        done = subprocess.run(self.command(self.folder / "whole"), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        self.whole = results(self.folder / "whole")
        self.cluster = started_cluster(Cluster, (1, 1))

    def command(self, store: Path, *more: str) -> list[str]:
        """The command line of one run."""
        options = ["--store", str(store), "--threads", "1", *more]
        return [sys.executable, "-m", "crosswind", "run", str(self.file), *options]

    def run(self, number: int) -> None:
        """One experiment until it is done."""
        store = self.folder / f"store{number}"
        is_last = False
        while True:
            before = finished(store)
            command = self.command(store, "--engine", "ray", "--address", self.cluster.address)
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            was_run_killed = not is_last and self.strike(process, store, len(before))
            out, errors = process.communicate()
            self.look(number, store)
            if not was_run_killed:
                break
            is_last = self.rng.random() < 0.5
        executed = re.search(r"(\d+) steps? executed", out)
        n_expected = len(self.whole) + 1 - len(before)  # and the report
        if process.returncode or executed is None:
            self.problems.append(f"run {number}: exit code {process.returncode}: {errors[-300:]}")
        elif int(executed[1]) != n_expected:
            self.problems.append(f"run {number}: {executed[1]} executed, not {n_expected}")
        if results(store) != self.whole:
            self.problems.append(f"run {number}: other digests than the unbroken run")
        if list((store / ".drafts").glob("*")):
            self.problems.append(f"run {number}: a draft is left")
        shutil.rmtree(store)

    def strike(self, process: subprocess.Popen[str], store: Path, before: int) -> bool:
        """Kill something at a random moment; True if it was the run itself."""
        n_wanted = before + self.rng.randint(0, max(0, len(self.whole) - before - 1))
        while process.poll() is None and len(finished(store)) < n_wanted:
            time.sleep(0.05)
        time.sleep(self.rng.random())
        kind = self.rng.choice(KINDS)
        if process.poll() is not None:
            self.kills["too late"] += 1
            return False
        self.kills[kind] += 1
        if kind == "run":
            process.send_signal(signal.SIGKILL)
        elif kind == "worker":
            workers = ray_workers()
            if workers:
                os.kill(self.rng.choice(workers), signal.SIGKILL)
            else:
                self.kills["no worker was there"] += 1
        else:
            node = self.rng.choice(sorted(self.cluster.worker_nodes, key=str))
            self.cluster.remove_node(node, allow_graceful=False)
            add_node(self.cluster, 1)
        return kind == "run"

    def look(self, number: int, store: Path) -> None:
        """Whatever is visible is whole."""
        half = half_artifacts(store)
        if half:
            self.problems.append(f"run {number}: visible and not whole: {half}")


def finished(store: Path) -> set[str]:
    """Step ids of the visible artifacts."""
    return set(Store(store).step_ids()) if store.exists() else set()


def results(store: Path) -> dict[str, str]:
    """Step id -> content digest of every artifact but the report, which tells durations."""
    found = digests(store)
    return {key: one for key, one in found.items() if not key.startswith("render_report-")}


def ray_workers() -> list[int]:
    """Processes that run a task now."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::_perform"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def main() -> int:
    """Run the drill; 1 if anything was lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=0, help="start no run after so many")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(folder=Path(folder), rng=random.Random(asked.seed))
        drill.prepare()
        start = time.monotonic()
        for number in range(asked.runs):
            drill.run(number)
            told = f"{number + 1} runs, {dict(drill.kills)}, {len(drill.problems)} problems"
            print(told, file=sys.stderr, flush=True)
            if asked.minutes and time.monotonic() - start > 60 * asked.minutes:
                break
        answer = {
            "runs": number + 1,
            "steps": len(drill.whole),
            "kills": dict(drill.kills),
            "minutes": round((time.monotonic() - start) / 60, 1),
            "problems": drill.problems,
        }
        print(json.dumps(answer))
        drill.cluster.shutdown()
    return 1 if drill.problems else 0


if __name__ == "__main__":
    sys.exit(main())
