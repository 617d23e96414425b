"""Example sets are counted from the store or from small files; nothing else is known of them."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.core.errors import DataError
from crosswind.core.files import write_json
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import Step, make_step
from crosswind.records.example import Example
from crosswind.runner.example_counts import ExampleCounts, TextSize
from crosswind.store.store import Store

NAME = "mlm_text/wiki/{}.txt"


def set_of(language: str, **more: Any) -> Step:
    params = {
        "task": "mlm_text",
        "language": language,
        "split": "wiki",
        "part": "examples",
        "pool": [],
        "held_out": "",
        "max_examples": 0,
        "sources": {NAME.format(language): "0" * 64},
        **more,
    }
    return make_step("load_examples", params, {})


def plan_of(*steps: Step) -> Plan:
    return ordered_plan(steps, [steps[-1].step_id])


def lines(*_: Any) -> list[Example]:
    """What a reader gives: ten examples of four characters."""
    texts = [f"t{number:03}" for number in range(10)]
    return [Example(example_id=t, parallel_id=t, language="de", texts={"text": t}) for t in texts]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for language, size in (("de", 100), ("fr", 300)):
        path = tmp_path / NAME.format(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * size, "utf-8")
    return tmp_path


def test_one_language_is_read_and_the_others_are_counted_by_their_files(root: Path) -> None:
    steps = [set_of("de"), set_of("fr"), set_of("fr", max_examples=5)]
    counts = ExampleCounts(plan=plan_of(*steps), data_root=root, read=lines)
    sizes = [counts.of(step.step_id) for step in steps]
    assert sizes == [
        TextSize(n_read=10, n_examples=10, n_characters=4.0),
        TextSize(n_read=30, n_examples=30, n_characters=4.0),
        TextSize(n_read=30, n_examples=5, n_characters=4.0),
    ]


def test_a_part_that_is_held_out_is_half_at_most(root: Path) -> None:
    steps = [set_of("de", held_out=part) for part in ("kept", "held_out")]
    counts = ExampleCounts(plan=plan_of(*steps), data_root=root, read=lines)
    found = [counts.of(step.step_id) for step in steps]
    assert [size.n_examples for size in found if size] == [5, 5]


def test_perturbed_examples_are_as_many_as_the_clean_ones(root: Path) -> None:
    clean = set_of("de")
    noisy = make_step("perturb_examples", {}, {"examples": clean.step_id})
    counts = ExampleCounts(plan=plan_of(clean, noisy), data_root=root, read=lines)
    assert counts.of(noisy.step_id) == counts.of(clean.step_id)


def test_what_is_too_large_absent_broken_or_not_to_be_read_is_not_known(
    root: Path,
) -> None:
    step = set_of("de")
    absent = set_of("th")
    missing = set_of("de", sources={"missing": "mlm_text de wiki"})

    def broken(*_: Any) -> Any:
        raise DataError("wrong")

    plan = plan_of(step, absent, missing)
    assert ExampleCounts(plan=plan, data_root=root).of(step.step_id) is None
    assert ExampleCounts(plan=plan, data_root=root, read=broken).of(step.step_id) is None
    counts = ExampleCounts(plan=plan, data_root=root, read=lines)
    assert counts.of(absent.step_id) is counts.of(missing.step_id) is None
    small = ExampleCounts(plan=plan, data_root=root, read=lines, _left=50)
    assert small.of(step.step_id) is None


def test_the_store_knows_best(root: Path, tmp_path: Path) -> None:
    step = set_of("de")
    store = Store(tmp_path / "store")
    folder = store.layout.artifact(step.step_id)
    folder.mkdir(parents=True)
    counts = {"plan": plan_of(step), "store": store, "data_root": root, "read": lines}
    write_json(folder / "summary.json", {"examples_read": 40, "examples": 7})
    assert ExampleCounts(**counts).of(step.step_id) == TextSize(n_read=40, n_examples=7)
    write_json(folder / "summary.json", {"examples": "many"})
    found = ExampleCounts(**counts).of(step.step_id)
    assert found
    assert found.n_examples == 10
