"""How long a plan of 100,000 steps takes, and how much memory; and how fast the command starts.

The grid is that of a large study: a dozen intermediate tasks, six targets in forty languages,
many perturbed conditions. Facts about tasks are made up, so that no file is read.

    python benchmarks/plan.py [STEPS]

`crosswind --help` and `crosswind plan quickstart` run three times each in processes of their own,
the fastest counts; neither may load torch. Seconds of the wall clock, and of the processor: on a
busy machine the second is what the code costs.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache

from crosswind.config.schema import Experiment
from crosswind.core.hashing import text_digest
from crosswind.plan.catalogue import ExampleSet, TrainingText
from crosswind.plan.expand import expand
from crosswind.plan.graph import Plan, path_lengths
from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import TaskCard

N_INTERMEDIATE, N_TARGETS, N_LANGUAGES, N_PERTURBATIONS = 12, 6, 40, 3
LANGUAGES = tuple(f"l{number}" for number in range(N_LANGUAGES))
SEVERITIES = (1, 3, 5)


class MadeUp:
    """A catalogue without files."""

    @cache  # noqa: B019  one object lives as long as the program
    def card(self, task: str) -> TaskCard:
        return TaskCard(
            name=task,
            kind="classification",
            metric="accuracy",
            languages=LANGUAGES,
            splits=("train", "validation", "test"),
            labels=("no", "yes"),
            train_tasks=(task,),
        )

    def digests(self, wanted: ExampleSet) -> Mapping[str, str]:
        name = f"{wanted.task}/{wanted.split}-{wanted.language}.tsv"
        return {name: text_digest(name)}

    def training_text(self, task: str) -> TrainingText:
        return TrainingText()

    def pool_languages(
        self, task: str, language: str, evaluated: tuple[str, ...]
    ) -> tuple[str, ...]:
        return ()

    def perturbation_version(self, name: str) -> int:
        return 1

    def perturbation_families(self, name: str) -> frozenset[str]:
        return frozenset({name})

    def neighbors_digest(self, name: str) -> str:
        return text_digest(name)

    def unsupported(self, perturbation: str, language: str, task: str) -> str:
        return ""

    def is_apart(self, perturbation: str, kind: str) -> bool:
        return False

    def encoder_source(self) -> Mapping[str, object]:
        return {"name": "made-up", "revision": "", "source": {"kind": "folder", "files": {}}}

    def encoder_card(self) -> EncoderCard:
        return EncoderCard(name="made-up")

    def precision(self, asked: str) -> str:
        return "fp32" if asked == "auto" else asked

    def adopted_source(self, arm: str) -> Mapping[str, object]:
        return self.encoder_source()

    def adopted_head(self, arm: str) -> AdoptedHead | None:
        return None

    def adopted_card(self, arm: str) -> EncoderCard:
        return self.encoder_card()


def experiment(n_steps: int) -> Experiment:
    """An experiment whose plan has at least `n_steps` steps."""
    n_conditions = 1 + N_PERTURBATIONS * len(SEVERITIES)
    a_seed = 2 * (1 + N_INTERMEDIATE) * N_TARGETS * N_LANGUAGES * n_conditions
    return Experiment.model_validate(
        {
            "name": "large",
            "seeds": list(range(1, 2 + n_steps // a_seed)),
            "encoder": {"name": "made-up"},
            "arms": [
                {"name": "none"},
                *(
                    {"name": f"i{number}", "stages": [{"tasks": [f"i{number}"]}]}
                    for number in range(N_INTERMEDIATE)
                ),
            ],
            "targets": [{"task": f"t{number}"} for number in range(N_TARGETS)],
            "noise": {
                "perturbations": [f"p{number}" for number in range(N_PERTURBATIONS)],
                "severities": list(SEVERITIES),
            },
        }
    )


def start_up(*arguments: str) -> dict[str, float | bool]:
    """The fastest of three runs of a command, and whether it loaded torch."""
    best: dict[str, float | bool] = {}
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        command = [sys.executable, "-X", "importtime", "-m", "crosswind", *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if not best or processor < best["processor_seconds"]:
            best = {"seconds": round(wall, 2), "processor_seconds": round(processor, 2)}
        best["loads_torch"] = any(line.endswith(" torch") for line in ran.stderr.splitlines())
    return best


def planned(n_steps: int) -> dict[str, float]:
    """Seconds and memory of a large plan."""
    asked = experiment(n_steps)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, processor = time.perf_counter(), time.process_time()
    plan: Plan = expand(asked, MadeUp())
    expanded = time.perf_counter()
    path_lengths(plan)
    ordered = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "steps": len(plan),
        "expand_seconds": round(expanded - start, 2),
        "path_lengths_seconds": round(ordered - expanded, 2),
        "processor_seconds": round(time.process_time() - processor, 2),
        "peak_mib": round(peak / 1024),
        "before_mib": round(before / 1024),
    }


def main() -> None:
    """Print one JSON document."""
    n_steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    answer = {
        "plan": planned(n_steps),
        "crosswind --help": start_up("--help"),
        "crosswind plan quickstart": start_up("plan", "quickstart"),
    }
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
