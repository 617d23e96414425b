"""Robust methods of training, as the experiment file says them: one table a method.

Formulas, sources and deviations: `train/robust`, and docs/robust-training.md.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter

from crosswind.config.section import Fraction, Listed, Section, Severity, once

# Kinds in which a row has a label and a loss of its own, which a method can steady.
CARRYING_KINDS = (
    "classification",
    "pair_classification",
    "tagging",
    "span_qa",
    "multiple_choice",
)

_Several = BeforeValidator(lambda value: (value,) if isinstance(value, str | int) else value)
Perturbations = Annotated[
    tuple[str, ...], Listed, _Several, AfterValidator(once), Field(min_length=1)
]
Severities = Annotated[
    tuple[Severity, ...], Listed, _Several, AfterValidator(once), Field(min_length=1)
]
# 0 is one for each epoch of the recipe.
Copies = Annotated[int, Field(ge=0, le=100)]
Radius = Annotated[float, Field(ge=0.0, le=1000.0)]
Weight = Annotated[float, Field(ge=0.0, le=1000.0)]


class Adversarial(Section):
    """Worst perturbation of the input embeddings in a ball: FGM with one step, PGD with several.

    A `step_size` of 0 is 2.5 x radius / steps.
    """

    method: Literal["adversarial"]
    steps: Annotated[int, Field(ge=1, le=100)] = 1
    radius: Radius = 0.1
    step_size: Radius = 0.0
    norm: Literal["l2", "linf"] = "l2"
    weight: Weight = 1.0


class RandomSmoothing(Section):
    """A random perturbation of the input embeddings at every update."""

    method: Literal["random_smoothing"]
    radius: Radius = 0.1
    distribution: Literal["uniform", "gaussian"] = "uniform"


class SynonymSmoothing(Section):
    """Copies of the text in which words are exchanged for neighbors.

    `neighbors` is a file, a line a word: `word<TAB>neighbor neighbor ...`. Without one, pieces are
    exchanged for the nearest rows of the encoder's own word embedding.
    """

    method: Literal["synonym_smoothing"]
    copies: Copies = 3
    neighbors: str = ""
    max_neighbors: Annotated[int, Field(ge=1, le=100)] = 8


class NoiseAugmentation(Section):
    """A copy of the text for each epoch in which a share of the examples is perturbed."""

    method: Literal["noise_augmentation"]
    perturbation: Perturbations
    severity: Severities = (3,)
    share: Fraction = 0.5
    copies: Copies = 0
    sides: str = "default"


class Consistency(Section):
    """What is predicted for a text and for its perturbed view shall agree."""

    method: Literal["consistency"]
    perturbation: Perturbations
    severity: Severities = (3,)
    weight: Weight = 5.0
    copies: Copies = 0
    sides: str = "default"


class Contrastive(Section):
    """The vector of a text shall be nearer to that of its perturbed view than to any other."""

    method: Literal["contrastive"]
    perturbation: Perturbations
    severity: Severities = (3,)
    temperature: Annotated[float, Field(gt=0.0, le=100.0)] = 0.05
    weight: Weight = 1.0
    copies: Copies = 0
    sides: str = "default"


Noisy = NoiseAugmentation | Consistency | Contrastive
Robust = Annotated[
    Adversarial | RandomSmoothing | SynonymSmoothing | Noisy, Field(discriminator="method")
]
_ROBUST: TypeAdapter[Robust] = TypeAdapter(Robust)


def robust_of(params: object) -> Robust:
    """The method of a step's params, as the plan wrote them."""
    return _ROBUST.validate_python(params)


def share_of(robust: Noisy) -> float:
    """The share of the examples that a copy has perturbed."""
    return robust.share if isinstance(robust, NoiseAugmentation) else 1.0


def described(robust: Robust) -> str:
    """The method and the keys that are said of it, in one line."""
    said = robust.model_dump(mode="json", exclude={"method"})
    keys = [f"{key} {_plain(value)}" for key, value in said.items() if value not in ("", 0)]
    return f"{robust.method} ({', '.join(keys)})"


def _plain(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)
