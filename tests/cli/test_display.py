"""What a terminal shows: tables, JSON, durations, and a run's progress as plain lines."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.cli import display
from crosswind.cli.display import ProgressDisplay, duration, print_json, print_table
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import Step, make_step
from crosswind.runner.observer import Failure


def plan_of_three() -> Plan:
    """An encoder, a text, and a training step that reads both."""
    encoder = make_step("load_encoder", {}, {}, "encoder")
    text = make_step("load_examples", {"task": "mnli"}, {}, "mnli en train")
    train = make_step(
        "fine_tune",
        {"max_updates": 40},
        {
            "encoder": encoder.step_id,
            "start": None,
            "train": (text.step_id,),
            "copies": (),
            "validation": (),
            "matched": (),
        },
        "train mnli [seed 1]",
    )
    return ordered_plan([train, text, encoder], [train.step_id])


def step_of(plan: Plan, kind: str) -> Step:
    return next(step for step in plan if step.kind == kind)


@settings(max_examples=60, deadline=None)
@given(seconds=st.floats(0, 1e6))
def test_a_duration_says_the_seconds_to_its_unit(seconds: float) -> None:
    units = {"h": 3600, "min": 60, "s": 1}
    parts = re.findall(r"(\d+) (h|min|s)", duration(seconds))
    assert " ".join(f"{number} {unit}" for number, unit in parts) == duration(seconds)
    said = sum(int(number) * units[unit] for number, unit in parts)
    assert 0 <= round(seconds) - said < (60 if "h" in duration(seconds) else 1)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (59.6, "1 min 0 s"),
        (200, "3 min 20 s"),
        (3599.4, "59 min 59 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations_read_like_speech(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@settings(max_examples=30, deadline=None)
@given(value=st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=6))
def test_json_comes_back(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr("builtins.print", said.append)
        print_json({"value": value})
    assert json.loads(said[0]) == {"value": value}


def test_json_keeps_scripts_readable(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(["река"])
    assert "река" in capsys.readouterr().out


def test_a_table_aligns_numbers_right_and_shows_markup_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table([["name", "n"], ["[b]one[/b]", "5"], ["two", "1234"]])
    lines = capsys.readouterr().out.rstrip("\n").split("\n")
    assert [line.split() for line in lines] == [["name", "n"], ["[b]one[/b]", "5"], ["two", "1234"]]
    assert len({len(line) for line in lines[1:]}) == 1
    assert lines[1].endswith(" 5")


def test_a_table_that_is_not_on_a_terminal_is_not_folded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table([["name"], ["word " * 60]])
    assert len(capsys.readouterr().out.rstrip("\n").split("\n")) == 2


def test_no_rows_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([])
    assert capsys.readouterr().out == ""


def test_a_run_without_a_terminal_is_told_in_plain_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = plan_of_three()
    train = step_of(plan, "fine_tune")
    with ProgressDisplay() as shown:
        shown.planned(plan, [step_of(plan, "load_examples"), train], n_reused=1)
        shown.started([step_of(plan, "load_examples")])
        shown.finished(step_of(plan, "load_examples"), 0.1, {"n_tokens": 999})
        shown.started([train])
        shown.finished(train, 2.0, {"n_tokens": 3000})
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.split("\n") == [
        "2 steps to run, 1 reused",
        "train mnli [seed 1]: 2 s; 2/2 done, 1 reused, 1,500 tokens/s",
        "",
    ]


def test_failures_and_damage_are_always_told(capsys: pytest.CaptureFixture[str]) -> None:
    plan = plan_of_three()
    train = step_of(plan, "fine_tune")
    with ProgressDisplay() as shown:
        shown.planned(plan, list(plan), n_reused=0)
        shown.damaged("load_examples-v1-abc")
        shown.failed(Failure(step=train, message="[red] diverged", log=Path("log")))
    lines = capsys.readouterr().err.split("\n")
    assert lines[1] == "damaged, set aside and made again: load_examples-v1-abc"
    assert lines[2] == "failed: fine_tune: train mnli [seed 1]: [red] diverged"


def test_what_runs_is_told_now_and_then_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of_three()
    texts = [step_of(plan, "load_examples"), step_of(plan, "load_encoder")]
    shown = ProgressDisplay()
    shown.planned(plan, list(plan), n_reused=0)
    shown.started(texts)
    assert "load_examples" not in capsys.readouterr().err
    later = time.monotonic() + display._QUIET_SECONDS + 1
    monkeypatch.setattr(display.time, "monotonic", lambda: later)
    shown.started(texts)
    shown.started(texts)
    assert capsys.readouterr().err == "load_examples: mnli en train and 1 more; 0/3 done\n"


def test_a_step_that_another_run_made_counts_as_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of_three()
    shown = ProgressDisplay()
    shown.planned(plan, list(plan), n_reused=0)
    shown.taken(step_of(plan, "load_encoder"))
    capsys.readouterr()
    later = time.monotonic() + 60
    monkeypatch.setattr(display.time, "monotonic", lambda: later)
    shown.waiting(2)
    (line, _) = capsys.readouterr().err.split("\n")
    assert line.startswith("waiting for another run on this store (2 steps); 1/3 done")
    # A third of the work is done after a minute.
    assert re.search(r", \d+ (s|min \d+ s|h \d+ min) left$", line)


def test_a_plan_that_is_all_there_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    plan = plan_of_three()
    with ProgressDisplay() as shown:
        shown.planned(plan, [], n_reused=3)
    assert capsys.readouterr().err == ""
    assert shown.elapsed_seconds >= 0


def test_what_nobody_made_is_not_reused(capsys: pytest.CaptureFixture[str]) -> None:
    plan = plan_of_three()
    ProgressDisplay().planned(plan, [step_of(plan, "load_examples")], n_reused=0)
    assert capsys.readouterr().err == "1 step to run, 0 reused, 2 not needed\n"
