"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ExperimentFile = Annotated[
    str, typer.Argument(metavar="FILE", help="Experiment file, or the name of a shipped one.")
]
StoreFolder = Annotated[Path, typer.Option("--store", help="Folder of artifacts.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="A.B=VALUE", help="Change a key of the file; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

DEFAULT_STORE = Path(".crosswind")
