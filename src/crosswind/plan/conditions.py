"""The conditions of a target in one language: clean, published noise, and drawn noise."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crosswind.config.schema import Experiment, Target
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.example_sets import ExampleSteps
from crosswind.plan.steps import Step, StepTable
from crosswind.plan.targets import clean_split, evaluated_set, evaluated_split, has_published_noise


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Clean (no perturbation, severity 0) or one perturbation at one severity with one seed.

    Published noise goes by the name on the task's card, at severity 1.
    """

    perturbation: str = ""
    severity: int = 0
    noise_seed: int = 0
    is_published: bool = False


CLEAN = Condition()


@dataclass(slots=True)
class Conditions:
    """Makes the example sets that are scored.

    Attributes:
        experiment: the experiment.
        catalogue: facts about tasks and perturbations.
        table: where steps are made.
        examples: makes the steps that read text.
        refused: why a perturbation is left out somewhere, each sentence once.
    """

    experiment: Experiment
    catalogue: Catalogue
    table: StepTable
    examples: ExampleSteps
    refused: dict[str, None] = field(default_factory=dict)

    def of(self, target: Target, language: str) -> Iterator[tuple[Condition, Step]]:
        """The example set of every condition, clean first."""
        card = self.catalogue.card(target.task)
        clean = self._read(target, language, clean_split(target, card))
        yield CLEAN, clean
        if has_published_noise(target, card):
            published = Condition(perturbation=card.published_noise, severity=1, is_published=True)
            yield published, self._read(target, language, evaluated_split(target, card))
        yield from self._drawn(target, language, clean)

    def _read(self, target: Target, language: str, split: str) -> Step:
        return self.examples.load(evaluated_set(target, self.catalogue, language, split))

    def _drawn(
        self, target: Target, language: str, clean: Step
    ) -> Iterator[tuple[Condition, Step]]:
        noise = self.experiment.noise
        for name in noise.perturbations:
            reason = self.catalogue.unsupported(name, language, target.task)
            if reason:
                self.refused[f"{name} on {language}: {reason}"] = None
                continue
            for severity in noise.severities:
                for seed in noise.seeds:
                    condition = Condition(perturbation=name, severity=severity, noise_seed=seed)
                    yield condition, self._perturbed(target, language, condition, clean)

    def _perturbed(self, target: Target, language: str, condition: Condition, clean: Step) -> Step:
        card = self.catalogue.card(target.task)
        name, severity = condition.perturbation, condition.severity
        params = {
            "task": target.task,
            "kind": card.kind,
            "split": clean.params["split"],
            "language": language,
            "perturbation": name,
            "version": self.catalogue.perturbation_version(name),
            "severity": severity,
            "seed": condition.noise_seed,
            "sides": self.experiment.noise.sides,
            "kept_fields": list(card.kept_fields),
            "copy": 0,
            "low": 0.0,
            "high": 1.0,
        }
        label = f"{target.task} {language} {name} {severity}"
        return self.table.make("perturb_examples", params, {"examples": clean.step_id}, label)
