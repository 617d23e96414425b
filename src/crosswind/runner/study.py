"""Study: a finished experiment as tables, for Python users."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import StepError, StoreError
from crosswind.records.codecs import read_estimates, read_scores
from crosswind.runner.engine import EngineChoice
from crosswind.runner.journey import DEFAULT_ENGINE, DEFAULT_STORE, Journey, travel
from crosswind.runner.observer import Observer, Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What an experiment found.

    Attributes:
        journey: experiment, plan, store and outcome.
    """

    journey: Journey

    @property
    def estimates(self) -> pl.DataFrame:
        """One row an estimate: quantity, the keys of its slice, point, intervals, n, marks.

        `low_items`/`high_items` is the interval over items, `low_seeds`/`high_seeds` the one over
        seeds; null where there is none. All values are fractions.

        Raises:
            StoreError: the comparison was not made, because steps failed.
        """
        folder = self.journey.artifact_of("compare")
        if folder is None:
            raise StoreError("there are no estimates", action="See `failures` of this study.")
        rows: list[dict[str, Any]] = []
        for item in read_estimates(folder)[0]:
            row: dict[str, Any] = {"quantity": item.quantity, **item.where, "point": item.point}
            for interval in item.intervals:
                row[f"low_{interval.kind}"] = interval.low
                row[f"high_{interval.kind}"] = interval.high
            row |= {
                "n_examples": item.n_examples,
                "n_clusters": item.n_clusters,
                "n_seeds": item.n_seeds,
                "marks": list(item.marks),
            }
            rows.append(row)
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def scores(self) -> pl.DataFrame:
        """One row a cell and metric: arm, task, language, condition, seeds, metric, value, n."""
        rows: list[dict[str, Any]] = []
        for step in self.journey.prepared.plan:
            if step.kind == "compare":
                cells, ids = step.params["cells"], step.inputs["scores"]
                assert isinstance(ids, tuple)
                for cell, key in zip(cells, ids, strict=True):
                    if self.journey.store.has(key):
                        folder = self.journey.store.layout.artifact(key)
                        rows += [
                            {**cell, "metric": score.metric, "value": score.value, "n": score.n}
                            for score in read_scores(folder)
                        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def report(self) -> Path | None:
        """The HTML report, or None if it could not be made."""
        return self.journey.report / "report.html" if self.journey.report else None

    @property
    def failures(self) -> list[str]:
        """One message a failed step."""
        return [
            f"{item.step.step_id}: {item.message} (log: {item.log})"
            for item in self.journey.outcome.failed
        ]


def run(
    file: str | Path,
    *,
    store: str | Path = DEFAULT_STORE,
    overrides: Sequence[str] = (),
    options: RunOptions | None = None,
    engine: EngineChoice = DEFAULT_ENGINE,
    observer: Observer | None = None,
) -> Study:
    """Run an experiment and return what it found.

    Args:
        file: experiment file, or the name of a shipped one.
        store: folder of artifacts; what it holds is reused.
        overrides: `path.to.key=value` texts, as `--set` on the command line.
        options: device and threads.
        engine: where to run; this process by default.
        observer: told about progress; nothing by default.

    Raises:
        ConfigError: the file is wrong, or data or packages are missing.
        StepError: no step could be finished on the way to the report; the message names each.
    """
    journey = travel(
        str(file),
        store=Path(store),
        overrides=overrides,
        options=options,
        engine=engine,
        observer=observer or Silent(),
    )
    study = Study(journey=journey)
    if journey.outcome.failed:
        raise StepError("; ".join(study.failures))
    return study
