"""Trains a stage, and dies where it is told to: run as a program, in processes of its own.

Arguments: folder of the toy texts, folder to work in, params as JSON, updates to die after as JSON,
ascending. Each death is a SIGKILL of a forked process; at the negative of an even update it comes
while the state is being written. At last the stage is trained to its end.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.train import loop, partial
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams


def arm(death: int) -> None:
    """Die after an update, or while its state is written."""
    count, write = loop.Progress.add, partial.save_file
    reached = [0]

    def counted(self: Any, rows: Any, loss: float) -> None:
        count(self, rows, loss)
        reached[0] = self.n_updates
        if self.n_updates == death:
            os.kill(os.getpid(), signal.SIGKILL)

    def written(tensors: Any, place: Path) -> None:
        write(tensors, place)
        if reached[0] == -death:
            place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    loop.Progress.add = counted  # type: ignore[method-assign]
    partial.save_file = written


def train(places: Path, out: Path, params: FineTuneParams, kept: Path) -> None:
    out.mkdir()
    fine_tune(
        params,
        encoder=places / "encoder",
        start=None,
        train=(places / "train",),
        copies=(),
        validation=() if params.selection == "last_update" else (places / "more",),
        out=out,
        options=RunOptions(device="cpu", threads=1, partial=kept, keep_updates=2),
    )


def main() -> None:
    places, work = Path(sys.argv[1]), Path(sys.argv[2])
    values, deaths = json.loads(sys.argv[3]), json.loads(sys.argv[4])
    params = FineTuneParams(
        **{key: tuple(one) if isinstance(one, list) else one for key, one in values.items()}
    )
    for number, death in enumerate(deaths):
        child = os.fork()
        if not child:
            arm(death)
            train(places, work / f"killed{number}", params, work / "partial")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            raise SystemExit(f"death {number}, at {death}, did not come: {status}")
    train(places, work / "out", params, work / "partial")


if __name__ == "__main__":
    main()
