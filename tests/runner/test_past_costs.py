"""Costs grow with the work; nothing is said where nothing alike was done."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import Step, make_step
from crosswind.runner.example_counts import ExampleCounts, TextSize
from crosswind.runner.past_costs import Cost, PastCosts
from crosswind.runner.past_runs import PastStep
from crosswind.runner.stage_sizes import StageSize, StageSizes

SMALL, BASE = "e5-small-q4", "xlm-roberta-base"
# Parameters outside the word embedding, as the cards say.
FACTOR = (270_000_000 - 192_000_000) / (117_500_000 - 96_014_208)


class EmptyStore:
    """A store from which the encoders of past steps were swept."""

    def manifest(self, step_id: str) -> None:
        return None


def past(seconds: float, n_bytes: float, summary: Mapping[str, Any], **more: Any) -> Any:
    phases = more.pop("phases", {})
    step = {"params": more, "inputs": {"encoder": SMALL}}
    return PastStep(step=step, summary=summary, seconds=seconds, phases=phases, n_bytes=n_bytes)


TRAINED = past(
    13.0,
    500.0,
    {"n_tokens_trained": 1000, "n_updates": 10, "n_rows_trained": 100},
    phases={"open": 1.0, "optimiser": 2.0, "forward": 4.0},
    embedding_rows="frozen",
    task="mnli",
)
PREDICTED = past(
    2.0,
    320.0,
    {"n_tokens": 400, "n_characters": 1600, "n_examples": 32},
    kind="classification",
)
PAST = {"fine_tune": [TRAINED], "predict": [PREDICTED], "score": [], "compare": []}


def plan_of(encoder: str, **params: Any) -> Plan:
    loaded = make_step("load_encoder", {"name": encoder}, {})
    examples = make_step("load_examples", {"task": "mnli", "max_examples": 0, **params}, {})
    none: dict[str, Any] = {"start": None, "copies": (), "validation": (), "matched": ()}
    trained = make_step(
        "fine_tune",
        {"embedding_rows": "frozen", "task": "mnli", "batch_examples": 8},
        {"encoder": loaded.step_id, "train": (examples.step_id,), **none},
    )
    predicted = make_step(
        "predict",
        {"kind": "classification"},
        {
            "encoder": loaded.step_id,
            "checkpoint": trained.step_id,
            "examples": examples.step_id,
            "candidates": (),
        },
    )
    return ordered_plan([loaded, examples, trained, predicted], [predicted.step_id])


def step_of(plan: Plan, kind: str) -> Step:
    return next(step for step in plan if step.kind == kind)


UNSIZED = StageSize()


def costs_of(
    plan: Plan, stage: StageSize = UNSIZED, size: TextSize | None = None, **other: Any
) -> PastCosts:
    counts = ExampleCounts(plan=plan, _known={step_of(plan, "load_examples").step_id: size})
    sized = {step_of(plan, "fine_tune").step_id: stage}
    sizes = StageSizes(plan=plan, counts=counts, _sized=sized)
    return PastCosts(EmptyStore(), sizes, {**PAST, **other})  # type: ignore[arg-type]


def test_training_costs_by_token_by_update_and_once() -> None:
    plan = plan_of(SMALL)
    stage = StageSize(n_updates=1000, most_tokens=1e9, n_characters=800_000)
    found = costs_of(plan, stage).cost(step_of(plan, "fine_tune"))
    # 200,000 tokens at 10 s a thousand, a thousand updates at 0.2 s, and once 1 s.
    assert found.seconds == pytest.approx(2000 + 200 + 1)
    assert found.n_bytes == 500.0


@given(st.integers(1, 10**6), st.integers(1, 50))
@settings(max_examples=25)
def test_more_updates_never_take_less(n_updates: int, factor: int) -> None:
    plan = plan_of(SMALL)

    def seconds(n: int) -> float:
        stage = StageSize(n_updates=n, most_tokens=n * 1024.0)
        return costs_of(plan, stage).cost(step_of(plan, "fine_tune")).seconds or 0.0

    assert seconds(n_updates * factor) - 1 == pytest.approx(factor * (seconds(n_updates) - 1))


def test_another_encoder_is_scaled_by_its_size_and_has_a_checkpoint_of_unknown_size() -> None:
    plan = plan_of(BASE)
    stage = StageSize(n_updates=1000, most_tokens=1e9, n_characters=800_000)
    found = costs_of(plan, stage).cost(step_of(plan, "fine_tune"))
    assert found.seconds == pytest.approx(FACTOR * 2200 + 1)
    assert found.n_bytes is None


def test_nothing_is_said_of_an_encoder_without_a_card_or_of_a_stage_of_unknown_size() -> None:
    plan = plan_of("a/folder")
    stage = StageSize(n_updates=10, most_tokens=100.0)
    assert costs_of(plan, stage).cost(step_of(plan, "fine_tune")) == Cost()
    plan = plan_of(SMALL)
    assert costs_of(plan).cost(step_of(plan, "fine_tune")).seconds is None


def test_predictions_cost_by_token_and_take_room_by_example() -> None:
    plan = plan_of(SMALL)
    read = TextSize(n_read=320, n_examples=320, n_characters=100.0)
    found = costs_of(plan, size=read).cost(step_of(plan, "predict"))
    assert (found.seconds, found.n_bytes) == (320 * 25 * 0.005, 3200.0)
    counted = TextSize(n_read=320, n_examples=320)
    found = costs_of(plan, size=counted).cost(step_of(plan, "predict"))
    assert found.seconds == pytest.approx(20.0)  # as long as those of the past
    assert costs_of(plan).cost(step_of(plan, "predict")) == Cost()


def test_a_sample_bounds_what_is_not_at_hand() -> None:
    plan = plan_of(SMALL, max_examples=64)
    assert costs_of(plan).cost(step_of(plan, "predict")).n_bytes == 640.0


def test_other_kinds_cost_by_example_or_by_input() -> None:
    plan = plan_of(SMALL)
    examples = step_of(plan, "load_examples")
    loaded = past(1.0, 50.0, {"examples": 100})
    size = TextSize(n_read=1000, n_examples=1000)
    costs = costs_of(plan, size=size, load_examples=[loaded])
    assert costs.cost(examples) == Cost(seconds=10.0, n_bytes=500.0)
    assert costs_of(plan, size=size, load_examples=[]).cost(examples) == Cost()
    # A set of unknown size is read as one of the past was.
    assert costs_of(plan, load_examples=[loaded]).cost(examples) == Cost(seconds=1.0, n_bytes=50.0)
    joined = make_step("compare", {}, {"scores": ("a", "b", "c", "d")})
    one = PastStep(
        step={"inputs": {"scores": ["a", "b"]}}, summary={}, seconds=3.0, phases={}, n_bytes=8.0
    )
    assert costs_of(plan, compare=[one]).cost(joined) == Cost(seconds=6.0, n_bytes=16.0)
