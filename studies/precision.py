"""Whether the fast path of predictions moves scores: fp32 in padded batches beside bf16 in packs.

    crosswind run quickstart --store STORE
    python studies/precision.py --store STORE [--experiment quickstart]

Every prediction of a finished experiment is made again from the same checkpoint and the same
examples, in fp32 with the layers of transformers, and scored again. Printed are, first, the means
that the report's first table shows (of a task and an arm, clean or noisy, over languages and
conditions): how far they moved, in points, beside their spread over training seeds (standard
deviation); then single scores, of one language and condition: how many did not move, the largest
move, and what one item is worth there.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from crosswind.config.run_options import RunOptions
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step
from crosswind.records.codecs import read_refusal, read_scores
from crosswind.runner.prepare import prepare
from crosswind.runner.resolve import Work, call_stage, call_stage_together, input_paths
from crosswind.store.store import Store

# Keys of a cell that tell training seeds apart.
SEEDS = ("intermediate_seed", "target_seed")
# Points; below the rounding of sums.
NOTHING = 1e-9


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


def compared(steps: Sequence[Step], store: Store, again: dict[str, float]) -> pl.DataFrame:
    """A row a score: its cell, points in bf16 and in fp32, and the number of items."""
    (compare,) = (step for step in steps if step.kind == "compare")
    score_ids = compare.inputs["scores"]
    assert isinstance(score_ids, tuple)
    rows = []
    for cell, step_id in zip(compare.params["cells"], score_ids, strict=True):
        if step_id in again:
            (score, *_) = read_scores(store.layout.artifact(step_id))
            kept = {name: cell[name] for name in ("task", "arm", *SEEDS)}
            is_noisy = bool(cell["perturbation"])
            rows.append(
                kept
                | {"text": "noisy" if is_noisy else "clean", "items": score.n}
                | {"bf16": 100 * score.value, "fp32": again[step_id]}
            )
    return pl.DataFrame(rows).with_columns(move=pl.col("fp32") - pl.col("bf16"))


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
    scores = compared(steps, store, again)
    mean = ["task", "arm", "text"]
    a_seed = scores.group_by(*mean, *SEEDS).agg(pl.col("bf16", "fp32", "move").mean())
    means = a_seed.group_by(mean).agg(
        pl.col("bf16", "fp32", "move").mean(),
        largest_of_a_seed=pl.col("move").abs().max(),
        spread_over_seeds=pl.col("bf16").std(),
    )
    single = scores.group_by("task").agg(
        scores=pl.len(),
        unmoved=(pl.col("move").abs() < NOTHING).mean(),
        mean_move=pl.col("move").mean(),
        largest=pl.col("move").abs().max(),
        an_item=(100 / pl.col("items")).max(),
    )
    with pl.Config(
        tbl_rows=-1, tbl_width_chars=120, tbl_hide_dataframe_shape=True, float_precision=2
    ):
        print(means.sort(mean))
        print(single.sort("task"))


if __name__ == "__main__":
    main()
