"""RunOptions: where and how a run happens. Never hashed; may change only speed, logs and places."""

from dataclasses import dataclass, field
from pathlib import Path

from crosswind.core.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What does not belong to an experiment's identity.

    Attributes:
        data_root: folder of official task files; their digests are in the plan, not their place.
        device: "auto", "cpu", "cuda", "cuda:1" ...
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
