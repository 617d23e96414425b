"""Partial: the files in which a running stage keeps its state, to go on from after a stop.

Files: `state-<update>.safetensors`, and `state.json`, which names the update, the recipe it belongs
to and the digest of the other. Each is written under a hidden name and renamed; the JSON file comes
last, so it always speaks of a whole one.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from crosswind.core.errors import DataError
from crosswind.core.files import read_json, write_json
from crosswind.core.hashing import file_digest

_LOG = logging.getLogger("crosswind")
_FORMAT = 1
_RECORD = "state.json"


@dataclass(slots=True)
class Partial:
    """Where and how often the state of one stage is kept.

    Attributes:
        folder: of this stage alone; None: nothing is kept, and nothing is read.
        recipe: digest of all that decides the stage's digits; a state of another is not read.
        every_updates, every_seconds: the state is kept again after either; 0 = not by this measure.
        is_written: whether this process writes; of several with one state, only the first does.
        update: of the newest state that was written or read; 0 for none.
    """

    folder: Path | None = None
    recipe: str = ""
    every_updates: int = 0
    every_seconds: float = 0.0
    is_written: bool = True
    update: int = 0
    _since: float = field(default_factory=time.monotonic)

    def is_due(self, update: int) -> bool:
        """Whether to keep the state after this update."""
        if self.folder is None or not self.is_written:
            return False
        by_updates = self.every_updates and update - self.update >= self.every_updates
        elapsed = time.monotonic() - self._since
        return bool(by_updates or (self.every_seconds and elapsed >= self.every_seconds))

    def write(self, update: int, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]) -> bool:
        """Replace the state that is kept; a disk that refuses it stops no training.

        Args:
            update: the last one that the state holds.
            tensors: on the CPU or elsewhere.
            facts: plain JSON values.

        Returns:
            Whether the state of this update is kept.
        """
        if self.folder is None or not self.is_written:
            return False
        place = _weights(self.folder, update)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / ".draft.safetensors"
            save_file({name: one.cpu().contiguous() for name, one in tensors.items()}, draft)
            content = {"update": update, "sha256": file_digest(draft), "facts": dict(facts)}
            draft.replace(place)
            write_json(self.folder / _RECORD, content | {"format": _FORMAT, "recipe": self.recipe})
        except (OSError, SafetensorError) as error:
            _LOG.warning("the state of update %d is not kept: %s", update, error)
            self._remove_all_but(self.update)
            return False
        self.update, self._since = update, time.monotonic()
        self._remove_all_but(update)
        return True

    def read(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """Tensors and facts of the state that is kept; None if there is none to go on from.

        A damaged state, and one of another recipe, are told in the log and not read.
        """
        if self.folder is None or not (self.folder / _RECORD).exists():
            return None
        try:
            found = self._read(self.folder)
        except (DataError, OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            _LOG.warning("the kept state is damaged (%s): training starts anew", error)
            return None
        if found is None:
            _LOG.warning(
                "the state in %s was kept by another recipe, device, number of threads or version "
                "of torch: training starts anew",
                self.folder,
            )
        return found

    def _read(self, folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        content = read_json(folder / _RECORD)
        if (content["format"], content["recipe"]) != (_FORMAT, self.recipe):
            return None
        update = int(content["update"])
        place = _weights(folder, update)
        if file_digest(place) != content["sha256"]:
            raise ValueError(f"{place.name} has other bytes than its record says")
        found = load_file(place), dict(content["facts"])
        self.update = update
        return found

    def _remove_all_but(self, update: int) -> None:
        assert self.folder is not None, "only what is kept is removed"
        for path in self.folder.glob("*.safetensors"):
            if path != _weights(self.folder, update):
                path.unlink(missing_ok=True)


def _weights(folder: Path, update: int) -> Path:
    return folder / f"state-{update}.safetensors"
