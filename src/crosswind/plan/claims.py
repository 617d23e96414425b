"""Claims in a plan: each is a step, so that it stands in the store before what it is about."""

from collections.abc import Iterator
from typing import Any

from crosswind.config.claims import Claim
from crosswind.core.languages import languages_of
from crosswind.plan.grid import Grid
from crosswind.plan.steps import Step
from crosswind.plan.targets import target_stages


def claim_steps(grid: Grid) -> tuple[Step, ...]:
    """A step for each claim, whose id is the digest of the claim and the experiment's name.

    It reads nothing, and runs before all scores: its record says how many scores of the plan were
    in the store by then. A claim whose wording or bounds change is another step.
    """
    name = grid.experiment.name
    return tuple(
        grid.table.make(
            "state_claim", {"experiment": name, "claim": _plain(claim)}, {}, f"claim: {claim.text}"
        )
        for claim in grid.experiment.claims
    )


def claim_rows(grid: Grid) -> list[dict[str, Any]]:
    """The claims as they are judged: rivals written out, analogues marked."""
    experiment = grid.experiment
    own_names = {experiment.encoder.name, grid.catalogue.encoder_card().name}
    rows = []
    for claim in experiment.claims:
        row = _plain(claim)
        is_of_scores = claim.kind != "fact"
        is_analogue = bool(claim.encoder) and claim.encoder not in own_names
        rows.append(
            {
                **row,
                "against": row["against"] or (experiment.baseline() if is_of_scores else ""),
                "is_analogue": is_analogue,
            }
        )
    return rows


def plan_facts(grid: Grid) -> dict[str, Any]:
    """What claims of kind fact are held against; empty without such a claim."""
    if not any(claim.kind == "fact" for claim in grid.experiment.claims):
        return {}
    experiment = grid.experiment
    stages = [stage for arm in experiment.arms for stage in arm.stages]
    intermediate = sorted({task for stage in stages for task in stage.tasks})
    targets = [target.task for target in experiment.targets]
    languages = {name for item in grid.cells for name in languages_of(str(item.cell["language"]))}
    kinds = {grid.catalogue.card(task).kind for task in (*intermediate, *targets)}
    return {
        "targets": sorted(targets),
        "n_targets": len(targets),
        "languages": sorted(languages),
        "n_languages": len(languages),
        "intermediate_tasks": intermediate,
        "n_intermediate_tasks": len(intermediate),
        "kinds": sorted(kinds),
        "arm_designs": sorted(set(_designs(grid))),
        "phases": list(_phases(grid)),
    }


def _plain(claim: Claim) -> dict[str, Any]:
    return claim.model_dump(mode="json", exclude={"where"}) | {"where": claim.place()}


def _designs(grid: Grid) -> Iterator[str]:
    for arm in grid.experiment.arms:
        n_tasks = len({task for stage in arm.stages for task in stage.tasks})
        if arm.checkpoint:
            yield "adopted"
        else:
            yield {0: "baseline", 1: "single_task"}.get(n_tasks, "multi_task")


def _phases(grid: Grid) -> Iterator[str]:
    """Stages of the recipe that the plan has, in their order."""
    source = grid.catalogue.encoder_source().get("source")
    kind = source.get("kind") if isinstance(source, dict) else ""
    if kind in {"hub", "embedded"}:
        yield "public_encoder"
    if any(arm.stages for arm in grid.experiment.arms):
        yield "intermediate_training"
    cells = [item.cell for item in grid.cells]
    if any(target_stages(item, grid.catalogue.card) for item in grid.experiment.targets):
        yield "target_training"
    if any(cell["language"] != cell["source_language"] and not cell["oracle"] for cell in cells):
        yield "zero_shot_evaluation"
