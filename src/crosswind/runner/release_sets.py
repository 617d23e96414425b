"""The example sets of an experiment that are scored, and their artifacts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, CrosswindError, StepError
from crosswind.data.catalogue import TASKS
from crosswind.data.official_layouts import require_layout
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.records.release import condition_name
from crosswind.runner.execute import Execution
from crosswind.runner.observer import Observer
from crosswind.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSet:
    """One task in one language under one condition, as steps of the plan.

    Attributes:
        task, language, split: what was read.
        condition: name of the condition.
        examples: the step that makes the examples.
        clean: the step that reads the clean ones; the same for clean text.
        candidates: the steps that read the pool.
    """

    task: str
    language: str
    split: str
    condition: str
    examples: Step
    clean: Step
    candidates: tuple[Step, ...]

    @property
    def shared_pool(self) -> tuple[str, ...]:
        """The languages of the pool, if one holds the candidates of all of them."""
        pool = TASKS.get(self.task).candidates
        if pool is None or not pool.is_shared or pool.language:
            return ()
        return tuple(step.params["language"] for step in self.candidates)

    def steps(self) -> tuple[Step, ...]:
        """Every step whose artifact is read."""
        return (self.examples, self.clean, *self.candidates)


def scored_sets(plan: Plan) -> list[ScoredSet]:
    """The example sets that the plan scores, by condition, task and language.

    Raises:
        ConfigError: naming every task that cannot be written in its official layout.
    """
    scored = {step.inputs["examples"] for step in plan if step.kind == "score"}
    pools = {
        step.inputs["examples"]: step.inputs["candidates"]
        for step in plan
        if step.kind == "predict" and step.inputs["examples"] in scored
    }
    steps = [step for step in plan if step.step_id in scored]
    n_seeds = len({step.params["seed"] for step in steps if step.kind == "perturb_examples"})
    found = [_scored_set(plan, step, pools.get(step.step_id) or (), n_seeds) for step in steps]
    problems: dict[str, CrosswindError] = {}
    for one in found:
        try:
            require_layout(TASKS.get(one.task), one.language)
        except ConfigError as error:
            problems[error.sentence()] = error
    if problems:
        raise ConfigError.joined(list(problems.values()))
    return sorted(found, key=lambda one: (one.condition, one.task, one.language))


def make_sets(
    plan: Plan, sets: Sequence[ScoredSet], store: Store, options: RunOptions, observer: Observer
) -> None:
    """Run the steps of the sets that are not in the store; nothing is trained.

    Raises:
        StepError: if one fails, with the message of each that did.
    """
    goals = dict.fromkeys(step.step_id for one in sets for step in one.steps())
    outcome = Execution(
        plan=replace(plan, goals=tuple(goals)), store=store, options=options, observer=observer
    ).run()
    if outcome.failed:
        raise StepError(
            "\n".join(
                f"{failure.step.kind} {failure.step.label}: {failure.message}"
                for failure in outcome.failed
            )
        )


def artifact(store: Store, step: Step) -> Path:
    """The folder of a step's artifact, its bytes checked."""
    return store.open(step.step_id)


def _scored_set(plan: Plan, step: Step, pool: Sequence[str], n_seeds: int) -> ScoredSet:
    is_noisy = step.kind == "perturb_examples"
    params = step.params
    name = condition_name(
        params["perturbation"] if is_noisy else "",
        params["severity"] if is_noisy else 0,
        params["seed"] if is_noisy else 0,
        seeds=n_seeds,
    )
    return ScoredSet(
        task=params["task"],
        language=params["language"],
        split=params["split"],
        condition=name,
        examples=step,
        clean=plan.steps[_only(step.inputs["examples"])] if is_noisy else step,
        candidates=tuple(_steps(plan, pool)),
    )


def _only(given: object) -> str:
    assert isinstance(given, str), f"one step was meant: {given}"
    return given


def _steps(plan: Plan, ids: Sequence[str]) -> Iterator[Step]:
    for key in ids:
        yield plan.steps[key]
