"""What a step of training is told of its robust method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.robust import Noisy, Robust, robust_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustParams:
    """The robust method of a stage.

    Attributes:
        settings: a table of `config.robust`, all keys written out, `copies` resolved.
        kept_fields: text fields whose words are never exchanged.
        neighbors_sha256: of the user's list of neighbors; empty without one.
    """

    settings: Mapping[str, Any]
    kept_fields: Sequence[str] = ()
    neighbors_sha256: str = ""

    def method(self) -> Robust:
        """The settings as a record."""
        return robust_of(dict(self.settings))

    @property
    def n_perturbed(self) -> int:
        """Perturbed copies of each training text that the step reads."""
        settings = self.method()
        return settings.copies if isinstance(settings, Noisy) else 0
