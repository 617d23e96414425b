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
    typer.Option(
        "--set",
        metavar="A.B=VALUE",
        help="Change a key of the file, in a list as targets[0].task=xnli; may be repeated.",
    ),
]
Engine = Annotated[str, typer.Option(help="Where steps run: local or ray.")]
Workers = Annotated[
    int,
    typer.Option(
        help="Steps side by side: processes (local, 0 = one step after the other here), "
        "or processors of the cluster that is started (ray, 0 = all cores).",
        min=0,
    ),
]
Processes = Annotated[
    int, typer.Option(help="Processes of one training step, each with a share of a batch.", min=1)
]
Address = Annotated[str, typer.Option(help="HOST:PORT of a Ray cluster that runs already.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

DEFAULT_STORE = Path(".crosswind")
