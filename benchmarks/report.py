"""Statistics and report over many prediction rows: seconds, peak memory and the size of the page.

    python benchmarks/report.py --rows 1000000

Writes an invented study (two arms, clean and noisy text of one task, 2,000 examples a cell by
default, half of them changed, a fifth flipped) with the item counts of its scores. Then computes
all estimates with their intervals, and renders the report of them, each in a process of its own, so
that the memory is that of the step alone.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_json, write_json
from crosswind.evaluate.score import ScoreParams, score
from crosswind.records.codecs import write_edits, write_examples, write_predictions
from crosswind.records.example import EditRow, Example
from crosswind.records.prediction import Prediction
from crosswind.report.render import ReportParams, render_report
from crosswind.statistics.compare import CompareParams, compare

ARMS = ("none", "mnli")
SEVERITIES = (1, 2, 3, 4, 5)
PERTURBATIONS = ("typo", "ocr")
LABELS = ("yes", "no")


def language(number: int) -> str:
    """A tag of private use for each number."""
    return f"qa{chr(97 + number // 26 % 26)}-x-{chr(97 + number % 26)}{number}"


def write_study(folder: Path, n_rows: int, n_examples: int) -> None:
    """All inputs of the report, and the cells beside them."""
    conditions = [("", 0), *((name, level) for name in PERTURBATIONS for level in SEVERITIES)]
    n_languages = max(1, round(n_rows / (n_examples * len(ARMS) * len(conditions))))
    languages = [language(number) for number in range(n_languages)]
    kinds = ("clean", "perturbed", "predictions", "scores")
    cells: dict[str, list[list[Any]]] = {kind: [] for kind in kinds}

    def place(kind: str, /, **cell: Any) -> Path:
        path = folder / kind / str(len(cells[kind]))
        path.mkdir(parents=True)
        cells[kind].append([cell, str(path)])
        return path

    write_template(folder / "template", n_examples)
    model = {"kind": "classification", "metric": "accuracy", "source_language": "en"}
    seeds = {"intermediate_seed": 1, "target_seed": 1}
    for name in languages:
        for perturbation, severity in conditions:
            condition = {"perturbation": perturbation, "severity": severity}
            where = {"task": "home", "language": name}
            if severity:
                path = place("perturbed", **where, **condition)
                copy(folder / "template" / "noisy", path)
            else:
                copy(folder / "template" / "clean", place("clean", **where))
            for arm in ARMS:
                kind = "after" if severity else "before"
                copy(
                    folder / "template" / kind, place("predictions", arm=arm, **where, **condition)
                )
                cell = {"arm": arm, **where, **condition, **model, **seeds}
                copy(folder / "template" / f"scores {kind}", place("scores", **cell))
    write_json(folder / "cells.json", cells)


def write_template(folder: Path, n: int) -> None:
    """One cell of each kind, which all cells of its kind repeat."""
    for name in ("clean", "noisy", "before", "after"):
        (folder / name).mkdir(parents=True)
    clean = [
        Example(example_id=str(at), parallel_id=str(at), language="de",
                texts={"text": f"Schalte die Lampe {at} in der Küche an"}, label="yes")
        for at in range(n)
    ]  # fmt: skip
    edits = [
        EditRow(example_id=str(at), field="text", start=0, end=1, text="s") for at in range(0, n, 2)
    ]
    write_examples(folder / "clean", clean)
    write_examples(folder / "noisy", clean)
    write_edits(folder / "noisy", edits)
    for kind, every in (("before", n + 1), ("after", 5)):
        rows = [
            Prediction(example_id=str(at), predicted=LABELS[at % every == 0 and at > 0],
                       score=0.7, n_tokens=12)
            for at in range(n)
        ]  # fmt: skip
        write_predictions(folder / kind, rows)
        out = folder / f"scores {kind}"
        out.mkdir()
        score(
            ScoreParams(kind="classification", metric="accuracy", task="home", language="de"),
            examples=folder / "clean", predictions=folder / kind, tuning_examples=None,
            tuning_predictions=None, out=out, options=RunOptions(),
        )  # fmt: skip


def copy(source: Path, target: Path) -> None:
    """The files of a folder under another name."""
    for path in source.iterdir():
        (target / path.name).hardlink_to(path)


def estimate(folder: Path) -> None:
    """Compute all estimates of the study, and print what it took."""
    rows = read_json(folder / "cells.json")["scores"]
    params = CompareParams(cells=tuple(cell for cell, _ in rows))
    out = folder / "estimates"
    out.mkdir()
    took = Took()
    counts = compare(
        params, scores=tuple(Path(path) for _, path in rows), out=out, options=RunOptions()
    )
    print(f"statistics: {took}, {counts}")


def render(folder: Path) -> None:
    """Render the study, and print what it took."""
    cells = read_json(folder / "cells.json")
    placed = {kind: tuple(cell for cell, _ in rows) for kind, rows in cells.items()}
    paths = {kind: tuple(Path(path) for _, path in rows) for kind, rows in cells.items()}
    params = ReportParams(
        title="many rows",
        clean_cells=placed["clean"],
        perturbed_cells=placed["perturbed"],
        prediction_cells=placed["predictions"],
    )
    out = folder / "out"
    out.mkdir()
    took = Took()
    counts = render_report(
        params, estimates=folder / "estimates", clean=paths["clean"],
        perturbed=paths["perturbed"], predictions=paths["predictions"], checkpoints=(),
        overlaps=(), claims=(), out=out, options=RunOptions(),
    )  # fmt: skip
    size = (out / "report.html").stat().st_size / 1e6
    print(f"report: {took}, page {size:.1f} MB, {counts}")
    n_rows = sum(pq.read_metadata(path / "predictions.parquet").num_rows
                 for path in paths["predictions"])  # fmt: skip
    print(f"{n_rows:,} prediction rows in {len(paths['predictions']):,} artifacts")


class Took:
    """Seconds since it was made, and the most memory that the process had so far."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        wall, busy = time.perf_counter() - self.wall, time.process_time() - self.processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return f"{wall:.1f} s ({busy:.1f} s of processor), peak {peak:.0f} MB"


STEPS = {"statistics": estimate, "report": render}


def main() -> None:
    """Write the study, then measure each step in a fresh process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of predictions, about")
    parser.add_argument("--examples", type=int, default=2000, help="examples a cell")
    parser.add_argument("--study", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--step", choices=tuple(STEPS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.study:
        STEPS[options.step](options.study)
        return
    with tempfile.TemporaryDirectory() as name:
        write_study(Path(name), options.rows, options.examples)
        for step in STEPS:
            command = [sys.executable, __file__, "--study", name, "--step", step]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
