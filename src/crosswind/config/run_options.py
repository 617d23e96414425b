"""RunOptions: where and how a run happens. Never hashed; may change only speed, logs and places."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from crosswind.core.clock import Clock
from crosswind.core.errors import DeviceError, nearest_match

_DEVICES = ("auto", "cpu", "mps", "cuda")
_DEVICE = re.compile(r"auto|cpu|mps|cuda(:(0|[1-9][0-9]?))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What does not belong to an experiment's identity.

    Attributes:
        data_root: folder of official task files; their digests are in the plan, not their place.
        device: "auto", "cpu", "mps", "cuda", "cuda:1" ...
        threads: torch threads on CPU; recorded in the provenance. 0 = all cores.
        processes: of one stage of training, each with a share of every batch; recorded in the
            provenance, as the last digits depend on it. Predictions run in one.
        offline: never ask a hub.
        log_every: updates between two log lines of training.
        partial: where a stage of training keeps its state, to go on from after a stop; the runner
            gives each step a folder of its own. None: nothing is kept.
        pieces: where pieces of many texts are kept, so that other steps need not cut them again;
            the runner gives a folder of the store. None: nothing is kept.
        keep_updates: updates after which the state is kept again; 0 = the seconds decide alone.
        keep_seconds: seconds after which it is kept again; 0 = the updates decide alone.
        clock: adds up where the time goes; off unless a profile is asked for.
    """

    data_root: Path = Path("data")
    device: str = "auto"
    threads: int = 0
    processes: int = 1
    offline: bool = True
    log_every: int = 50
    partial: Path | None = None
    pieces: Path | None = None
    keep_updates: int = 1000
    keep_seconds: float = 300.0
    clock: Clock = field(default_factory=Clock, compare=False)


def require_device_name(name: str) -> None:
    """Refuse what is spelled like no device; whether it is there is known where steps run.

    Raises:
        DeviceError: with the nearest name.
    """
    if not _DEVICE.fullmatch(name):
        raise DeviceError(
            "not a device",
            place="--device",
            value=name,
            allowed=(*_DEVICES, "cuda:N"),
            nearest=nearest_match(name, _DEVICES),
        )
