"""`crosswind plan` and `crosswind explain`: what will run, what is reused, and why."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswind.cli.options import DEFAULT_STORE, AsJson, ExperimentFile, Overrides, StoreFolder
from crosswind.core.wording import counted

if TYPE_CHECKING:
    from crosswind.config.schema import Experiment
    from crosswind.data.sources import Found
    from crosswind.data.task import Task
    from crosswind.plan.steps import Step
    from crosswind.records.example import Example
    from crosswind.runner.forecast import Forecast
    from crosswind.runner.prepare import Prepared
    from crosswind.runner.stage_sizes import StageSizes
    from crosswind.store.store import Store

Resolved = Annotated[
    bool,
    typer.Option(
        "--resolved",
        help="Print the experiment as a file that can be run, with what --set and a benchmark add; "
        "as JSON, with every default.",
    ),
]


def plan(
    file: ExperimentFile,
    resolved: Resolved = False,
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
    as_json: AsJson = False,
) -> None:
    """Show the steps of an experiment without running any."""
    from crosswind.cli.display import print_json
    from crosswind.runner.forecast import forecast
    from crosswind.runner.overlaps import overlap_sentences
    from crosswind.runner.power import power_sentences
    from crosswind.runner.prepare import prepare
    from crosswind.runner.training_cost import training_cost

    prepared = prepare(file, overrides or [])
    if resolved:
        _print_experiment(prepared.experiment, as_json=as_json)
        return
    place = opened(store)
    sizes = _sizes_of(prepared, place)
    training = training_cost(prepared.plan, prepared.encoder, sizes)
    cost = forecast(prepared.plan, place, sizes)
    known = {
        "power": power_sentences(prepared.experiment, prepared.plan, place),
        "overlaps": overlap_sentences(prepared.plan, place),
        "missing": [error.sentence() for error in prepared.missing],
    }
    if as_json:
        print_json(_plan_content(prepared, cost) | known | {"training": training.content()})
    else:
        _print_plan(prepared, cost)
        print(training.sentence())
        for sentence in [*known["power"], *(f"overlap: {told}" for told in known["overlaps"])]:
            print(sentence)
        for sentence in known["missing"]:
            print(f"missing, needed before a run: {sentence}")


def _print_experiment(experiment: "Experiment", *, as_json: bool) -> None:
    from crosswind.cli.display import print_json
    from crosswind.config.written import experiment_text

    if as_json:
        print_json(experiment.model_dump(mode="json"))
    else:
        print(experiment_text(experiment), end="")


def _sizes_of(prepared: "Prepared", store: "Store | None") -> "StageSizes":
    """The sizes of stages and example sets, from what is stored and what is at hand."""
    from crosswind.runner.example_counts import ExampleCounts
    from crosswind.runner.stage_sizes import StageSizes

    counts = ExampleCounts(
        plan=prepared.plan,
        store=store,
        data_root=Path(prepared.experiment.data.root),
        read=_examples_of,
    )
    return StageSizes(plan=prepared.plan, counts=counts)


def _examples_of(task: "Task", found: "Found", params: Mapping[str, Any]) -> "list[Example]":
    """Checked examples of a set. What reads them is imported when the first file is counted."""
    try:
        from crosswind.data.load import read_examples
    except ModuleNotFoundError as error:
        from crosswind.core.errors import MissingDependencyError

        raise MissingDependencyError.of("pyarrow", "hub") from error
    language, split, part = params["language"], params["split"], params["part"]
    return read_examples(task, found, language, split, part=part)[0]


def _print_plan(prepared: "Prepared", cost: "Forecast") -> None:
    from crosswind.cli.display import duration, print_table

    n_steps = len(prepared.plan)
    print(f"{prepared.experiment.name}: {counted(n_steps, 'step')}, plan {prepared.plan.plan_id}")
    if prepared.experiment.question:
        print(prepared.experiment.question)
    print_table(
        [
            ["step kind", "to run", "reused", "not needed"],
            *(
                [kind, *(str(n.get(kind, 0)) for n in (cost.to_run, cost.reused, cost.not_needed))]
                for kind in prepared.plan.counts()
            ),
        ]
    )
    if cost.sentence(duration):
        print(cost.sentence(duration))
    for note in prepared.plan.notes:
        print(f"note: {note}")


def _plan_content(prepared: "Prepared", cost: "Forecast") -> dict[str, Any]:
    return {
        "name": prepared.experiment.name,
        "plan_id": prepared.plan.plan_id,
        "n_steps": len(prepared.plan),
        "to_run": cost.to_run,
        "reused": cost.reused,
        "not_needed": cost.not_needed,
        "seconds": cost.seconds,
        "bytes": cost.n_bytes,
        "seconds_unknown_of": list(cost.timeless),
        "bytes_unknown_of": list(cost.sizeless),
        "notes": list(prepared.plan.notes),
        "steps": [
            {
                "id": step.step_id,
                "kind": step.kind,
                "label": step.label,
                "inputs": dict(step.inputs),
            }
            for step in prepared.plan
        ],
    }


def explain(
    file: ExperimentFile,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Id, or the start of its digest.")],
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
    as_json: AsJson = False,
) -> None:
    """Say why a step will run or be reused, and how it differs from the nearest stored one."""
    from crosswind.cli.display import print_json
    from crosswind.plan.explain import nearest_stored
    from crosswind.plan.graph import needed_steps
    from crosswind.runner.prepare import prepare

    prepared = prepare(file, overrides or [])
    found = prepared.plan.find(step)
    place = opened(store)
    present = {key for key in prepared.plan.steps if place and place.has(key)}
    state = _state(found.step_id, present, set(needed_steps(prepared.plan, present)))
    nearest = nearest_stored(found, _recipes(place)) if place and state != "reused" else None
    waits = [key for key in dict.fromkeys(found.input_ids()) if key not in present]
    content = {
        "id": found.step_id,
        "kind": found.kind,
        "label": found.label,
        "state": state,
        "why": _why(state, found.step_id, place),
        "params": dict(found.params),
        "inputs": dict(found.inputs),
        "inputs_to_run": waits,
        "log": _log(found.step_id, place),
        "nearest_stored": nearest[0] if nearest else None,
        "differences": {key: list(pair) for key, pair in nearest[1].items()} if nearest else {},
    }
    if as_json:
        print_json(content)
        return
    _print_explanation(found, content)


def _print_explanation(found: "Step", content: dict[str, Any]) -> None:
    print(f"{found.step_id}\n{found.kind}: {found.label}\n{content['state']}: {content['why']}")
    print(f"params: {json.dumps(dict(found.params), ensure_ascii=False)[:2000]}")
    for name, value in found.inputs.items():
        many = counted(len(value), "artifact") if isinstance(value, tuple) else value
        print(f"input {name}: {many}")
    if content["inputs_to_run"]:
        print(f"to be made first: {counted(len(content['inputs_to_run']), 'input')}")
    if content["log"]:
        print(f"log: {content['log']}")
    if content["nearest_stored"]:
        print(f"nearest stored: {content['nearest_stored']}")
        for key, (here, there) in content["differences"].items():
            print(f"  {key}: {here!r} here, {there!r} stored")


def opened(folder: Path) -> "Store | None":
    """The store, if there is one; a plan never creates it."""
    from crosswind.store.layout import Layout
    from crosswind.store.store import Store

    return Store(folder) if Layout(folder).mark.exists() else None


def _state(step_id: str, present: Collection[str], needed: Collection[str]) -> str:
    if step_id in present:
        return "reused"
    return "to run" if step_id in needed else "not needed"


def _why(state: str, step_id: str, store: "Store | None") -> str:
    if state == "reused":
        return "an artifact with this recipe is in the store"
    if state == "not needed":
        return "no artifact with this recipe is in the store, and nothing that will run reads it"
    if store is None:
        return "there is no store yet"
    if store.manifest(step_id) is not None:
        return "the stored artifact is damaged (a file is absent or has another size)"
    return "no artifact with this recipe is in the store"


def _log(step_id: str, store: "Store | None") -> str | None:
    """Where it stands what happened to the step, if it ever ran in this store."""
    if store is None or not store.layout.events(step_id).exists():
        return None
    return str(store.layout.events(step_id))


def _recipes(store: "Store") -> list[tuple[str, Any]]:
    found = [(step_id, store.manifest(step_id)) for step_id in store.step_ids()]
    return [(step_id, manifest.step) for step_id, manifest in found if manifest]
