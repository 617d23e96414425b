"""The experiment file as frozen pydantic models. Every default is written in this room alone."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from crosswind.config.arms import Arm, Stage
from crosswind.config.claims import Claim
from crosswind.config.section import Fraction, Listed, Name, Section, Seed, Severity, once
from crosswind.config.training import Training, TrainingChange

KeyPath = tuple[str | int, ...]


class Seeds(Section):
    """Training seeds. `seeds = [1, 2]` is short for both lists, paired."""

    intermediate: Annotated[tuple[Seed, ...], Listed] = Field(default=(1,), min_length=1)
    target: Annotated[tuple[Seed, ...], Listed] = Field(default=(1,), min_length=1)
    design: Literal["paired", "crossed"] = "paired"

    @model_validator(mode="after")
    def _pairs_exist(self) -> Self:
        if self.design == "paired" and len(self.intermediate) != len(self.target):
            raise ValueError(
                "a paired design needs as many intermediate seeds as target seeds; "
                'give equal lists or design = "crossed"'
            )
        for name in ("intermediate", "target"):
            values = getattr(self, name)
            if len(set(values)) != len(values):
                raise ValueError(f"the {name} seeds repeat a value")
        return self

    def pairs(self) -> tuple[tuple[int, int], ...]:
        """(intermediate seed, target seed) of every replicate."""
        if self.design == "paired":
            return tuple(zip(self.intermediate, self.target, strict=True))
        return tuple((first, second) for first in self.intermediate for second in self.target)


def _seeds_from_list(value: Any) -> Any:
    return {"intermediate": value, "target": value} if isinstance(value, list) else value


class Encoder(Section):
    """The pretrained encoder: an embedded name, a hub id or a folder."""

    name: str = Field(min_length=1)
    revision: str = ""


class Data(Section):
    """Where official task files lie. Relative to the working directory; never part of identity.

    A task whose files are not below `root` comes from the hub: from its local cache alone while
    `offline`. `revisions` pins the commit for a task; without one, the newest is resolved, and the
    plan keeps it.

    A target is refused if more than `max_overlap` of its evaluated examples occur in the training
    or selection text of any stage in front of it, unless `allow_overlap` names its task. The splits
    of some benchmarks share a few per cent themselves (docs/targets.md), so the default lets those
    pass: what is refused is another kind of mistake.
    """

    root: str = "data"
    offline: bool = True
    revisions: dict[str, str] = Field(default_factory=dict)
    max_overlap: Fraction = 0.05
    allow_overlap: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = ()


Preset = Literal["jiant", "xtreme_before_october_2021", "xtreme", "xtreme_pull_104"]


class Retrieval(Section):
    """How sentences become vectors, and how their neighbors are found.

    `layer` indexes hidden states, 0 = embeddings, -1 = last. A `preset` sets layer, pooling, margin
    and k as a named reference does, for the encoder and task at hand; a key that is given beside it
    wins. `margin` and `k` matter to mining; `search` is exact below the size at which "auto" takes
    an approximate index.
    """

    preset: Preset | None = None
    layer: Annotated[int, Field(ge=-1, le=200)] | None = None
    pooling: Literal["mean", "cls"] | None = None
    margin: Literal["ratio", "distance", "absolute"] | None = None
    k: Annotated[int, Field(ge=1, le=100)] | None = None
    direction: Literal["forward", "backward", "intersect", "max"] | None = None
    search: Literal["auto", "exact", "faiss"] = "auto"


def _word_or_list(value: Any) -> str:
    # One mistake in a union would be told once a member; the choice is made here instead.
    return "word" if isinstance(value, str) else "list"


Languages = Annotated[
    Annotated[Literal["all"], Tag("word")]
    | Annotated[
        tuple[str, ...],
        Field(min_length=1),
        Listed,
        AfterValidator(once),
        Tag("list"),
    ],
    Discriminator(_word_or_list),
]


class Target(Section):
    """A target task. Empty `train`, `languages = "all"`: what the task's card says.

    `train` names tasks that are joined in one stage; `stages` trains in several, one after another.
    With `pairing = "generalised"` every ordered pair of the languages is a cell: the first text of
    an example in one, the others in the other (arXiv:2104.08645). A language that is written as a
    pair itself (`de+en`) stands for that cell alone.
    """

    task: str = Field(min_length=1)
    train: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = ()
    stages: Annotated[tuple[Stage, ...], Listed] = ()
    pairing: Literal["same_language", "generalised"] = "same_language"
    evaluation_split: Literal["", "test", "validation"] = ""
    languages: Languages = "all"
    max_examples: Annotated[int, Field(ge=0)] = 0
    carry_over: Literal["encoder", "encoder_and_head"] = "encoder"
    retrieval: Retrieval = Retrieval()
    training: TrainingChange | None = None

    @property
    def key(self) -> str:
        """The task of the target."""
        return self.task

    @model_validator(mode="after")
    def _one_way_to_train(self) -> Self:
        if self.train and self.stages:
            raise ValueError("a target is trained by `train` or by `stages`, not by both")
        if self.stages and self.carry_over != "encoder":
            raise ValueError("each of the `stages` says its own carry_over, not the target")
        return self


class Noise(Section):
    """Perturbed conditions: every perturbation at every severity with every noise seed."""

    perturbations: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = Field(default=())
    severities: Annotated[tuple[Severity, ...], Listed, AfterValidator(once)] = Field(
        default=(1, 3, 5), min_length=1
    )
    seeds: Annotated[tuple[Seed, ...], Listed, AfterValidator(once)] = Field(
        default=(0,), min_length=1
    )
    sides: str = "default"


class Experiment(Section):
    """An experiment: a question, as one file.

    `benchmark` adds every target of a benchmark that is not listed, in the benchmark's languages,
    and asks for its official aggregation.
    """

    name: Name
    question: str = ""
    seeds: Annotated[Seeds, BeforeValidator(_seeds_from_list)] = Seeds()
    encoder: Encoder
    data: Data = Data()
    arms: Annotated[tuple[Arm, ...], Listed, AfterValidator(once)] = Field(min_length=1)
    benchmark: Literal["", "xtreme", "xtreme_r"] = ""
    targets: Annotated[tuple[Target, ...], Listed, AfterValidator(once)] = ()
    noise: Noise = Noise()
    training: Training = Training()
    claims: Annotated[tuple[Claim, ...], Listed, AfterValidator(once)] = ()

    @model_validator(mode="after")
    def _has_targets(self) -> Self:
        if not self.targets and not self.benchmark:
            raise ValueError("nothing to evaluate: give [[targets]], or a benchmark")
        return self

    def baseline(self) -> str:
        """The arm every other arm is held against: the first without stages, else the first."""
        bare = [arm.name for arm in self.arms if not arm.stages and not arm.checkpoint]
        return bare[0] if bare else self.arms[0].name

    def impossible_changes(self) -> Iterator[tuple[KeyPath, str]]:
        """(path, why) of each `training` table that does not fit the training defaults."""
        for number, arm in enumerate(self.arms):
            yield from _misfits_of_stages(self.training, arm.stages, ("arms", number))
        for number, target in enumerate(self.targets):
            path: KeyPath = ("targets", number)
            own = list(_misfits(self.training, target.training, (*path, "training")))
            yield from own
            if not own:
                training = self.training.changed(target.training)
                yield from _misfits_of_stages(training, target.stages, path)


def _misfits_of_stages(
    training: Training, stages: tuple[Stage, ...], owner: KeyPath
) -> Iterator[tuple[KeyPath, str]]:
    for position, stage in enumerate(stages):
        path = (*owner, "stages", position, "training")
        yield from _misfits(training, stage.training, path)


def _misfits(
    training: Training, change: TrainingChange | None, path: KeyPath
) -> Iterator[tuple[KeyPath, str]]:
    try:
        training.changed(change)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            yield path, str(item["ctx"]["error"])
