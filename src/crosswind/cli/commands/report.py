"""`crosswind report`: where the report of an experiment is."""

import webbrowser
from typing import Annotated

import typer

from crosswind.cli.options import DEFAULT_STORE, ExperimentFile, Overrides, StoreFolder
from crosswind.core.errors import StoreError


def report(
    file: ExperimentFile,
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Print the path of the report of a finished experiment."""
    from crosswind.cli.commands.inspect import opened
    from crosswind.runner.journey import publish_report
    from crosswind.runner.prepare import prepare

    prepared = prepare(file, overrides or [])
    place = opened(store)
    goal = prepared.plan.steps[prepared.plan.goals[0]]
    folder = publish_report(place, prepared.experiment.name, goal) if place else None
    if folder is None:
        raise StoreError(
            "there is no report of this experiment yet",
            place=str(store),
            value=file,
            action=f"Run it first: crosswind run {file} --store {store}",
        )
    page = folder / "report.html"
    print(page)
    if show:
        webbrowser.open(page.resolve().as_uri())
