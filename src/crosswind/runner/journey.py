"""A whole run: prepare, execute, put the report where people find it."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswind.config.run_options import RunOptions, require_device_name
from crosswind.config.schema import Data
from crosswind.core.errors import ConfigError
from crosswind.core.files import folder_problem
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.runner.engine import EngineChoice, opened_engine
from crosswind.runner.execute import Execution
from crosswind.runner.observer import Observer, Outcome
from crosswind.runner.overlaps import refuse_overlap
from crosswind.runner.prepare import Prepared, prepare
from crosswind.store.store import Store, explained

DEFAULT_STORE = Path(".crosswind")
DEFAULT_OPTIONS = RunOptions()
DEFAULT_ENGINE = EngineChoice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What a run leaves: the plan, what came of it, and the places of its results.

    Attributes:
        prepared: experiment and plan.
        store: where the artifacts are.
        outcome: executed, reused, failed, blocked.
        report: the folder with `report.html`, or None if the report could not be made.
    """

    prepared: Prepared
    store: Store
    outcome: Outcome
    report: Path | None

    def artifact_of(self, kind: str) -> Path | None:
        """The folder of the only step of a kind (compare, render_report), if it is there."""
        for step in self.prepared.plan:
            if step.kind == kind and self.store.has(step.step_id):
                return self.store.layout.artifact(step.step_id)
        return None


def travel(
    name: str,
    *,
    store: Path = DEFAULT_STORE,
    overrides: Sequence[str] = (),
    options: RunOptions | None = None,
    engine: EngineChoice = DEFAULT_ENGINE,
    observer: Observer,
) -> Journey:
    """Run an experiment.

    Args:
        name: a TOML file, or the name of a shipped experiment.
        store: folder of artifacts.
        overrides: `path.to.key=value` texts, applied before validation.
        options: how to run; the data root and the offline switch are the experiment's.
        engine: where to run.
        observer: told what happens.

    Raises:
        ConfigError: the file is wrong, or data or packages are missing; all of them at once. Or
            scored text stands in training text, told before anything is trained. Or the engine
            cannot be had, or the device is none.
        MissingDependencyError: the engine's extra is not installed.
        StoreError: the store cannot be used.
    """
    asked = options or RunOptions()
    require_device_name(asked.device)
    prepared = prepare(name, overrides)
    refuse_missing(prepared)
    opened = Store(store)
    how = completed(prepared.experiment.data, asked)
    outcome = _executed(prepared, opened, how, engine, observer)
    goal = prepared.plan.steps[prepared.plan.goals[0]]
    report = publish_report(opened, prepared.experiment.name, goal)
    return Journey(prepared=prepared, store=opened, outcome=outcome, report=report)


def _executed(
    prepared: Prepared,
    store: Store,
    options: RunOptions,
    choice: EngineChoice,
    observer: Observer,
) -> Outcome:
    with opened_engine(choice, options) as engine:
        return Execution(
            plan=prepared.plan,
            store=store,
            options=options,
            observer=observer,
            gate=_first_steps(prepared.plan),
            check=lambda: refuse_overlap(prepared, store),
            is_reported=store.layout.report(prepared.experiment.name).exists(),
            engine=engine,
        ).run()


def _first_steps(plan: Plan) -> list[str]:
    """What runs before anything is trained or scored: the claims, and the counts of overlap."""
    return [step.step_id for step in plan if step.kind in {"state_claim", "count_overlap"}]


def completed(data: Data, asked: RunOptions = DEFAULT_OPTIONS) -> RunOptions:
    """How to run, with the data root and the offline switch of the experiment."""
    threads = asked.threads or os.cpu_count() or 1
    return replace(asked, data_root=Path(data.root), offline=data.offline, threads=threads)


def refuse_missing(prepared: Prepared) -> None:
    """Raise one error that lists every missing file and package, each once.

    Where the data root is no folder, that is told in the place of each file below it.
    """
    if prepared.missing:
        root = Path(prepared.experiment.data.root)
        lost = str(root) if folder_problem(root) else None
        distinct = {error.sentence(): error for error in prepared.missing if error.place != lost}
        raise ConfigError.joined(list(distinct.values()))


def publish_report(store: Store, experiment: str, goal: Step) -> Path | None:
    """Put the newest report where people find it; returns its folder."""
    if not store.has(goal.step_id):
        return None
    place = store.layout.report(experiment)
    mark = place / ".step"
    if mark.exists() and mark.read_text("utf-8") == goal.step_id:
        return place
    with store.in_use(), store.draft() as draft, explained(store.layout.root):
        fresh = draft / "report"
        shutil.copytree(store.layout.artifact(goal.step_id), fresh)
        (fresh / ".step").write_text(goal.step_id, "utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(draft / "old")
        fresh.rename(place)
    return place
