"""The grid of an experiment: arms x targets x languages x conditions x seeds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crosswind.config.schema import Arm, Experiment, Target
from crosswind.plan.adopted import adopted_judge
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.conditions import Condition, Conditions
from crosswind.plan.example_sets import ExampleSteps
from crosswind.plan.marks import is_re_exposure, same_tasks
from crosswind.plan.overlaps import overlap_step
from crosswind.plan.predictions import PredictionSteps, Tuning
from crosswind.plan.steps import Step, StepTable
from crosswind.plan.targets import evaluated_languages
from crosswind.plan.training import TrainingSteps
from crosswind.plan.training_texts import TrainingTexts

Seeds = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredCell:
    """A cell of the grid with the steps that make its score.

    Attributes:
        cell: fields of `records.estimate.Cell`.
        clean, examples: the clean example set, and the one that is scored.
        predictions, score: what is said of it, and how right that is.
    """

    cell: dict[str, Any]
    clean: Step
    examples: Step
    predictions: Step
    score: Step

    @property
    def is_drawn(self) -> bool:
        """Whether the scored set is a perturbed one of ours, with edits."""
        return self.examples.kind == "perturb_examples"


@dataclass(frozen=True, slots=True)
class Judged:
    """The example sets of a target in one language, and what predicts them."""

    target: Target
    sets: Sequence[tuple[Condition, Step]]
    predictions: PredictionSteps
    checkpoint: Step | None


@dataclass(slots=True)
class Grid:
    """Makes all steps up to the scores.

    Attributes:
        experiment: the experiment.
        catalogue: facts about tasks, perturbations and the encoder.
        table: where steps are made.
        training, predictions, conditions: makers of their steps.
        cells: what is compared.
        overlaps: the steps that must have run before any training.
    """

    experiment: Experiment
    catalogue: Catalogue
    table: StepTable
    training: TrainingSteps
    predictions: PredictionSteps
    conditions: Conditions
    cells: list[ScoredCell] = field(default_factory=list)
    overlaps: list[Step] = field(default_factory=list)

    def add(self, target: Target) -> None:
        """All cells of a target, and the count of its overlap with what trains it."""
        is_oracle = self.training.is_oracle(target)
        shared = {} if is_oracle else self._checkpoints(target, "")
        facts = {arm.name: self._facts(arm, target) for arm in self._arms()}
        clean: list[Step] = []
        trained: dict[str, Step] = {}
        for language in evaluated_languages(target, self.catalogue.card(target.task)):
            sets = list(self.conditions.of(target, language))
            clean.append(sets[0][1])
            checkpoints = self._checkpoints(target, language) if is_oracle else shared
            trained |= {step.step_id: step for step in checkpoints.values() if step}
            pool = self._pool_mark(target, language)
            for (arm, seeds), checkpoint in checkpoints.items():
                base = {
                    **facts[arm],
                    "language": language,
                    "intermediate_seed": seeds[0],
                    "target_seed": seeds[1],
                    "pool": pool,
                }
                self._add_conditions(base, Judged(target, sets, self.predictions, checkpoint))
            self._add_adopted(target, {"language": language, "pool": pool}, sets)
        overlap = overlap_step(self.table, self.catalogue, clean, trained.values())
        self.overlaps += [overlap] if overlap else []

    def _arms(self) -> tuple[Arm, ...]:
        """The arms that are trained here."""
        return tuple(arm for arm in self.experiment.arms if not arm.checkpoint)

    def _checkpoints(self, target: Target, language: str) -> dict[tuple[str, Seeds], Step | None]:
        return {
            (arm.name, seeds): self.training.checkpoint(arm, target, language, seeds)
            for arm in self._arms()
            for seeds in self.experiment.seeds.pairs()
        }

    def _add_adopted(
        self, target: Target, where: dict[str, Any], sets: Sequence[tuple[Condition, Step]]
    ) -> None:
        """The cells of arms that are models trained elsewhere: the same for every pair of seeds."""
        for arm in self.experiment.arms:
            if not arm.checkpoint:
                continue
            judge = adopted_judge(arm, target, self.catalogue, self.table.make)
            if judge is None:
                continue
            card = self.catalogue.adopted_card(arm.name)
            predictions = self.predictions.by_another(judge.encoder, card)
            for first, second in self.experiment.seeds.pairs():
                base = {
                    **self._facts(arm, target),
                    **where,
                    "oracle": False,
                    "intermediate_seed": first,
                    "target_seed": second,
                }
                self._add_conditions(base, Judged(target, sets, predictions, judge.checkpoint))

    def _add_conditions(self, base: dict[str, Any], judged: Judged) -> None:
        """The cells of one arm, language and pair of seeds; the clean one comes first."""
        clean: Step | None = None
        tuning: Tuning | None = None
        seeds = f"({base['intermediate_seed']}-{base['target_seed']})"
        target, makes, checkpoint = judged.target, judged.predictions, judged.checkpoint
        for condition, examples in judged.sets:
            label = f"{base['arm']} {examples.label} {seeds}"
            predictions = makes.predict(target, examples, checkpoint, label)
            if clean is None:
                clean = examples
                tuning = makes.tuning(target, clean, checkpoint)
            self.cells.append(
                ScoredCell(
                    cell={**base, **self._condition_facts(condition, base["kind"])},
                    clean=clean,
                    examples=examples,
                    predictions=predictions,
                    score=makes.score(base, examples, predictions, tuning, label),
                )
            )

    def _facts(self, arm: Arm, target: Target) -> dict[str, Any]:
        """What all cells of an arm and a target share."""
        card = self.catalogue.card(target.task)
        return {
            "arm": arm.name,
            "task": card.name,
            "kind": card.kind,
            "metric": card.metric,
            "source_language": card.source_language,
            "world": card.world,
            "same_task": bool(same_tasks(arm, target, self.catalogue)),
            "seen_noise": False,
            "oracle": self.training.is_oracle(target),
            "re_exposure": is_re_exposure(arm, target, self.catalogue),
        }

    def _pool_mark(self, target: Target, language: str) -> str:
        """The languages of a shared pool: a score is nothing without them."""
        card = self.catalogue.card(target.task)
        pool = self.predictions.pool_languages(target, language)
        if card.kind == "mining" or not set(pool) <= set(evaluated_languages(target, card)):
            return ""
        return "+".join(pool)

    def _condition_facts(self, condition: Condition, kind: str) -> dict[str, Any]:
        """Published noise is a condition of its own: no average over drawn noise contains it."""
        name = condition.perturbation
        is_drawn = bool(name) and not condition.is_published
        return {
            "perturbation": name,
            "severity": condition.severity,
            "noise_seed": condition.noise_seed,
            "apart": condition.is_published or (is_drawn and self.catalogue.is_apart(name, kind)),
        }


def new_grid(experiment: Experiment, catalogue: Catalogue) -> Grid:
    """An empty grid with the makers of its steps."""
    table = StepTable()
    examples = ExampleSteps(catalogue=catalogue, table=table)
    encoder = table.make("load_encoder", dict(catalogue.encoder_source()), {}, "encoder")
    return Grid(
        experiment=experiment,
        catalogue=catalogue,
        table=table,
        training=TrainingSteps(
            experiment=experiment,
            catalogue=catalogue,
            encoder=encoder,
            table=table,
            texts=TrainingTexts(catalogue=catalogue, examples=examples),
        ),
        predictions=PredictionSteps(
            experiment=experiment,
            catalogue=catalogue,
            encoder=encoder,
            card=catalogue.encoder_card(),
            table=table,
            examples=examples,
        ),
        conditions=Conditions(
            experiment=experiment, catalogue=catalogue, table=table, examples=examples
        ),
    )
