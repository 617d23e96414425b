"""Where a stage keeps its state, and the digest of all that decides its digits."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.hashing import digest, remembered_file_digest
from crosswind.train.params import FineTuneParams
from crosswind.train.partial import Partial
from crosswind.train.share import WHOLE, Share

_FORMAT_FILES = frozenset({"manifest.json", "provenance.json", "summary.json"})


def stage_partial(
    params: FineTuneParams,
    inputs: Sequence[Path],
    device: torch.device,
    options: RunOptions,
    share: Share = WHOLE,
) -> Partial:
    """The place of a stage's state; nothing is kept without `options.partial`.

    Equal digits are promised for one kind of device, number of threads and of processes, and
    version of torch, so a state of others is not gone on from.

    Args:
        params: of the stage.
        inputs: folders that it reads, in their order.
        device: that it trains on.
        options: the folder, and how often.
        share: of this process; all read the state, the first one writes it.
    """
    if options.partial is None:
        return Partial()
    recipe = {
        "params": asdict(params),
        "inputs": [_file_digests(folder) for folder in inputs],
        "device": device.type,
        "threads": torch.get_num_threads(),
        "torch": str(torch.__version__),
        **({"processes": share.n_shares} if share.n_shares > 1 else {}),
    }
    return Partial(
        folder=options.partial,
        recipe=digest(recipe),
        every_updates=options.keep_updates,
        every_seconds=options.keep_seconds,
        is_written=not share.index,
    )


def _file_digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): remembered_file_digest(path)
        for path in files
        if path.name not in _FORMAT_FILES
    }
