"""The grid of an experiment: arms x targets x languages x conditions x seeds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crosswind.config.arms import Arm
from crosswind.config.schema import Experiment, Target
from crosswind.plan.adopted import Judge, adopted_judge
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.conditions import Condition, Conditions
from crosswind.plan.example_sets import ExampleSteps
from crosswind.plan.marks import is_re_exposure, is_taught, same_tasks, taught_languages
from crosswind.plan.overlaps import overlap_step
from crosswind.plan.predictions import PredictionSteps, Tuning
from crosswind.plan.robust import is_seen, methods_of, seen_families
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A training path in front of a target, under the name of its cells.

    Attributes:
        name: of the arm in tables.
        arm: what is trained.
        matched: an arm whose updates are added to the target's training; None: none.
    """

    name: str
    arm: Arm
    matched: Arm | None = None


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
        shared = {} if is_oracle else self._judges(target, "")
        facts = {arm.name: self._facts(arm, target) for arm in self.experiment.arms}
        facts |= {
            path.name: {**facts[path.arm.name], "arm": path.name, "same_task": True}
            for path in self._matched(target)
        }
        taught = {
            path.name: taught_languages(path.arm, target, self.catalogue)
            for path in self._paths(target)
        }
        seen = self._seen(target)
        clean: list[Step] = []
        trained: dict[str, Step] = {}
        for language in evaluated_languages(target, self.catalogue.card(target.task)):
            sets = list(self.conditions.of(target, language))
            clean.append(sets[0][1])
            judges = self._judges(target, language) if is_oracle else shared
            trained |= {
                judge.checkpoint.step_id: judge.checkpoint
                for judge in judges.values()
                if judge.checkpoint
            }
            pool = self._pool_mark(target, language)
            for (arm, seeds), judge in judges.items():
                base = {
                    **facts[arm],
                    "language": language,
                    "not_zero_shot": is_taught(taught[arm], language),
                    "intermediate_seed": seeds[0],
                    "target_seed": seeds[1],
                    "pool": pool,
                }
                self._add_conditions(target, base, judge, sets, seen[arm])
        overlap = overlap_step(self.table, self.catalogue, clean, trained.values())
        self.overlaps += [overlap] if overlap else []

    def _seen(self, target: Target) -> dict[str, frozenset[str]]:
        """Families of the perturbations that each path to a target trains on."""
        stages = self.training.stages(target)
        return {
            path.name: seen_families(methods_of(path.arm, stages), self.catalogue)
            for path in self._paths(target)
        }

    def _judges(self, target: Target, language: str) -> dict[tuple[str, Seeds], Judge]:
        """What predicts a target for each arm and pair of seeds.

        An arm with a model trained elsewhere is left out where its head does not fit; its seeds
        stand for the same model, so that it can be held against arms that have several.
        """
        found: dict[tuple[str, Seeds], Judge] = {}
        for path in self._paths(target):
            adopted = adopted_judge(path.arm, target, self.catalogue, self.table.make)
            for seeds in self.experiment.seeds.pairs():
                is_adopted = bool(path.arm.checkpoint)
                judge = adopted if is_adopted else self._trained(path, target, language, seeds)
                if judge is not None:
                    found[path.name, seeds] = judge
        return found

    def _trained(self, path: Path, target: Target, language: str, seeds: Seeds) -> Judge:
        return Judge(
            encoder=self.training.encoder,
            checkpoint=self.training.checkpoint(path.arm, target, language, seeds, path.matched),
            card=self.catalogue.encoder_card(),
            part=self.training.predicting_part(target),
        )

    def _paths(self, target: Target) -> list[Path]:
        """The arms, and the baseline with the updates of each same-task arm added."""
        arms = [Path(name=arm.name, arm=arm) for arm in self.experiment.arms]
        return [*arms, *self._matched(target)]

    def _matched(self, target: Target) -> list[Path]:
        """A same-task arm trains longer on the target's own task: what does length alone give?

        None where the baseline has stages of its own, or where the target is not trained.
        """
        baseline = next(
            arm for arm in self.experiment.arms if arm.name == self.experiment.baseline()
        )
        if baseline.stages or baseline.checkpoint or not self.training.stages(target):
            return []
        return [
            Path(name=f"{baseline.name} update-matched to {arm.name}", arm=baseline, matched=arm)
            for arm in self.experiment.arms
            if arm.stages and same_tasks(arm, target, self.catalogue)
        ]

    def _add_conditions(
        self,
        target: Target,
        base: dict[str, Any],
        judge: Judge,
        sets: Iterable[tuple[Condition, Step]],
        seen: frozenset[str],
    ) -> None:
        """The cells of one arm, language and pair of seeds; the clean one comes first."""
        clean: Step | None = None
        tuning: Tuning | None = None
        seeds = f"({base['intermediate_seed']}-{base['target_seed']})"
        for condition, examples in sets:
            label = f"{base['arm']} {examples.label} {seeds}"
            predictions = self.predictions.predict(target, examples, judge, label)
            if clean is None:
                clean = examples
                tuning = self.predictions.tuning(target, clean, judge)
            self.cells.append(
                ScoredCell(
                    cell={**base, **self._condition_facts(condition, base["kind"], seen)},
                    clean=clean,
                    examples=examples,
                    predictions=predictions,
                    score=self.predictions.score(base, examples, predictions, tuning, label),
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
            "oracle": self.training.is_oracle(target) and not arm.checkpoint,
            "re_exposure": is_re_exposure(arm, target, self.catalogue),
        }

    def _pool_mark(self, target: Target, language: str) -> str:
        """The languages of a shared pool: a score is nothing without them."""
        card = self.catalogue.card(target.task)
        pool = self.predictions.pool_languages(target, language)
        if card.kind == "mining" or not set(pool) <= set(evaluated_languages(target, card)):
            return ""
        return "+".join(pool)

    def _condition_facts(
        self, condition: Condition, kind: str, seen: frozenset[str]
    ) -> dict[str, Any]:
        """Published noise is a condition of its own: no average over drawn noise contains it."""
        name = condition.perturbation
        is_drawn = bool(name) and not condition.is_published
        return {
            "perturbation": name,
            "severity": condition.severity,
            "noise_seed": condition.noise_seed,
            "seen_noise": is_drawn and is_seen(name, seen, self.catalogue),
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
            table=table,
            examples=examples,
        ),
        conditions=Conditions(
            experiment=experiment, catalogue=catalogue, table=table, examples=examples
        ),
    )
