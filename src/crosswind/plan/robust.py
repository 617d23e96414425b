"""Robust methods in a plan: what a stage is told, the copies it reads, and which noise is seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from crosswind.config.arms import Arm, Stage
from crosswind.config.robust import (
    CARRYING_KINDS,
    Noisy,
    Robust,
    described,
    robust_of,
    share_of,
)
from crosswind.config.training import Training
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.steps import Step, StepTable


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustSteps:
    """Makes what the robust method of a stage needs.

    Attributes:
        catalogue: facts about tasks, perturbations and the user's files.
        table: where steps are made.
    """

    catalogue: Catalogue
    table: StepTable

    def params(
        self, robust: Robust | None, tasks: Iterable[str], training: Training
    ) -> dict[str, Any] | None:
        """Fields of `RobustParams`, with the number of copies written out."""
        if robust is None:
            return None
        settings = robust.model_dump(mode="json")
        if "copies" in settings:
            settings["copies"] = settings["copies"] or training.epochs
        name = settings.get("neighbors", "")
        kept = {field for task in tasks for field in self.catalogue.card(task).kept_fields}
        return {
            "settings": settings,
            "kept_fields": sorted(kept),
            "neighbors_sha256": self.catalogue.neighbors_digest(name) if name else "",
        }

    def copies(
        self, params: Mapping[str, Any] | None, texts: Sequence[Step], seed: int
    ) -> tuple[Step, ...]:
        """The perturbed copies of the training texts: for each text all of them, in order.

        Args:
            params: what `params` made.
            texts: steps that read the clean training texts.
            seed: of the stage: every training draws its own noise.
        """
        robust = robust_of(params["settings"]) if params else None
        if not isinstance(robust, Noisy):
            return ()
        return tuple(
            self._copy(robust, text, copy, seed)
            for text in texts
            if self.catalogue.card(text.params["task"]).kind in CARRYING_KINDS
            for copy in range(1, robust.copies + 1)
        )

    def _copy(self, robust: Noisy, text: Step, copy: int, seed: int) -> Step:
        """One copy: a step for each perturbation and severity, each on examples of its own.

        An example draws one number for a copy. The part of [0, share) it falls into says by what
        it is perturbed, so the steps of a copy never act on one example twice.
        """
        kinds = list(product(robust.perturbation, robust.severity))
        share = share_of(robust)
        bounds = [share * number / len(kinds) for number in range(len(kinds) + 1)]
        step = text
        for (name, severity), (low, high) in zip(kinds, pairwise(bounds), strict=True):
            card = self.catalogue.card(text.params["task"])
            params = {
                "task": card.name,
                "kind": card.kind,
                "split": text.params["split"],
                "language": text.params["language"],
                "perturbation": name,
                "version": self.catalogue.perturbation_version(name),
                "severity": severity,
                "seed": seed,
                "sides": robust.sides,
                "kept_fields": list(card.kept_fields),
                "copy": copy,
                "low": low,
                "high": high,
            }
            label = f"{text.label} {name} {severity} copy {copy} seed {seed}"
            step = self.table.make("perturb_examples", params, {"examples": step.step_id}, label)
        return step


def method_of(stage: Stage, arm: Arm, *, is_last: bool) -> Robust | None:
    """The method of a stage of a target: its own, or for the last one that of the arm."""
    return stage.robust or (arm.target_robust if is_last else None)


def methods_of(arm: Arm, stages: Sequence[Stage]) -> Iterator[Robust]:
    """Every method on the path of an arm through the stages of a target."""
    on_targets = [
        method_of(stage, arm, is_last=number == len(stages))
        for number, stage in enumerate(stages, start=1)
    ]
    for method in (*(stage.robust for stage in arm.stages), *on_targets):
        if method is not None:
            yield method


def seen_families(methods: Iterable[Robust], catalogue: Catalogue) -> frozenset[str]:
    """The families of the perturbations that some methods train on."""
    return frozenset(
        family
        for method in methods
        if isinstance(method, Noisy)
        for name in method.perturbation
        for family in catalogue.perturbation_families(name)
    )


def is_seen(perturbation: str, seen: frozenset[str], catalogue: Catalogue) -> bool:
    """Whether a perturbation counts as seen: it has a family in common with what trained.

    Conservative: typing errors are made of neighboring keys, transposed letters and the like, and
    profiles of parts of many families, so having trained on one of a family tells about the others.
    """
    return bool(perturbation) and bool(seen & catalogue.perturbation_families(perturbation))


def robust_notes(arms: Sequence[Arm], stages: Mapping[str, Sequence[Stage]]) -> Iterator[str]:
    """Sentences about the methods of arms and targets, and about targets that nothing trains.

    Args:
        arms: of the experiment.
        stages: task of each target -> its stages.
    """
    for arm in arms:
        for number, stage in enumerate(arm.stages, start=1):
            if stage.robust:
                where = f"stage {number} ({', '.join(stage.tasks)})"
                yield f"Robust training: arm {arm.name}, {where}: {described(stage.robust)}."
        if arm.target_robust:
            trained = [task for task, found in stages.items() if found and not found[-1].robust]
            where = f"the last stage of {', '.join(trained) or 'no target'}"
            yield f"Robust training: arm {arm.name}, {where}: {described(arm.target_robust)}."
            untrained = [task for task, found in stages.items() if not found]
            if untrained:
                yield (
                    f"Nothing is trained for {', '.join(untrained)}: target_robust of arm "
                    f"{arm.name} changes nothing there."
                )
    for task, found in stages.items():
        for number, stage in enumerate(found, start=1):
            if stage.robust:
                where = f"stage {number} of {task} in every arm"
                yield f"Robust training: {where}: {described(stage.robust)}."
