"""The training steps of a plan: intermediate stages once an arm and seed, then the targets."""

from dataclasses import dataclass
from typing import Any

from crosswind.config.arms import Arm, Stage
from crosswind.config.schema import Experiment, Target
from crosswind.config.training import Training
from crosswind.core.errors import ConfigError
from crosswind.plan.catalogue import Catalogue, ExampleSet
from crosswind.plan.robust import RobustSteps, method_of
from crosswind.plan.steps import Step, StepTable
from crosswind.plan.targets import is_evaluated, target_stages
from crosswind.plan.training_texts import VALIDATION_EXAMPLES, StageTexts, TrainingTexts
from crosswind.records.task_card import TaskCard

# Kind of a target with a dual encoder -> kind of the text that trains it.
DUAL_TEXTS = {"answer_retrieval": "span_qa", "entity_retrieval": "retrieval"}


@dataclass(slots=True)
class TrainingSteps:
    """Makes training steps.

    Attributes:
        experiment: the experiment.
        catalogue: facts about tasks.
        encoder: the step that loads the pretrained encoder.
        table: where steps are made.
        texts: chooses what trains and what selects.
    """

    experiment: Experiment
    catalogue: Catalogue
    encoder: Step
    table: StepTable
    texts: TrainingTexts

    def checkpoint(
        self, arm: Arm, target: Target, language: str, seeds: tuple[int, int]
    ) -> Step | None:
        """The checkpoint that predicts a target; None is the untrained encoder (retrieval).

        Args:
            arm: the path in front of the target.
            target: what is trained next.
            language: of the cell; it decides the checkpoint where `is_oracle` only.
            seeds: intermediate and target seed.
        """
        start = self.arm_checkpoint(arm, seeds[0])
        stages = self.stages(target)
        for number, stage in enumerate(stages, start=1):
            training = self.recipe(target, stage)
            is_last = number == len(stages)
            if training.selection == "target_validation" and is_last:
                texts = self._oracle_texts(target, stage, training, language)
            else:
                training = _on_source(training)
                texts = self.texts.of_stage(
                    stage.tasks, training, lambda task: self._scores(target, task)
                )
            kind = self._kind(stage, target if is_last else None)
            own = stage.model_copy(update={"robust": method_of(stage, arm, is_last=is_last)})
            params = self._params(own, kind, training, seeds[1])
            start = self._fine_tune(params, texts, start)
        return start

    def arm_checkpoint(self, arm: Arm, seed: int) -> Step | None:
        """The checkpoint behind all stages of an arm, trained once for every target."""
        start: Step | None = None
        for stage in arm.stages:
            training = _on_source(self.experiment.training.changed(stage.training))
            texts = self.texts.of_stage(stage.tasks, training, self._is_scored)
            params = self._params(stage, self._kind(stage, None), training, seed)
            start = self._fine_tune(params, texts, start)
        return start

    def stages(self, target: Target) -> tuple[Stage, ...]:
        """The stages that train a target; empty for retrieval."""
        return target_stages(target, self.catalogue.card)

    def recipe(self, target: Target, stage: Stage) -> Training:
        """The recipe of a stage of a target."""
        return self.experiment.training.changed(target.training).changed(stage.training)

    def is_oracle(self, target: Target) -> bool:
        """Whether labelled text in the evaluated language selects the target's checkpoint."""
        stages = self.stages(target)
        return bool(stages) and self.recipe(target, stages[-1]).selection == "target_validation"

    def _scores(self, target: Target, task: str) -> bool:
        return is_evaluated(task, target, self.catalogue.card(target.task))

    def _is_scored(self, task: str) -> bool:
        """An arm stands in front of every target, so its selection keeps clear of all of them."""
        return any(self._scores(target, task) for target in self.experiment.targets)

    def _oracle_texts(
        self, target: Target, stage: Stage, training: Training, language: str
    ) -> StageTexts:
        """Selection on the target's own validation text in the evaluated language."""
        train = self.texts.of_stage(stage.tasks, _not_selecting(training), lambda _: False).train
        validation = ExampleSet(
            task=target.task,
            language=language,
            split="validation",
            max_examples=VALIDATION_EXAMPLES,
        )
        return StageTexts(train=train, validation=(self.texts.examples.load(validation),))

    def _kind(self, stage: Stage, target: Target | None) -> str:
        """What a stage trains: the kind of its text, or the dual encoder that its target needs."""
        own = joined_card(stage.tasks, self.catalogue).kind
        wanted = self.catalogue.card(target.task).kind if target else own
        return wanted if DUAL_TEXTS.get(wanted) == own else own

    def _fine_tune(self, params: dict[str, Any], texts: StageTexts, start: Step | None) -> Step:
        params["carry_over"] = params["carry_over"] if start else "encoder"
        copies = self._robust.copies(params["robust"], texts.train, params["seed"])
        inputs = {
            "encoder": self.encoder.step_id,
            "start": start.step_id if start else None,
            "train": tuple(step.step_id for step in texts.train),
            "copies": tuple(step.step_id for step in copies),
            "validation": tuple(step.step_id for step in texts.validation),
        }
        after = f" after {start.params['task']}" if start else ""
        method = params["robust"]["settings"]["method"] if params["robust"] else ""
        steadied = f" with {method}" if method else ""
        label = f"train {params['task']} seed {params['seed']}{steadied}{after}"
        return self.table.make("fine_tune", params, inputs, label)

    def _params(self, stage: Stage, kind: str, training: Training, seed: int) -> dict[str, Any]:
        card = joined_card(stage.tasks, self.catalogue)
        recipe = training.model_dump(exclude={"max_examples", "hold_out", "precision"})
        return {
            "task": "+".join(stage.tasks),
            "kind": kind,
            "labels": list(card.labels),
            "fields": list(card.fields),
            "parts": [],
            **recipe,
            "precision": self.catalogue.precision(training.precision),
            "carry_over": stage.carry_over,
            "robust": self._robust.params(stage.robust, stage.tasks, training),
            "seed": seed,
        }

    @property
    def _robust(self) -> RobustSteps:
        return RobustSteps(catalogue=self.catalogue, table=self.table)


def _on_source(training: Training) -> Training:
    """A recipe for a stage that has no target language: it never selects on one."""
    if training.selection != "target_validation":
        return training
    return training.model_copy(update={"selection": "source_validation"})


def _not_selecting(training: Training) -> Training:
    return training.model_copy(update={"selection": "last_update"})


def joined_card(tasks: tuple[str, ...], catalogue: Catalogue) -> TaskCard:
    """The card that decides the head of joined tasks.

    Raises:
        ConfigError: the tasks differ in kind, fields or labels and cannot share a head.
    """
    cards = [catalogue.card(task) for task in tasks]
    first = cards[0]
    for other in cards[1:]:
        same = (other.kind, other.fields, other.labels) == (first.kind, first.fields, first.labels)
        if not same:
            raise ConfigError(
                "tasks trained in one stage need one kind, fields and labels",
                value=list(tasks),
                allowed=f"tasks like {first.name}: {first.kind}, labels {list(first.labels)}",
                action="Give each task a stage of its own.",
            )
    return first
