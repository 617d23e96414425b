"""Which text trains and which selects: the two never meet what is scored."""

from collections.abc import Callable
from dataclasses import dataclass, field

from crosswind.config.mixtures import Mlm
from crosswind.config.training import Training
from crosswind.plan.catalogue import Catalogue, ExampleSet
from crosswind.plan.example_sets import ExampleSteps
from crosswind.plan.parts import MLM_TASK
from crosswind.plan.steps import Step

# Phang et al. 2020 select on the first 500 examples of a validation part.
VALIDATION_EXAMPLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTexts:
    """Training texts of one head, a step a task and language, and those that select, if any."""

    train: tuple[Step, ...]
    validation: tuple[Step, ...] = ()


@dataclass(slots=True)
class TrainingTexts:
    """Chooses the example sets of stages.

    A checkpoint is selected on the validation split of the task, of the first of joined tasks, and
    of every task of a mixture. Where there is no
    such split, or where a target scores it, a part of the training text is held out instead:
    whole parallel clusters, chosen by digest (`load_examples`, `held_out`).

    Attributes:
        catalogue: facts about tasks.
        examples: makes the steps that read text.
        notes: sentences about what was held out, in the order of first need.
    """

    catalogue: Catalogue
    examples: ExampleSteps
    notes: dict[str, None] = field(default_factory=dict)

    def of_stage(
        self,
        tasks: tuple[str, ...],
        training: Training,
        is_scored: Callable[[str], bool],
        languages: tuple[str, ...] = (),
    ) -> StageTexts:
        """The texts of tasks under one head, with source validation or without selection.

        Args:
            tasks: that are joined.
            training: their recipe.
            is_scored: whether a target behind the stage scores a task's validation text.
            languages: of the training text; empty: the source language of each task.
        """
        selects = training.selection != "last_update"
        first = tasks[0]
        cuts = {task: self._is_cut(task, training) for task in tasks}
        if selects and is_scored(first) and not cuts[first]:
            cuts[first] = True
            self._note(first, "a target is scored on its validation text")
        train = tuple(
            self._train(task, language, training, is_cut=cuts[task])
            for task in tasks
            for language in languages or (self.catalogue.card(task).source_language,)
        )
        if not selects:
            return StageTexts(train=train)
        validation = self._held_out(first, is_cut=cuts[first])
        self._note_one_source(first, train[0], validation)
        return StageTexts(train=train, validation=(validation,))

    def masked(self, mlm: Mlm, language: str) -> StageTexts:
        """The lines that train masked words in a language, and those that judge them."""
        train, held_out = (
            self.examples.load(
                ExampleSet(task=MLM_TASK, language=language, split=mlm.text, held_out=part)
            )
            for part in ("kept", "held_out")
        )
        return StageTexts(train=(train,), validation=(held_out,))

    def _is_cut(self, task: str, training: Training) -> bool:
        """Whether a part is held out since the training text is all there is of a task."""
        only = not self.catalogue.training_text(task).validation
        if only and training.hold_out:
            self._note(task, "there is no other labelled text of it in its source language")
        return only and training.hold_out

    def _train(self, task: str, language: str, training: Training, *, is_cut: bool) -> Step:
        text = self.catalogue.training_text(task)
        return self.examples.load(
            ExampleSet(
                task=task,
                language=language,
                split=text.split if training.hold_out else (text.whole or text.split),
                held_out="kept" if is_cut else "",
                max_examples=training.max_examples,
            )
        )

    def _held_out(self, task: str, *, is_cut: bool) -> Step:
        """What a stage on source validation selects on."""
        text = self.catalogue.training_text(task)
        return self.examples.load(
            ExampleSet(
                task=task,
                language=self.catalogue.card(task).source_language,
                split=text.split if is_cut else text.validation,
                held_out="held_out" if is_cut else "",
                max_examples=0 if is_cut else VALIDATION_EXAMPLES,
            )
        )

    def _note(self, task: str, reason: str) -> None:
        split = self.catalogue.training_text(task).split
        self.notes[
            f"Held out of the {split} text of {task}, in whole parallel clusters, to select "
            f"checkpoints on: {reason}."
        ] = None

    def _note_one_source(self, task: str, train: Step, validation: Step) -> None:
        """Two splits of the same benchmark files: the task itself cuts them apart."""
        files = train.params["sources"]
        is_cut_here = bool(validation.params["held_out"])
        if is_cut_here or self.catalogue.card(task).world != "benchmark":
            return
        if files == validation.params["sources"] and "missing" not in files:
            names = ", ".join(sorted(files))
            self.notes[
                f"What trains and what selects in {task} are two parts of {names}, as the task "
                "reads it."
            ] = None
