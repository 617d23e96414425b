"""Stored steps tell what they took, as far as they can be read."""

from typing import Any

from crosswind.core.files import read_json, write_json
from crosswind.runner.past_runs import past_steps, stored_summary


def test_seconds_bytes_and_summary_of_stored_steps(bench: Any) -> None:
    bench.run()
    goal = bench.store.layout.artifact(bench.goal.step_id)
    content = read_json(goal / "provenance.json")
    phases = {"open": 1.0}
    write_json(goal / "provenance.json", {**content, "seconds": 4, "phases": phases})
    write_json(goal / "summary.json", {"n": 3, "name": "x"})
    found = past_steps(bench.store, {"compare", "predict", "score"})
    assert {kind: len(steps) for kind, steps in found.items()} == {
        "compare": 1,
        "predict": 6,
        "score": 0,
    }
    (compare,) = found["compare"]
    assert (compare.seconds, compare.phases, compare.number("n")) == (4.0, phases, 3.0)
    assert compare.number("name") == compare.number("absent") == 0.0
    assert compare.n_bytes > 0
    assert compare.step["kind"] == "compare"


def test_what_cannot_be_read_tells_nothing(bench: Any) -> None:
    bench.run()
    store = bench.store
    folder = store.layout.artifact(bench.goal.step_id)
    for content in ("", "[]", "{", '{"seconds": "fast"}'):
        (folder / "provenance.json").write_text(content, "utf-8")
        (folder / "summary.json").write_text(content, "utf-8")
        assert past_steps(store, {"compare"}) == {"compare": []}
        assert stored_summary(store, bench.goal.step_id) in ({}, {"seconds": "fast"})
    assert stored_summary(store, "compare-v1-absent") == {}
