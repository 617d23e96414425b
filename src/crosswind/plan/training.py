"""The training steps of a plan: intermediate stages once an arm and seed, then the targets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.arms import Arm, Stage
from crosswind.config.schema import Experiment, Target
from crosswind.config.training import Training
from crosswind.plan.catalogue import Catalogue, ExampleSet
from crosswind.plan.parts import (
    StagePart,
    is_mixture,
    part_kind,
    part_params,
    predicting_part,
    stage_parts,
)
from crosswind.plan.robust import RobustSteps, method_of
from crosswind.plan.steps import Step, StepTable
from crosswind.plan.targets import is_evaluated, target_stages
from crosswind.plan.training_texts import VALIDATION_EXAMPLES, StageTexts, TrainingTexts
from crosswind.records.task_card import RETRIEVAL_KINDS


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
        self,
        arm: Arm,
        target: Target,
        language: str,
        seeds: tuple[int, int],
        matched: Arm | None = None,
    ) -> Step | None:
        """The checkpoint that predicts a target; None is the untrained encoder (retrieval).

        Args:
            arm: the path in front of the target.
            target: what is trained next.
            language: of the cell; it decides the checkpoint where `is_oracle` only.
            seeds: intermediate and target seed.
            matched: an arm whose updates are added to the target's last stage.
        """
        start = self.arm_checkpoint(arm, seeds[0])
        stages = self.stages(target)
        for number, stage in enumerate(stages, start=1):
            training = self.recipe(target, stage)
            is_last = number == len(stages)
            is_oracle = training.selection == "target_validation" and is_last
            training = training if is_oracle else _on_source(training)
            texts = [
                self._texts(stage, part, training, lambda task: self._scores(target, task))
                for part in self.parts(stage)
            ]
            if is_oracle:
                texts = self._judged_by(target, stage, texts, language)
            kind = self.catalogue.card(target.task).kind if is_last else ""
            own = stage.model_copy(update={"robust": method_of(stage, arm, is_last=is_last)})
            params = self._params(own, kind, training, texts, seeds[1])
            added = self._chain(matched, seeds[0]) if matched and is_last else ()
            start = self._fine_tune(params, texts, start, added)
        return start

    def arm_checkpoint(self, arm: Arm, seed: int) -> Step | None:
        """The checkpoint behind all stages of an arm, trained once for every target."""
        chain = self._chain(arm, seed)
        return chain[-1] if chain else None

    def _chain(self, arm: Arm, seed: int) -> tuple[Step, ...]:
        """The checkpoints of the stages of an arm."""
        found: list[Step] = []
        for stage in arm.stages:
            training = _on_source(self.experiment.training.changed(stage.training))
            texts = [
                self._texts(stage, part, training, self._is_scored) for part in self.parts(stage)
            ]
            if stage.control == "shuffled_labels":
                # Judged on true labels, labels that say nothing would be kept at their first best.
                training = _not_selecting(training)
                texts = [_unjudged(text) for text in texts]
            params = self._params(stage, "", training, texts, seed)
            found.append(self._fine_tune(params, texts, found[-1] if found else None, ()))
        return tuple(found)

    def parts(self, stage: Stage) -> tuple[StagePart, ...]:
        """The parts of a stage."""
        return stage_parts(stage, self.catalogue)

    def predicting_part(self, target: Target) -> str:
        """The task of a mixture whose head predicts a target; "" where there is one head."""
        stages = self.stages(target)
        card = self.catalogue.card(target.task)
        if not stages or card.kind in RETRIEVAL_KINDS:
            return ""
        return predicting_part(self.parts(stages[-1]), card)

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

    def _texts(
        self,
        stage: Stage,
        part: StagePart,
        training: Training,
        is_scored: Callable[[str], bool],
    ) -> StageTexts:
        """What a part trains and selects on."""
        if part.language:
            assert stage.mlm is not None, "masked text belongs to mlm"
            return self.texts.masked(stage.mlm, part.language)
        if training.selection == "target_validation":
            training = _not_selecting(training)
        change = stage.per_task.get(part.name)
        if change is not None and change.max_examples is not None:
            training = training.model_copy(update={"max_examples": change.max_examples})
        return self.texts.of_stage(part.tasks, training, is_scored, stage.languages)

    def _judged_by(
        self, target: Target, stage: Stage, texts: list[StageTexts], language: str
    ) -> list[StageTexts]:
        """Selection on the target's own validation text in the evaluated language."""
        validation = self.texts.examples.load(
            ExampleSet(
                task=target.task,
                language=language,
                split="validation",
                max_examples=VALIDATION_EXAMPLES,
            )
        )
        parts, name = self.parts(stage), self.predicting_part(target)
        judged = next(number for number, part in enumerate(parts) if name in ("", part.name))
        return [
            StageTexts(train=text.train, validation=(validation,)) if number == judged else text
            for number, text in enumerate(texts)
        ]

    def _fine_tune(
        self,
        params: dict[str, Any],
        texts: Sequence[StageTexts],
        start: Step | None,
        matched: Sequence[Step],
    ) -> Step:
        params["carry_over"] = params["carry_over"] if start else "encoder"
        train = [step for text in texts for step in text.train]
        copies = self._robust.copies(params["robust"], train, params["seed"])
        inputs = {
            "encoder": self.encoder.step_id,
            "start": start.step_id if start else None,
            "train": tuple(step.step_id for step in train),
            "copies": tuple(step.step_id for step in copies),
            "validation": tuple(step.step_id for text in texts for step in text.validation),
            "matched": tuple(step.step_id for step in matched),
        }
        label = _label(params, start, matched)
        return self.table.make("fine_tune", params, inputs, label)

    def _params(
        self,
        stage: Stage,
        wanted: str,
        training: Training,
        texts: Sequence[StageTexts],
        seed: int,
    ) -> dict[str, Any]:
        """Params of a stage; `wanted` is the kind of the target that it trains, or ""."""
        parts = self.parts(stage)
        first = parts[0]
        recipe = training.model_dump(exclude={"max_examples", "hold_out", "precision"})
        told = [
            part_params(
                part, stage, training, wanted=wanted, sets=(len(text.train), len(text.validation))
            )
            for part, text in zip(parts, texts, strict=True)
        ]
        names = dict.fromkeys(part.name for part in parts)
        return {
            "task": "+".join(names),
            "kind": part_kind(first, wanted),
            "labels": list(first.card.labels),
            "fields": list(first.card.fields),
            "parts": told if is_mixture(stage) else [],
            "sampling": stage.sampling or "",
            "cap": stage.cap,
            "temperature": stage.temperature,
            **recipe,
            "precision": self.catalogue.precision(training.precision),
            "carry_over": stage.carry_over,
            "robust": self._robust.params(stage.robust, stage.tasks, training),
            "seed": seed,
        }

    @property
    def _robust(self) -> RobustSteps:
        return RobustSteps(catalogue=self.catalogue, table=self.table)


def _label(params: dict[str, Any], start: Step | None, matched: Sequence[Step]) -> str:
    """What a training step is called."""
    method = params["robust"]["settings"]["method"] if params["robust"] else ""
    steadied = f" with {method}" if method else ""
    after = f" after {start.params['task']}" if start else ""
    added = " update-matched to " + ", ".join(step.params["task"] for step in matched)
    return (
        f"train {params['task']} seed {params['seed']}{steadied}{after}{added if matched else ''}"
    )


def _on_source(training: Training) -> Training:
    """A recipe for a stage that has no target language: it never selects on one."""
    if training.selection != "target_validation":
        return training
    return training.model_copy(update={"selection": "source_validation"})


def _not_selecting(training: Training) -> Training:
    return training.model_copy(update={"selection": "last_update"})


def _unjudged(texts: StageTexts) -> StageTexts:
    """The same text to train on, without selection."""
    return StageTexts(train=texts.train)
