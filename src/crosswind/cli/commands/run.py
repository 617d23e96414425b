"""`crosswind run`: an experiment from its file to its report."""

import shlex
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from crosswind.cli.options import (
    DEFAULT_STORE,
    Address,
    Engine,
    ExperimentFile,
    Overrides,
    Processes,
    StoreFolder,
    Workers,
)
from crosswind.core.wording import counted

if TYPE_CHECKING:
    from crosswind.runner.journey import Journey
    from crosswind.runner.observer import Outcome


def run(  # noqa: PLR0913  one argument a flag
    context: typer.Context,
    file: ExperimentFile,
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
    threads: Annotated[int, typer.Option(help="Torch threads; 0 = all cores.", min=0)] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, mps, cuda, cuda:1 ...")] = "auto",
    engine: Engine = "local",
    workers: Workers = 0,
    address: Address = "",
    processes: Processes = 1,
    offline: Annotated[bool, typer.Option("--offline", help="Never ask a hub.")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Show where the time went.")] = False,
) -> int:
    """Run an experiment: everything that is not in the store yet, then the report."""
    from crosswind.cli.display import ProgressDisplay, print_table
    from crosswind.config.run_options import RunOptions
    from crosswind.core.clock import Clock
    from crosswind.runner.engine import EngineChoice
    from crosswind.runner.journey import travel

    signal.signal(signal.SIGTERM, _interrupt)
    changes = [*(overrides or []), *(["data.offline=true"] if offline else [])]
    clock = Clock(is_on=profile)
    with ProgressDisplay() as display:
        journey = travel(
            file,
            store=store,
            overrides=changes,
            options=RunOptions(device=device, threads=threads, processes=processes, clock=clock),
            engine=EngineChoice(name=engine, workers=workers, address=address),
            observer=display,
        )
    _show_end(journey, display.elapsed_seconds)
    if profile:
        print_table(clock.table())
    _show_failures(journey.outcome, shlex.join(["crosswind", *context.find_root().obj]))
    return 1 if journey.outcome.failed else 0


def _show_end(journey: "Journey", seconds: float) -> None:
    from crosswind.cli.display import duration

    outcome = journey.outcome
    if journey.report is not None:
        _show_answer(journey.artifact_of("compare"))
    print(
        f"{counted(len(outcome.executed), 'step')} executed, {outcome.reused} reused, "
        + (f"{outcome.not_needed} not needed, " if outcome.not_needed else "")
        + f"{len(outcome.failed)} failed, {duration(seconds)}."
    )
    if journey.report is not None:
        print(f"report: {journey.report / 'report.html'}")


def _show_failures(outcome: "Outcome", retry: str) -> None:
    for failure in outcome.failed:
        print(
            f"failed: {failure.step.step_id} ({failure.step.label}): {failure.message}\n"
            f"  log: {failure.log}\n  retry: {retry}",
            file=sys.stderr,
        )
    if outcome.blocked:
        print(f"waiting for a failed step: {len(outcome.blocked)}", file=sys.stderr)


def _show_answer(folder: object) -> None:
    from pathlib import Path

    from crosswind.cli.display import print_table
    from crosswind.records.codecs import read_estimates
    from crosswind.report.answer import answer_lines, summary_table

    if not isinstance(folder, Path):
        return
    estimates, facts = read_estimates(folder)
    print()
    for line in answer_lines(estimates, facts):
        print(line)
    print()
    print_table(summary_table(estimates, facts), numbers_from=2)
    print()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
