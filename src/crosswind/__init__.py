"""Crosswind: does an English intermediate task steady zero-shot transfer under noise?

Every name here is loaded when it is first used: `import crosswind` loads no torch, and noise needs
numpy alone.

>>> import crosswind as cw
>>> cw.perturb("Das Wetter ist schön.", language="de", perturbation="typo", severity=0).text
'Das Wetter ist schön.'
"""

from typing import TYPE_CHECKING, Any

from crosswind.core.errors import CrosswindError, MissingDependencyError
from crosswind.core.registry import load_attribute

if TYPE_CHECKING:
    from crosswind.data.catalogue import TASKS
    from crosswind.model.cards import ENCODERS
    from crosswind.noise.api import perturb, perturb_batch, perturb_words, perturb_words_batch
    from crosswind.noise.catalogue import PERTURBATIONS, support
    from crosswind.noise.edits import Edit, EditList
    from crosswind.noise.mapping import NoiseMap
    from crosswind.runner.study import Study, run

__version__ = "0.1.0"

__all__ = [
    "ENCODERS",
    "PERTURBATIONS",
    "TASKS",
    "CrosswindError",
    "Edit",
    "EditList",
    "NoiseMap",
    "Study",
    "perturb",
    "perturb_batch",
    "perturb_words",
    "perturb_words_batch",
    "run",
    "support",
]

_HOMES = {
    "ENCODERS": "crosswind.model.cards",
    "PERTURBATIONS": "crosswind.noise.catalogue",
    "TASKS": "crosswind.data.catalogue",
    "Edit": "crosswind.noise.edits",
    "EditList": "crosswind.noise.edits",
    "NoiseMap": "crosswind.noise.mapping",
    "Study": "crosswind.runner.study",
    "perturb": "crosswind.noise.api",
    "perturb_batch": "crosswind.noise.api",
    "perturb_words": "crosswind.noise.api",
    "perturb_words_batch": "crosswind.noise.api",
    "run": "crosswind.runner.study",
    "support": "crosswind.noise.catalogue",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'crosswind' has no attribute {name!r}")
    try:
        return load_attribute(f"{_HOMES[name]}:{name}")
    except ModuleNotFoundError as error:
        raise MissingDependencyError.of(error.name or "?", "train,embedded") from error


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
