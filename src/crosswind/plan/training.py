"""The training steps of a plan: intermediate stages once an arm and seed, then the targets."""

from dataclasses import dataclass, field
from typing import Any

from crosswind.config.schema import Arm, Experiment, Target
from crosswind.config.training import Training
from crosswind.core.errors import ConfigError
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.steps import Step, make_step
from crosswind.records.task_card import TaskCard

# Tokens that two windows of a long context share (transformers' question answering default).
_STRIDE = 128
# Longest predicted answer in tokens (SQuAD scripts of the benchmark).
_MAX_ANSWER_TOKENS = 30


@dataclass(slots=True)
class TrainingSteps:
    """Makes training steps and keeps each distinct one once.

    Attributes:
        experiment: the experiment.
        catalogue: facts about tasks.
        encoder: the step that loads the pretrained encoder.
        steps: id -> every step made so far.
    """

    experiment: Experiment
    catalogue: Catalogue
    encoder: Step
    steps: dict[str, Step] = field(default_factory=dict)

    def checkpoint(self, arm: Arm, target: Target, seeds: tuple[int, int]) -> Step | None:
        """The checkpoint that predicts a target; None is the untrained encoder (retrieval)."""
        start = self._intermediate(arm, seeds[0])
        tasks = self.train_tasks(target)
        if not tasks:
            return start
        training = self.experiment.training.changed(target.training)
        return self._fine_tune(tasks, training, target.carry_over, seeds[1], start)

    def train_tasks(self, target: Target) -> tuple[str, ...]:
        """Tasks whose training text trains a target; empty for retrieval."""
        return target.train or self.catalogue.card(target.task).train_tasks

    def is_same_task(self, arm: str, target: Target) -> bool:
        """Whether an arm was already trained on this target's own training text."""
        named = next(item for item in self.experiment.arms if item.name == arm)
        before = {task for stage in named.stages for task in stage.tasks}
        return bool(before & ({target.task} | set(self.train_tasks(target))))

    def is_re_exposure(self, arm: str, target: Target) -> bool:
        """Whether the encoder was already taught with a task of the arm or of the target."""
        named = next(item for item in self.experiment.arms if item.name == arm)
        tasks = {task for stage in named.stages for task in stage.tasks}
        tasks |= {target.task, *self.train_tasks(target)}
        return bool(tasks & set(self.catalogue.encoder_card().tasks_seen))

    def predict(self, target: Target, examples: Step, checkpoint: Step | None, label: str) -> Step:
        """The step that predicts a target's examples."""
        inputs = {
            "encoder": self.encoder.step_id,
            "checkpoint": checkpoint.step_id if checkpoint else None,
            "examples": examples.step_id,
        }
        params = self.predict_params(target, self.catalogue.card(target.task))
        return make_step("predict", params, inputs, label)

    def predict_params(self, target: Target, card: TaskCard) -> dict[str, Any]:
        """Params of a predict step, the same for every condition of a target."""
        training = self.experiment.training.changed(target.training)
        return {
            "task": card.name,
            "kind": card.kind,
            "fields": list(card.fields),
            "max_tokens": training.max_tokens,
            "stride": min(_STRIDE, training.max_tokens // 2),
            "pooling": target.retrieval.pooling or "mean",
            "layer": -1 if target.retrieval.layer is None else target.retrieval.layer,
            "precision": self.catalogue.precision(training.precision),
            "max_answer_tokens": _MAX_ANSWER_TOKENS,
        }

    def _intermediate(self, arm: Arm, seed: int) -> Step | None:
        start: Step | None = None
        for stage in arm.stages:
            training = self.experiment.training.changed(stage.training)
            start = self._fine_tune(stage.tasks, training, stage.carry_over, seed, start)
        return start

    def _fine_tune(
        self,
        tasks: tuple[str, ...],
        training: Training,
        carry_over: str,
        seed: int,
        start: Step | None,
    ) -> Step:
        params = {
            **self._train_params(tasks, training),
            "carry_over": carry_over if start else "encoder",
            "seed": seed,
        }
        train = [
            self._examples(
                task,
                self.catalogue.training_split(task, hold_out=training.hold_out),
                training.max_examples,
            )
            for task in tasks
        ]
        selects = training.selection == "source_validation"
        validation = self._examples(tasks[0], "validation", 500) if selects else None
        inputs = {
            "encoder": self.encoder.step_id,
            "start": start.step_id if start else None,
            "train": tuple(step.step_id for step in train),
            "validation": validation.step_id if validation else None,
        }
        after = f" after {start.params['task']}" if start else ""
        label = f"train {params['task']} seed {seed}{after}"
        return self._keep(make_step("fine_tune", params, inputs, label))

    def _train_params(self, tasks: tuple[str, ...], training: Training) -> dict[str, Any]:
        """Params of a fine_tune step that do not depend on where it stands."""
        card = joined_card(tasks, self.catalogue)
        recipe = training.model_dump(exclude={"max_examples", "hold_out", "precision"})
        return {
            "task": "+".join(tasks),
            "kind": card.kind,
            "labels": list(card.labels),
            "fields": list(card.fields),
            **recipe,
            "precision": self.catalogue.precision(training.precision),
        }

    def _examples(self, task: str, split: str, max_examples: int) -> Step:
        language = self.catalogue.card(task).source_language
        return self._keep(examples_step(self.catalogue, task, language, split, max_examples))

    def _keep(self, step: Step) -> Step:
        return self.steps.setdefault(step.step_id, step)


def examples_step(
    catalogue: Catalogue, task: str, language: str, split: str, max_examples: int
) -> Step:
    """The step that reads one task x language x split."""
    params = {
        "task": task,
        "language": language,
        "split": split,
        "max_examples": max_examples,
        "sample_seed": 0,
        "sources": dict(catalogue.digests(task, language, split)),
    }
    return make_step("load_examples", params, {}, f"{task} {language} {split}")


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
