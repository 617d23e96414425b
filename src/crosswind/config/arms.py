"""Arms and their stages: what is trained in front of the targets."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from crosswind.config.mixtures import CAP, Control, Mlm, Sampling, TaskChange
from crosswind.config.robust import Robust
from crosswind.config.section import Listed, Name, Section, once
from crosswind.config.training import TrainingChange


class Stage(Section):
    """One stage of training: a task, tasks that are joined, or a mixture.

    Without `sampling`, tasks of one kind with equal fields and labels are joined under one head.
    With it they are a mixture: a head and a text each, of any kinds, one task an update. `shares`
    belongs to "fixed", `cap` to "size_capped", `temperature` to "temperature". `per_task` changes
    the recipe for single tasks. `languages` trains on the text in these languages, which the user
    had translated: whoever evaluates in one of them no longer transfers zero-shot, and the tables
    say so. `control` keeps the text and takes the labels away. `robust` steadies what
    is trained against changed input.
    """

    tasks: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = Field(min_length=1)
    sampling: Sampling | None = None
    cap: Annotated[int, Field(ge=1)] = CAP
    temperature: Annotated[float, Field(gt=0.0)] = 1.0
    shares: dict[str, Annotated[float, Field(ge=0.0, allow_inf_nan=False)]] = Field(
        default_factory=dict
    )
    per_task: dict[str, TaskChange] = Field(default_factory=dict)
    mlm: Mlm | None = None
    control: Control | None = None
    languages: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = ()
    carry_over: Literal["encoder", "encoder_and_head"] = "encoder"
    robust: Robust | None = None
    training: TrainingChange | None = None


class Arm(Section):
    """A training path in front of every target. No stages: the baseline arm.

    `target_robust` steadies the last stage of training of every target; a stage of a target that
    has a method of its own keeps it.

    With `checkpoint`, the arm is a model trained elsewhere (a hub id or a folder): it is judged as
    it is, with its own head, on the targets that the head fits. `trained_on` is what its makers
    say; it feeds the marks of re-exposure and zero-shot transfer. `labels` names the outputs of its
    head in their order, where its configuration does not, or not as the task does.
    """

    name: Name
    stages: Annotated[tuple[Stage, ...], Listed] = ()
    target_robust: Robust | None = None
    checkpoint: str = ""
    revision: str = ""
    trained_on: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = ()
    labels: Annotated[tuple[str, ...], Listed] = ()

    @property
    def key(self) -> str:
        """The name of the arm."""
        return self.name

    @property
    def is_bare(self) -> bool:
        """Whether nothing distinguishes it from training each target alone."""
        return not (self.stages or self.target_robust or self.checkpoint)

    @model_validator(mode="after")
    def _checkpoint_has_no_stages(self) -> Self:
        if self.checkpoint and (self.stages or self.target_robust):
            raise ValueError(
                "an arm with a checkpoint is judged as it is: it has no stages and no target_robust"
            )
        if (self.trained_on or self.revision or self.labels) and not self.checkpoint:
            raise ValueError("revision, trained_on and labels describe a checkpoint: name one")
        return self
