"""Break runs and stores on purpose, and see that nothing is lost, wrong or done twice.

    python scripts/drill_faults.py kills --runs 100
    python scripts/drill_faults.py damage --artifacts 1000
    python scripts/drill_faults.py disk|readonly|together|interrupts|clock [--runs N]

Each drill works on the smallest experiment with training, noise and a report. With `--log FILE`
results are appended, a line a run, and a drill that was stopped goes on where it was. The last line
is the count; the exit code is 1 if anything went wrong.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crosswind.store.store import Store
from crosswind.testing.drills import (
    Diary,
    damage_artifact,
    digests,
    drill_experiment,
    half_artifacts,
    kill_and_resume,
    load_stages,
    run_here,
    start_run,
    wait_for,
)

Result = dict[str, Any]
_DISK_BYTES = range(40_000, 900_000)


class Drill:
    """The experiment, an unbroken run of it, and a folder to work in."""

    def __init__(self, folder: Path, seed: int) -> None:
        load_stages()
        self.folder, self.seed = folder, seed
        self.file = drill_experiment(folder / "experiment")
        self.whole = folder / "whole"
        start = time.perf_counter()
        assert wait_for(start_run(self.file, self.whole, folder / "whole.diary")) == 0
        self.seconds = time.perf_counter() - start
        self.digests = digests(self.whole)

    def dice(self, run: int) -> random.Random:
        """The random choices of one run, whichever ran before it."""
        return random.Random(f"{self.seed} {run}")

    def room(self, run: int) -> Path:
        """An empty folder for one run."""
        room = self.folder / f"run-{run}"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        return room


def kills(drill: Drill, run: int) -> Result:
    """One run, killed at random moments and resumed until it is done."""
    room = drill.room(run)
    out = kill_and_resume(drill.file, room, drill.dice(run), drill.seconds)
    same = digests(room / "store") == drill.digests
    clean = not list((room / "store" / ".drafts").glob("*"))
    fault = [
        *(["other digests"] if not same else []),
        *(["drafts are left"] if not clean else []),
        *([f"half artifacts {out.half}"] if out.half else []),
        *([f"finished steps ran again {out.twice}"] if out.twice else []),
        *([f"exit code {out.exit_code}"] if out.exit_code else []),
    ]
    return {"kills": out.kills, "starts": out.starts, "fault": "; ".join(fault)}


def damage(drill: Drill, run: int) -> Result:
    """Every artifact damaged at once: all are found, set aside and made again."""
    room, dice = drill.room(run), drill.dice(run)
    shutil.copytree(drill.whole, room / "store")
    store = Store(room / "store")
    ways = Counter(
        damage_artifact(store.layout.artifact(key), dice).split()[0] for key in store.step_ids()
    )
    n_damaged = len(store.step_ids())
    found = [key for key in store.step_ids() if store.damage(key)]
    for key in found:
        store.set_aside(key)
    code = wait_for(start_run(drill.file, room / "store", room / "diary"))
    rebuilt = digests(room / "store") == drill.digests and not half_artifacts(room / "store")
    aside = len(list(store.layout.damaged.iterdir()))
    fault = "" if (code, rebuilt, aside, len(found)) == (0, True, n_damaged, n_damaged) else "wrong"
    return {"artifacts": n_damaged, "detected": len(found), **ways, "fault": fault}


def run_damage(drill: Drill, run: int) -> Result:
    """Some artifacts damaged and the goal taken away: a run finds what it reads."""
    room, dice = drill.room(run), drill.dice(run)
    shutil.copytree(drill.whole, room / "store")
    store = Store(room / "store")
    goals = [key for key in store.step_ids() if key.startswith(("compare", "render_report"))]
    for key in goals:
        shutil.rmtree(store.layout.artifact(key))
    for key in dice.sample(store.step_ids(), 3):
        damage_artifact(store.layout.artifact(key), dice)
    code = wait_for(start_run(drill.file, room / "store", room / "diary"))
    now = digests(room / "store")
    same = all(now.get(key) == drill.digests[key] for key in goals)
    return {"damaged": 3, "fault": "" if same and code == 0 else f"exit {code}, same {same}"}


def disk(drill: Drill, run: int) -> Result:
    """A disk that is full somewhere in the run, then has room again."""
    room, dice = drill.room(run), drill.dice(run)
    size = dice.choice(_DISK_BYTES)
    if subprocess.run(_mount(room, f"size={size}"), check=False).returncode:
        return {"fault": "", "skipped": "no file system may be mounted here"}
    try:
        code, said = _told_by(drill.file, room / "store")
        half = half_artifacts(room / "store") if (room / "store").exists() else []
        subprocess.run(["mount", "-o", "remount,size=100m", str(room)], check=True)
        again, _ = _told_by(drill.file, room / "store")
        same = digests(room / "store") == drill.digests
    finally:
        subprocess.run(["umount", str(room)], check=False)
    told = code == 0 or (code == 2 and "disk is full" in said and "Traceback" not in said)
    sound = told and not half and (again, same) == (0, True)
    fault = "" if sound else f"exit {code}, half {half}, again {again}, same {same}: {said[:500]}"
    return {"full": int(code == 2), "fault": fault}


def readonly(drill: Drill, run: int) -> Result:
    """A store on a read-only file system: one error, nothing changed."""
    room, dice = drill.room(run), drill.dice(run)
    if subprocess.run(_mount(room, "size=100m"), check=False).returncode:
        return {"fault": "", "skipped": "no file system may be mounted here"}
    try:
        shutil.copytree(drill.whole, room / "store")
        for path in dice.sample(sorted((room / "store" / "artifacts").iterdir()), 2):
            shutil.rmtree(path)
        before = digests(room / "store")
        subprocess.run(["mount", "-o", "remount,ro", str(room)], check=True)
        code, said = _told_by(drill.file, room / "store")
        same = digests(room / "store") == before
    finally:
        subprocess.run(["umount", str(room)], check=False)
    clear = code == 2 and "read-only" in said and "Traceback" not in said
    return {"fault": "" if clear and same else f"exit {code}, same {same}: {said[:500]}"}


def together(drill: Drill, run: int) -> Result:
    """Two runs on one store, one of which may be killed: every step once, the same digests."""
    room, dice = drill.room(run), drill.dice(run)
    store = room / "store"
    children = []
    for number in range(2):
        children.append(start_run(drill.file, store, room / f"diary-{number}"))
        time.sleep(dice.random() * drill.seconds * 0.5)
    killed = dice.random() < 0.5
    if killed:
        os.kill(children[0], signal.SIGKILL)
    codes = [wait_for(child) for child in children]
    finished = [key for n in range(2) for key in Diary(room / f"diary-{n}").told("finished")]
    sound = codes[1] == 0 and codes[0] in {0, -signal.SIGKILL}
    sound = sound and len(finished) == len(set(finished))
    sound = sound and digests(store) == drill.digests
    return {"killed": int(codes[0] != 0), "fault": "" if sound else f"exit {codes}"}


def interrupts(drill: Drill, run: int) -> Result:
    """Ctrl-C, and again a moment later: exit code 130, no traceback, and the run can go on."""
    room, dice = drill.room(run), drill.dice(run)
    process = subprocess.Popen(
        _command(drill.file, room / "store"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    wanted = dice.randrange(len(drill.digests))
    artifacts = room / "store" / "artifacts"
    while process.poll() is None and (
        not artifacts.exists() or len(list(artifacts.iterdir())) < wanted
    ):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    time.sleep(dice.choice((0, 0.0005, 0.002, 0.01, 0.05, 0.2)))
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    half = half_artifacts(room / "store")
    code = wait_for(start_run(drill.file, room / "store", room / "diary"))
    same = digests(room / "store") == drill.digests
    # While the interpreter ends, the signal itself ends it: 130 in a shell.
    ended = process.returncode in {0, 130, -signal.SIGINT}
    clear = ended and "Traceback" not in said and not half
    fault = "" if clear and (code, same) == (0, True) else f"{process.returncode}: {said[-1500:]}"
    return {"interrupted": int(process.returncode != 0), "fault": fault}


def clock(drill: Drill, run: int) -> Result:
    """A clock that jumps by years at every look, and files of any age: the same digests."""
    room, dice = drill.room(run), drill.dice(run)
    child = os.fork()
    if not child:
        code = 1
        try:
            true = time.time
            time.time = lambda: true() + dice.uniform(-3e8, 3e8)
            code = 0 if run_here(drill.file, room / "store", Diary(room / "diary")) else 1
        finally:
            os._exit(code)
    first = wait_for(child)
    for path in [*(room / "store").rglob("*"), *drill.file.parent.rglob("*")]:
        age = dice.uniform(0, 4e9)
        os.utime(path, (age, age), follow_symlinks=False)
    second = wait_for(start_run(drill.file, room / "store", room / "again"))
    same = digests(room / "store") == drill.digests
    again = Diary(room / "again").told("started")
    sound = (first, second, same, again) == (0, 0, True, [])
    return {"fault": "" if sound else f"exit {first} {second}, same {same}, ran again {again}"}


DRILLS: dict[str, Callable[[Drill, int], Result]] = {
    drill.__name__: drill
    for drill in (kills, damage, run_damage, disk, readonly, together, interrupts, clock)
}


def _mount(place: Path, options: str) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]


def _command(file: Path, store: Path) -> list[str]:
    words = ["run", str(file), "--store", str(store), "--threads", "1"]
    return [sys.executable, "-m", "crosswind", *words]


def _told_by(file: Path, store: Path) -> tuple[int, str]:
    """Exit code of the command line, and what it said on standard error."""
    done = subprocess.run(_command(file, store), capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def _results(asked: argparse.Namespace, folder: Path) -> Iterator[Result]:
    """Results of earlier runs from the log, then of new ones."""
    log: Path | None = asked.log
    lines = log.read_text("utf-8").splitlines() if log and log.exists() else []
    done = [json.loads(line) for line in lines if line.endswith("}")]
    known = {row["run"]: row for row in done if row["drill"] == asked.drill}
    yield from known.values()
    drill = None
    n_done = sum(row.get("artifacts", 1) for row in known.values())
    run = 0
    while n_done < (asked.artifacts if asked.drill == "damage" else asked.runs):
        if run not in known:
            drill = drill or Drill(folder, asked.seed)
            row = {"drill": asked.drill, "run": run, **DRILLS[asked.drill](drill, run)}
            n_done += row.get("artifacts", 1)
            shutil.rmtree(folder / f"run-{run}", ignore_errors=True)
            if log:
                with log.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(row) + "\n")
            yield row
        run += 1


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drill", choices=DRILLS)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--artifacts", type=int, default=1000, help="for `damage`")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", type=Path, help="results so far; appended to")
    asked = parser.parse_args()
    totals: Counter[str] = Counter()
    faults = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        for row in _results(asked, Path(name)):
            totals.update({key: value for key, value in row.items() if isinstance(value, int)})
            totals.update(runs=1, run=-row["run"], skipped=int("skipped" in row))
            if row["fault"]:
                faults.append(f"run {row['run']}: {row['fault']}")
                print(faults[-1])
    told = ", ".join(f"{value} {key}" for key, value in totals.items() if key != "run" and value)
    seconds = time.perf_counter() - began
    print(f"{asked.drill}: {told}; {len(faults)} faults in {seconds:.0f} s (seed {asked.seed})")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
