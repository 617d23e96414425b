"""Updates and tokens of stages, from counted text and from cards."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.plan.graph import Plan
from crosswind.runner.example_counts import ExampleCounts, TextSize
from crosswind.runner.prepare import prepare
from crosswind.runner.stage_sizes import StageSize, StageSizes

FILE = """\
name = "x"
question = "?"
[encoder]
name = "e5-small-q4"
[data]
root = "nowhere"
[[arms]]
name = "none"
[[targets]]
task = "xnli"
train = ["mnli", "snli"]
languages = ["de"]
evaluation_split = "validation"
[training]
batch_examples = 32
max_tokens = 128
epochs = 2
hold_out = false
selection = "last_update"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    path = tmp_path / "x.toml"
    path.write_text(FILE, "utf-8")
    return prepare(str(path)).plan


def sizes_of(plan: Plan, **known: TextSize) -> StageSizes:
    counts = ExampleCounts(plan=plan)
    for step in plan:
        if step.kind == "load_examples":
            counts._known[step.step_id] = known.get(step.params["task"])
    return StageSizes(plan=plan, counts=counts)


def sized(plan: Plan, sizes: StageSizes) -> StageSize:
    (stage,) = (step for step in plan if step.kind == "fine_tune")
    return sizes.of(stage)


def test_text_that_is_at_hand_is_counted(plan: Plan) -> None:
    known: dict[str, Any] = {
        "mnli": TextSize(n_read=9815, n_examples=9815, n_characters=100.0),
        "snli": TextSize(n_read=9842, n_examples=9842, n_characters=50.0),
    }
    sizes = sizes_of(plan, **known)
    found = sized(plan, sizes)
    assert found.n_updates == 2 * 615  # of 19,657 pairs in batches of 32
    assert found.most_tokens == 1230 * 32 * 128
    mean = (9815 * 100 + 9842 * 50) / 19657
    assert found.n_characters == pytest.approx(1230 * 32 * mean)
    assert (sizes.by_card, sizes.unknown) == ({}, {})


def test_a_card_tells_where_text_is_not_counted(plan: Plan) -> None:
    sizes = sizes_of(plan, mnli=TextSize(n_read=10, n_examples=10, n_characters=9.0))
    found = sized(plan, sizes)
    assert found.n_updates > 2 * 500_000 // 32
    assert found.n_characters == 0.0  # not all of it was read
    assert list(sizes.by_card) == ["snli"]
