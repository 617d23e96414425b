"""The experiment file as frozen pydantic models. Every default is written here and nowhere else."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Seed = Annotated[int, Field(ge=0, lt=2**31)]
Severity = Annotated[int, Field(ge=1, le=5)]
# TOML has arrays; the models keep tuples, so that an experiment is frozen all the way down.
Listed = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)
T = TypeVar("T")


class Section(BaseModel):
    """A part of the experiment file: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


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
    """Where official task files lie. Relative to the working directory; never part of identity."""

    root: str = "data"
    offline: bool = True


class TrainingChange(Section):
    """Changes to the training defaults for one stage or one target: only the keys that differ."""

    learning_rate: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None
    batch_examples: Annotated[int, Field(ge=1, le=4096)] | None = None
    epochs: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_updates: Annotated[int, Field(ge=0)] | None = None
    max_examples: Annotated[int, Field(ge=0)] | None = None
    max_tokens: Annotated[int, Field(ge=8, le=8192)] | None = None
    warmup_fraction: Fraction | None = None
    weight_decay: Annotated[float, Field(ge=0.0, lt=1.0)] | None = None
    max_grad_norm: Annotated[float, Field(gt=0.0)] | None = None
    selection: Literal["last_update", "source_validation"] | None = None
    hold_out: bool | None = None
    evaluate_every: Annotated[int, Field(ge=1)] | None = None
    patience: Annotated[int, Field(ge=1)] | None = None
    embedding_rows: Literal["auto", "all", "seen", "frozen"] | None = None
    attention_dropout: Fraction | None = None
    hidden_dropout: Fraction | None = None
    precision: Literal["auto", "fp32", "bf16"] | None = None


class Training(Section):
    """Training defaults for all stages and targets (arXiv:2005.13013, sec. 3; `reference.md` 1.3).

    `max_updates` and `max_examples` of 0 mean no limit. `hold_out = false` trains on every example
    of a source that has one split only, and needs `selection = "last_update"`.
    """

    learning_rate: Annotated[float, Field(gt=0.0, lt=1.0)] = 1e-5
    batch_examples: Annotated[int, Field(ge=1, le=4096)] = 32
    epochs: Annotated[int, Field(ge=1, le=1000)] = 2
    max_updates: Annotated[int, Field(ge=0)] = 0
    max_examples: Annotated[int, Field(ge=0)] = 0
    max_tokens: Annotated[int, Field(ge=8, le=8192)] = 256
    warmup_fraction: Fraction = 0.1
    weight_decay: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.01
    max_grad_norm: Annotated[float, Field(gt=0.0)] = 1.0
    selection: Literal["last_update", "source_validation"] = "source_validation"
    hold_out: bool = True
    evaluate_every: Annotated[int, Field(ge=1)] = 1000
    patience: Annotated[int, Field(ge=1)] = 30
    embedding_rows: Literal["auto", "all", "seen", "frozen"] = "auto"
    attention_dropout: Fraction = 0.1
    hidden_dropout: Fraction = 0.1
    precision: Literal["auto", "fp32", "bf16"] = "auto"

    @model_validator(mode="after")
    def _selection_has_examples(self) -> Self:
        if not self.hold_out and self.selection != "last_update":
            raise ValueError(
                'hold_out = false leaves nothing to select on; set selection = "last_update"'
            )
        return self

    def changed(self, change: TrainingChange | None) -> "Training":
        """These defaults with the given keys replaced, validated again."""
        if change is None:
            return self
        return Training.model_validate(
            {**self.model_dump(), **change.model_dump(exclude_none=True)}
        )


def _once(value: tuple[T, ...]) -> tuple[T, ...]:
    """Refuse a list in which a name or number stands twice."""
    names = [_name_of(item) for item in value]
    doubled = sorted({name for name in names if names.count(name) > 1}, key=str)
    if doubled:
        raise ValueError(f"{doubled[0]!r} stands more than once")
    return value


def _name_of(item: Any) -> Any:
    return item.name if isinstance(item, Arm) else item.task if isinstance(item, Target) else item


class Stage(Section):
    """One stage of intermediate training: tasks of one kind with equal labels are joined."""

    tasks: Annotated[tuple[str, ...], Listed, AfterValidator(_once)] = Field(min_length=1)
    carry_over: Literal["encoder", "encoder_and_head"] = "encoder"
    training: TrainingChange | None = None


class Arm(Section):
    """A training path in front of every target. No stages: the baseline arm."""

    name: Name
    stages: Annotated[tuple[Stage, ...], Listed] = ()


class Retrieval(Section):
    """How sentences become vectors. `layer` indexes hidden states, 0 = embeddings, -1 = last."""

    layer: Annotated[int, Field(ge=-1, le=200)] = -1
    pooling: Literal["mean", "cls"] = "mean"


def _word_or_list(value: Any) -> str:
    # One mistake in a union would be told once a member; the choice is made here instead.
    return "word" if isinstance(value, str) else "list"


Languages = Annotated[
    Annotated[Literal["all"], Tag("word")]
    | Annotated[
        tuple[str, ...],
        Field(min_length=1),
        Listed,
        AfterValidator(_once),
        Tag("list"),
    ],
    Discriminator(_word_or_list),
]


class Target(Section):
    """A target task. Empty `train`, `languages = "all"`: what the task's card says."""

    task: str = Field(min_length=1)
    train: Annotated[tuple[str, ...], Listed, AfterValidator(_once)] = ()
    evaluation_split: Literal["", "test", "validation"] = ""
    languages: Languages = "all"
    max_examples: Annotated[int, Field(ge=0)] = 0
    carry_over: Literal["encoder", "encoder_and_head"] = "encoder"
    retrieval: Retrieval = Retrieval()
    training: TrainingChange | None = None


class Noise(Section):
    """Perturbed conditions: every perturbation at every severity with every noise seed."""

    perturbations: Annotated[tuple[str, ...], Listed, AfterValidator(_once)] = Field(default=())
    severities: Annotated[tuple[Severity, ...], Listed, AfterValidator(_once)] = Field(
        default=(1, 3, 5), min_length=1
    )
    seeds: Annotated[tuple[Seed, ...], Listed, AfterValidator(_once)] = Field(
        default=(0,), min_length=1
    )
    sides: str = "default"


class Experiment(Section):
    """An experiment: a question, as one file."""

    name: Name
    question: str = ""
    seeds: Annotated[Seeds, BeforeValidator(_seeds_from_list)] = Seeds()
    encoder: Encoder
    data: Data = Data()
    arms: Annotated[tuple[Arm, ...], Listed, AfterValidator(_once)] = Field(min_length=1)
    targets: Annotated[tuple[Target, ...], Listed, AfterValidator(_once)] = Field(min_length=1)
    noise: Noise = Noise()
    training: Training = Training()

    def baseline(self) -> str:
        """The arm every other arm is held against: the first without stages, else the first."""
        bare = [arm.name for arm in self.arms if not arm.stages]
        return bare[0] if bare else self.arms[0].name

    def impossible_changes(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """(path, why) of each `training` table that does not fit the training defaults."""
        places: list[tuple[tuple[str | int, ...], TrainingChange | None]] = [
            (("targets", number, "training"), target.training)
            for number, target in enumerate(self.targets)
        ]
        for number, arm in enumerate(self.arms):
            for position, stage in enumerate(arm.stages):
                places.append((("arms", number, "stages", position, "training"), stage.training))
        for path, change in places:
            try:
                self.training.changed(change)
            except ValidationError as error:
                for item in error.errors(include_url=False):
                    yield path, str(item["ctx"]["error"])
