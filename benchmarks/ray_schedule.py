"""How busy the workers of a simulated cluster are while it runs a plan of one-second steps.

Eight nodes with four slots each on this machine (they share its cores: the steps sleep), a real
store, the engine of `crosswind run --engine ray`. Busy is: seconds slept by all steps, divided by
slots times the seconds from the start of the first step to the end of the last.

    python benchmarks/ray_schedule.py [--steps 10000] [--nodes 8] [--slots 4]
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_json
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step, make_step
from crosswind.runner.engine import EngineChoice, opened_engine
from crosswind.runner.execute import Execution
from crosswind.runner.observer import Silent
from crosswind.store.store import Store
from crosswind.testing.simulated_cluster import keep_to_this_machine, started_cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepParams:
    """A number that makes the step another one, and how long it sleeps."""

    number: int
    seconds: float


def sleep(params: SleepParams, *, out: Path, options: RunOptions) -> dict[str, float]:
    """A stage that sleeps and says from when to when."""
    began = time.time()
    time.sleep(params.seconds)
    return {"began": began, "ended": time.time()}


def main() -> None:
    """Print the share of time in which the slots were busy, as one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--nodes", type=int, default=8)
    parser.add_argument("--slots", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=1.0)
    asked = parser.parse_args()
    here = Path(__file__).resolve().parent
    keep_to_this_machine()
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = f"{here}{os.pathsep}{before}"
    sys.path.insert(0, str(here))
    KINDS["state_claim"] = replace(KINDS["state_claim"], target="ray_schedule:sleep")
    from ray.cluster_utils import Cluster  # noqa: PLC0415  it reads the environment

    start = time.perf_counter()
    cluster = started_cluster(Cluster, [asked.slots] * asked.nodes)
    print(f"cluster up after {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print(json.dumps(measured(asked, cluster.address)))
    cluster.shutdown()


def measured(asked: argparse.Namespace, address: str) -> dict[str, object]:
    """Run a plan that warms every slot up, then the plan that counts."""
    n_slots = asked.nodes * asked.slots
    options = RunOptions(threads=1)
    choice = EngineChoice(name="ray", address=address)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened_engine(choice, options) as engine,
    ):
        store = Store(Path(folder) / "store")
        seconds = []
        for first, n_steps in ((-3 * n_slots, 3 * n_slots), (0, asked.steps)):
            plan = plan_of(first, n_steps, asked.seconds)
            start = time.perf_counter()
            outcome = Execution(
                plan=plan, store=store, options=options, observer=Silent(), engine=engine
            ).run()
            seconds.append(time.perf_counter() - start)
            assert len(outcome.executed) == n_steps, outcome.failed[:1]
        spans = [read_json(store.layout.artifact(key) / "summary.json") for key in plan.steps]
    slept = sum(span["ended"] - span["began"] for span in spans)
    lasted = max(span["ended"] for span in spans) - min(span["began"] for span in spans)
    return {
        "steps": asked.steps,
        "slots": n_slots,
        "run_seconds": round(seconds[1], 1),
        "first_start_to_last_end_seconds": round(lasted, 1),
        "busy_percent": round(100 * asked.steps * asked.seconds / (n_slots * lasted), 1),
        "asleep_percent": round(100 * slept / (n_slots * lasted), 1),
        "load_average": round(os.getloadavg()[0], 1),
    }


def plan_of(first: int, n_steps: int, seconds: float) -> Plan:
    """Steps that wait for nothing."""
    steps: list[Step] = [
        make_step("state_claim", {"number": number, "seconds": seconds}, {})
        for number in range(first, first + n_steps)
    ]
    return ordered_plan(steps, [step.step_id for step in steps])


if __name__ == "__main__":
    main()
