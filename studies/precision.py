"""Whether the fast path of predictions moves scores: fp32 in padded batches beside bf16 in packs.

    crosswind run quickstart --store STORE
    python studies/precision.py --store STORE [--experiment quickstart]

Every prediction of a finished experiment is made again from the same checkpoint and the same
examples, in fp32 with the layers of transformers, and scored again. Printed are, over the scores
that the report compares, how far they moved in points, beside the spread of the same score over
training seeds (standard deviation over the seeds of an arm, pooled over arms, languages and
conditions of a task).
"""

import argparse
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from crosswind.config.run_options import RunOptions
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step
from crosswind.records.codecs import read_refusal, read_scores
from crosswind.runner.prepare import prepare
from crosswind.runner.resolve import Work, call_stage, call_stage_together, input_paths
from crosswind.store.store import Store

# Keys of a cell that tell training seeds apart.
SEEDS = ("intermediate_seed", "target_seed")


def works(steps: Sequence[Step], place: Path, artifact: Callable[[str], Path]) -> Iterator[Work]:
    """Steps with folders of their own to write into."""
    for step in steps:
        out = place / step.step_id
        out.mkdir()
        inputs = input_paths(step.inputs, artifact)
        yield Work(kind=KINDS[step.kind], step=step, inputs=inputs, out=out)


def scores_again(steps: Sequence[Step], store: Store, place: Path) -> dict[str, float]:
    """Score step -> value, from predictions in fp32."""
    options = RunOptions(device="cpu")

    def artifact(step_id: str) -> Path:
        again = place / step_id
        return again if again.exists() else store.layout.artifact(step_id)

    groups: dict[tuple[object, ...], list[Step]] = defaultdict(list)
    for step in steps:
        if step.kind == "predict":
            plain = replace(step, params={**step.params, "precision": "fp32"})
            groups[tuple(step.inputs[name] for name in KINDS["predict"].together)].append(plain)
    for group in groups.values():
        call_stage_together(list(works(group, place, store.layout.artifact)), options)
    values = {}
    for work in works([step for step in steps if step.kind == "score"], place, artifact):
        call_stage(work, options)
        if not read_refusal(work.out):
            values[work.step.step_id] = 100 * read_scores(work.out)[0].value
    return values


def main() -> None:
    """Predict, score and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, required=True, help="of the finished experiment")
    parser.add_argument("--experiment", default="quickstart")
    asked = parser.parse_args()
    steps = list(prepare(asked.experiment).plan.steps.values())
    store = Store(asked.store)
    with tempfile.TemporaryDirectory() as place:
        again = scores_again(steps, store, Path(place))
    (compare,) = (step for step in steps if step.kind == "compare")
    moved: dict[str, list[float]] = defaultdict(list)
    seeds: dict[tuple[object, ...], list[float]] = defaultdict(list)
    compared = compare.inputs["scores"]
    assert isinstance(compared, tuple)
    for cell, step_id in zip(compare.params["cells"], compared, strict=True):
        if step_id in again:
            before = 100 * read_scores(store.layout.artifact(step_id))[0].value
            moved[cell["task"]].append(again[step_id] - before)
            key = tuple(value for name, value in sorted(cell.items()) if name not in SEEDS)
            seeds[(cell["task"], *map(str, key))].append(before)
    print("task                 scores   unmoved  mean move  largest  spread over seeds")
    for task, moves in sorted(moved.items()):
        many = [
            np.var(found, ddof=1)
            for key, found in seeds.items()
            if key[0] == task and len(found) > 1
        ]
        spread = math.sqrt(np.mean(many)) if many else float("nan")
        share = np.mean([move == 0 for move in moves])
        print(
            f"{task:<20}{len(moves):>7}{share:>10.0%}{np.mean(moves):>+11.3f}"
            f"{max(map(abs, moves)):>9.2f}{spread:>19.2f}"
        )


if __name__ == "__main__":
    main()
