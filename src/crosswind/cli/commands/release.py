"""`crosswind release`: the evaluation sets of an experiment as files for others."""

from pathlib import Path
from typing import Annotated

import typer

from crosswind.cli.options import DEFAULT_STORE, ExperimentFile, Overrides, StoreFolder
from crosswind.core.wording import counted


def release(
    file: ExperimentFile,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write; must not exist yet.")
    ],
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
) -> None:
    """Write the clean and perturbed evaluation sets of an experiment in the official layouts."""
    from crosswind.cli.display import ProgressDisplay
    from crosswind.records.release import CARD
    from crosswind.runner.release import release as write_release

    with ProgressDisplay() as display:
        manifest = write_release(
            file, folder, store=store, overrides=overrides or [], observer=display
        )
    print(
        f"{counted(len(manifest['sets']), 'set')} under "
        f"{counted(len(manifest['conditions']), 'condition')}, "
        f"{counted(len(manifest['files']), 'file')}."
    )
    for name, reason in manifest["refused"].items():
        print(f"left out: {name}: {reason}")
    print(f"card: {folder / CARD}")
