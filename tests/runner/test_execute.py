"""Running a plan: reuse, demand, failures, damage, interruption, several runs at once."""

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from crosswind.core.errors import DataError, DeviceError, StoreError
from crosswind.core.files import read_json
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import make_step
from crosswind.runner.resolve import call_stage

ALL = ["a", "b", "c", "e", "f", "ea", "eb", "ec", "fa", "fb", "fc", "joined"]


def visible(bench: Any) -> set[str]:
    return set(bench.store.step_ids())


def test_a_plan_is_run_once_and_in_order(bench: Any) -> None:
    outcome = bench.run()
    assert sorted(bench.calls()) == sorted(ALL)
    assert sorted(outcome.executed) == sorted(bench.plan.steps)
    assert (outcome.reused, outcome.failed, outcome.blocked) == (0, [], [])
    assert bench.text(bench.goal) == "e|a>ea+e|a>b>eb+e|a>c>ec+f|a>fa+f|a>b>fb+f|a>c>fc+joined"
    place = {key: number for number, key in enumerate(outcome.executed)}
    for step in bench.plan:
        assert all(place[key] < place[step.step_id] for key in step.input_ids())


def test_a_finished_plan_executes_nothing(bench: Any) -> None:
    bench.run()
    bench.calls()
    outcome = bench.run()
    assert bench.calls() == []
    assert (outcome.executed, outcome.reused) == ([], len(bench.plan))
    assert bench.recorder.of("planned") == [[]]


def test_what_an_artifact_says_about_itself(bench: Any) -> None:
    bench.run()
    folder = bench.store.open(bench.b.step_id)
    assert read_json(folder / "summary.json") == {"letters": 3}
    assert read_json(folder / "manifest.json")["step"] == {
        "kind": "perturb_examples",
        "params": {"text": "b"},
        "inputs": {"examples": bench.a.step_id},
    }
    provenance = read_json(folder / "provenance.json")
    assert provenance["seconds"] >= 0
    assert provenance["versions"]["python"]


def test_steps_of_one_checkpoint_run_as_one_group(bench: Any) -> None:
    bench.run()
    assert sorted(map(sorted, bench.groups())) == [["ea", "eb", "ec"], ["fa", "fb", "fc"]]


def test_only_what_the_goal_needs_is_run(bench: Any, make: Any) -> None:
    aside = make["follow"]("aside", bench.b)
    plan = ordered_plan([*bench.steps, aside], [bench.goal.step_id])
    outcome = bench.run(plan)
    assert "aside" not in bench.calls()
    assert len(outcome.executed) == len(ALL)


def test_a_missing_input_of_a_finished_step_is_not_made_again(bench: Any) -> None:
    bench.run()
    bench.store.set_aside(bench.a.step_id)
    bench.calls()
    assert bench.run().executed == []
    assert bench.calls() == []


def test_a_missing_step_brings_back_the_inputs_it_needs_and_no_others(bench: Any) -> None:
    bench.run()
    for step in (bench.a, bench.b, bench.predictions[1], bench.goal):
        bench.store.set_aside(step.step_id)
    bench.calls()
    outcome = bench.run()
    assert bench.calls() == ["a", "b", "eb", "joined"]
    assert outcome.reused == len(bench.plan) - 4


def test_what_is_absent_and_not_read_is_neither_run_nor_reused(bench: Any) -> None:
    bench.run()
    bench.store.set_aside(bench.a.step_id)
    outcome = bench.run()
    assert (outcome.executed, outcome.reused) == ([], len(bench.plan) - 1)
    assert outcome.not_needed == 1


def test_a_changed_step_runs_with_what_follows_it_alone(bench: Any, make: Any) -> None:
    bench.run()
    bench.calls()
    last = make["join"]("other", *bench.predictions)
    plan = ordered_plan([*bench.steps[:-1], last], [last.step_id])
    assert bench.run(plan).executed == [last.step_id]
    assert bench.calls() == ["other"]


def test_a_failure_does_not_stop_the_rest(bench: Any) -> None:
    bench.order(b="fail")
    outcome = bench.run()
    assert [failure.step for failure in outcome.failed] == [bench.b]
    assert sorted(outcome.blocked) == sorted(
        [bench.predictions[1].step_id, bench.predictions[4].step_id, bench.goal.step_id]
    )
    assert sorted(bench.calls()) == sorted(["a", "b", "c", "e", "f", "ea", "ec", "fa", "fc"])
    assert outcome.reused == 0
    assert bench.recorder.of("taken") == bench.recorder.of("waiting") == []
    assert len(outcome.executed) + len(outcome.failed) + len(outcome.blocked) == len(bench.plan)


def test_a_failure_has_a_message_and_a_log(bench: Any) -> None:
    bench.order(b="fail")
    (failure,) = bench.run().failed
    assert failure.message == "ValueError: b does not work"
    assert "Traceback" in failure.log.read_text("utf-8")
    assert bench.recorder.of("failed") == ["b"]


def test_a_failed_step_leaves_nothing_and_is_tried_again(bench: Any) -> None:
    bench.order(b="fail")
    bench.run()
    assert not bench.store.has(bench.b.step_id)
    assert list(bench.store.layout.drafts.iterdir()) == []
    bench.countermand("b")
    bench.calls()
    outcome = bench.run()
    assert bench.calls() == ["b", "eb", "fb", "joined"]
    assert (len(outcome.executed), outcome.failed, outcome.blocked) == (4, [], [])
    assert bench.store.has(bench.goal.step_id)


def test_a_failing_member_of_a_group_does_not_take_the_others_with_it(bench: Any) -> None:
    bench.order(eb="fail")
    outcome = bench.run()
    assert [failure.step.label for failure in outcome.failed] == ["eb"]
    assert outcome.blocked == [bench.goal.step_id]
    made = {step.label for step in bench.predictions if bench.store.has(step.step_id)}
    assert made == {"ea", "ec", "fa", "fb", "fc"}
    assert ["eb"] in bench.groups()


def test_the_bytes_do_not_depend_on_grouping(bench: Any, tmp_path: Path) -> None:
    bench.run()
    whole = {step.step_id: bench.store.manifest(step.step_id).files for step in bench.plan}
    for step in (*bench.predictions, bench.goal):
        bench.store.set_aside(step.step_id)
    bench.order(eb="fail", fb="fail")
    bench.run()
    bench.countermand("eb", "fb")
    bench.run()
    again = {step.step_id: bench.store.manifest(step.step_id).files for step in bench.plan}
    assert again == whole


def test_a_file_of_the_user_that_may_not_be_read_is_a_failure_of_its_step(bench: Any) -> None:
    bench.order(b="unreadable")
    (failure,) = bench.run().failed
    assert failure.step == bench.b
    assert "/their/file.tsv" in failure.message


def damage(bench: Any, step: Any) -> None:
    path = bench.store.layout.artifact(step.step_id) / "text.txt"
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


def test_a_damaged_input_is_made_again_and_never_read(bench: Any) -> None:
    bench.run()
    whole = bench.text(bench.goal)
    damage(bench, bench.b)
    for step in (bench.predictions[1], bench.goal):
        bench.store.set_aside(step.step_id)
    bench.calls()
    outcome = bench.run()
    assert bench.calls() == ["b", "eb", "joined"]
    assert bench.recorder.of("damaged") == [bench.b.step_id]
    assert bench.text(bench.goal) == whole
    assert (bench.store.layout.damaged / f"{bench.b.step_id}.0").is_dir()
    assert len(outcome.executed) + outcome.reused == len(bench.plan)


def test_several_damaged_inputs_are_all_made_again(bench: Any) -> None:
    bench.run()
    whole = bench.text(bench.goal)
    for step in (bench.a, *bench.predictions[:3]):
        damage(bench, step)
    for step in (bench.b, bench.goal):
        bench.store.set_aside(step.step_id)
    outcome = bench.run()
    assert bench.text(bench.goal) == whole
    assert outcome.failed == outcome.blocked == []
    assert len(outcome.executed) == len(set(outcome.executed))
    assert len(outcome.executed) + outcome.reused == len(bench.plan)


@pytest.mark.parametrize("text", ["a", "b", "eb", "joined"])
def test_an_interrupt_leaves_nothing_half_written(bench: Any, text: str) -> None:
    bench.order(**{text: "interrupt"})
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    store = bench.store
    assert list(store.layout.drafts.iterdir()) == []
    assert all(store.damage(key) == [] for key in store.step_ids())
    assert not store.has(bench.goal.step_id)
    done = visible(bench)
    bench.countermand(text)
    outcome = bench.run()
    assert set(outcome.executed) == set(bench.plan.steps) - done
    assert outcome.reused == len(done)


@pytest.mark.parametrize("text", ["b", "eb"])
def test_a_full_disk_stops_the_run_with_one_error_and_loses_nothing(bench: Any, text: str) -> None:
    bench.order(**{text: "fill"})
    with pytest.raises(StoreError, match="the disk is full") as caught:
        bench.run()
    assert caught.value.action
    assert list(bench.store.layout.drafts.iterdir()) == []
    done = visible(bench)
    assert all(bench.store.damage(key) == [] for key in done)
    bench.countermand(text)
    assert set(bench.run().executed) == set(bench.plan.steps) - done


def test_an_absent_device_ends_the_run_with_one_error(bench: Any) -> None:
    bench.order(eb="no device", ea="no device")
    with pytest.raises(DeviceError, match="--device: no such device: 'cuda:7'"):
        bench.run()
    assert bench.recorder.of("failed") == []
    assert list(bench.store.layout.drafts.iterdir()) == []


def test_a_step_that_another_run_holds_is_waited_for_and_taken(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = bench.store
    with other.lock(bench.goal.step_id) as held:
        assert held

        def finish(seconds: float) -> None:
            with other.draft() as draft:
                (draft / "text.txt").write_text("theirs", "utf-8")
                other.commit(draft, bench.goal.step_id, {}, summary={}, provenance={})

        monkeypatch.setattr("crosswind.runner.execute.time.sleep", finish)
        outcome = bench.run()
    assert bench.recorder.of("waiting") == [1]
    assert bench.recorder.of("taken") == ["joined"]
    assert bench.text(bench.goal) == "theirs"
    assert (len(outcome.executed), outcome.reused) == (len(ALL) - 1, 1)


def test_a_group_that_another_run_holds_is_passed_over(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StopError(Exception):
        pass

    def stop(seconds: float) -> None:
        raise StopError

    monkeypatch.setattr("crosswind.runner.execute.time.sleep", stop)
    held = [step for step in bench.predictions if step.label.startswith("e")]
    other = bench.store
    with ExitStack() as stack:
        for step in held:
            stack.enter_context(other.lock(step.step_id))
        with pytest.raises(StopError):
            bench.run()
    assert {"fa", "fb", "fc"} <= set(bench.calls())


def test_two_runs_at_once_execute_every_step_exactly_once(bench: Any) -> None:
    bench.order(**dict.fromkeys(ALL, "slow"))
    script = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import conftest, fake_stages
from dataclasses import replace
from crosswind.plan.kinds import KINDS
for name, function in fake_stages.TARGETS.items():
    group = "fake_stages:predict_many" if name == "predict" else ""
    KINDS[name] = replace(KINDS[name], target=f"fake_stages:{function}", group_target=group)
place = Path(sys.argv[1])
bench = conftest.Bench(place)
time.sleep(max(0.0, float(sys.argv[2]) - time.time()))
outcome = bench.run()
assert outcome.failed == outcome.blocked == [], outcome
print(len(outcome.executed), outcome.reused)
"""
    command = [
        sys.executable,
        "-c",
        script,
        str(bench.root),
        str(time.time() + 1.2),
        str(Path(__file__).parent),
    ]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in processes]
    assert [error for _, error in answers] == ["", ""]
    counts = [tuple(map(int, answer.split())) for answer, _ in answers]
    assert sum(executed for executed, _ in counts) == len(ALL)
    assert [sum(pair) for pair in counts] == [len(ALL)] * 2
    assert sorted(bench.calls()) == sorted(ALL)
    assert all(bench.store.damage(step.step_id) == [] for step in bench.plan)


def test_the_gate_runs_first_with_what_it_needs_and_then_decides(bench: Any) -> None:
    seen: list[list[str]] = []
    bench.run(gate=[bench.b.step_id], check=lambda: seen.append(bench.calls()))
    assert seen == [["a", "b"]]
    assert sorted(bench.calls()) == sorted(set(ALL) - {"a", "b"})


def test_a_closed_gate_stops_everything_behind_it(bench: Any) -> None:
    def closed() -> None:
        raise DataError("no further")

    with pytest.raises(DataError, match="no further"):
        bench.run(gate=[bench.b.step_id], check=closed)
    assert visible(bench) == {bench.a.step_id, bench.b.step_id}
    assert bench.run().reused == 2


def test_a_gate_that_fails_does_not_stop_what_does_not_need_it(bench: Any) -> None:
    bench.order(b="fail")
    outcome = bench.run(gate=[bench.b.step_id])
    assert [failure.step.label for failure in outcome.failed] == ["b"]
    assert bench.calls().count("b") == 1
    assert bench.predictions[0].step_id in outcome.executed


def test_a_gate_that_nothing_needs_any_more_is_not_run(bench: Any) -> None:
    bench.run()
    bench.store.set_aside(bench.b.step_id)
    bench.calls()
    assert bench.run(gate=[bench.b.step_id]).executed == []


def scored(bench: Any, *claims: str) -> Plan:
    """Two scores that are compared, and claims about them."""
    scores = [
        make_step(
            "score",
            {"text": f"s{number}"},
            {
                "examples": bench.a.step_id,
                "predictions": bench.predictions[number].step_id,
                "tuning_examples": None,
                "tuning_predictions": None,
            },
            f"s{number}",
        )
        for number in (0, 1)
    ]
    goal = make_step("compare", {"text": "g"}, {"scores": tuple(s.step_id for s in scores)}, "g")
    stated = [
        make_step("state_claim", {"experiment": "x", "claim": {"text": text}}, {}, text)
        for text in claims
    ]
    ids = [goal.step_id, *(step.step_id for step in stated)]
    return ordered_plan([*bench.steps, *scores, goal, *stated], ids)


def record(bench: Any, plan: Plan, text: str) -> dict[str, Any]:
    (step,) = [item for item in plan if item.label == text]
    found = read_json(bench.store.layout.artifact(step.step_id) / "provenance.json")
    return {key: found[key] for key in ("scores_before", "reported_before")}


def gate(plan: Plan) -> list[str]:
    return [step.step_id for step in plan if step.kind == "state_claim"]


def test_a_claim_stated_before_the_scores_says_so_for_ever(bench: Any) -> None:
    plan = scored(bench, "first")
    bench.run(plan, gate=gate(plan))
    assert record(bench, plan, "first") == {"scores_before": 0, "reported_before": False}
    more = scored(bench, "first", "second")
    bench.run(more, gate=gate(more), is_reported=True)
    assert record(bench, more, "first") == {"scores_before": 0, "reported_before": False}
    assert record(bench, more, "second") == {"scores_before": 2, "reported_before": True}


def test_a_claim_is_on_record_even_if_the_run_that_stated_it_is_killed(bench: Any) -> None:
    plan = scored(bench, "first")
    bench.order(s0="interrupt")
    with pytest.raises(KeyboardInterrupt):
        bench.run(plan, gate=gate(plan))
    bench.countermand("s0")
    bench.run(plan, gate=gate(plan))
    assert record(bench, plan, "first")["scores_before"] == 0


def test_each_step_has_places_for_what_it_keeps(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, pieces = {}, set()

    def call(work: Any, options: Any) -> dict[str, Any]:
        seen[work.step.step_id] = options.partial
        pieces.add(options.pieces)
        return call_stage(work, options)

    monkeypatch.setattr("crosswind.runner.job.call_stage", call)
    bench.run()
    layout = bench.store.layout
    assert seen[bench.a.step_id] == layout.partial(bench.a.step_id).absolute()
    assert len(set(seen.values())) == len(seen)
    assert pieces == {layout.pieces.absolute()}
