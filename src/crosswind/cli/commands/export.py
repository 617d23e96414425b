"""`crosswind export`: a checkpoint as a folder for everybody else's tools."""

from pathlib import Path
from typing import Annotated

import typer

from crosswind.cli.options import DEFAULT_STORE, StoreFolder


def export(
    step: Annotated[
        str, typer.Argument(metavar="STEP", help="Id of a training step, or its start.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder to write.")],
    store: StoreFolder = DEFAULT_STORE,
) -> None:
    """Write a trained checkpoint as an ordinary Hugging Face folder with a model card."""
    from crosswind.cli.commands.store import existing
    from crosswind.runner.export import CARD
    from crosswind.runner.export import export as write_export

    done = write_export(step, folder, store=existing(store))
    print(f"{done['step_id']}: {done['record']['task']} as {done['architecture']}")
    print(f"load it with transformers.{done['auto']}.from_pretrained({str(folder)!r})")
    for head in done["heads"]:
        print(f"its head is in {head['file']}: the card shows how it is read")
    print(f"card: {folder / CARD}")
