"""Names in an experiment file against the catalogues, even where the file is malformed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import ExperimentText, read_experiment
from crosswind.core.registry import Registry
from crosswind.records.benchmark import BENCHMARKS, BenchmarkTask
from crosswind.runner.check import name_problems

BASE = """\
name = "x"
[encoder]
name = "e5-small-q4"
[[arms]]
name = "none"
[[arms]]
name = "one"
stages = [{ tasks = ["mnli"] }]
[[targets]]
task = "xnli"
languages = ["de", "sw"]
[noise]
perturbations = ["typo"]
"""


@pytest.fixture
def problems(tmp_path: Path) -> Any:
    def find(*replacements: tuple[str, str], base: str = BASE) -> list[Any]:
        for old, new in replacements:
            assert old in base
            base = base.replace(old, new)
        (tmp_path / "x.toml").write_text(base, "utf-8")
        found = name_problems(read_experiment(str(tmp_path / "x.toml")))
        for problem in found:
            problem.place = problem.place.removeprefix(f"{tmp_path}/")
        return found

    return find


def test_known_names_have_no_problem(problems: Any) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("old", "new", "problem", "place", "nearest"),
    [
        ('"xnli"', '"xnly"', "unknown task", "x.toml:10: targets[0].task", "xnli"),
        ('"mnli"', '"mnly"', "unknown task", "x.toml:8: arms[1].stages[0].tasks[0]", "mnli"),
        ('"typo"', '"tipo"', "unknown perturbation", "x.toml:13: noise.perturbations[0]", "typo"),
        ('"sw"', '"sww"', "", "x.toml:11: targets[0].languages[1]", "sw"),
        ('"sw"', '"swh"', "does not serve", "x.toml:11: targets[0].languages[1]", "sw"),
        ('"sw"', '"ja"', "does not serve", "x.toml:11: targets[0].languages[1]", None),
        ('"sw"', '"english"', "not a BCP 47", "x.toml:11: targets[0].languages[1]", None),
    ],
)
def test_an_unknown_name_is_told_with_place_and_nearest(
    problems: Any, old: str, new: str, problem: str, place: str, nearest: str | None
) -> None:
    (found,) = problems((old, new))
    assert problem in found.problem
    assert found.place == place
    assert found.value == new.strip('"')
    assert found.allowed
    assert nearest is None or found.nearest == nearest


def test_training_tasks_of_a_target_are_checked(problems: Any) -> None:
    (found,) = problems(('task = "xnli"', 'task = "xnli"\ntrain = ["mnli", "snly"]'))
    assert (found.place, found.nearest) == ("x.toml:11: targets[0].train[1]", "snli")


def test_a_split_that_the_task_does_not_have_is_told(problems: Any) -> None:
    split = '"tatoeba"\nevaluation_split = "validation"'
    (found,) = problems(('"xnli"\nlanguages = ["de", "sw"]', split))
    assert found.problem == "the task has no such split"
    assert found.place == "x.toml:11: targets[0].evaluation_split"
    assert found.allowed == "test"


@pytest.mark.parametrize(
    ("task", "sides"),
    [
        (task, sides)
        for task, fields in (
            ("xnli", ("premise", "hypothesis")),
            ("udpos", ()),
            ("xquad", ("question", "context")),
            ("tatoeba", ("source", "target")),
        )
        for sides in ("default", "all", *fields)
    ],
)
def test_sides_that_a_target_has_are_no_problem(problems: Any, task: str, sides: str) -> None:
    noise = f'[noise]\nsides = "{sides}"'
    target = ('task = "xnli"\nlanguages = ["de", "sw"]', f'task = "{task}"')
    assert problems(target, ("[noise]", noise)) == []


def test_unknown_sides_are_told_with_place_and_nearest(problems: Any) -> None:
    (found,) = problems(("[noise]", '[noise]\nsides = "premis"'))
    assert "sides" in found.problem
    assert "pair_classification" in found.problem
    assert found.place == "x.toml:13: noise.sides"
    assert (found.value, found.nearest) == ("premis", "premise")
    assert set(found.allowed.split(", ")) == {"default", "all", "premise", "hypothesis"}


def test_sides_that_one_of_several_targets_lacks_are_told_once_a_kind(problems: Any) -> None:
    targets = '"xquad"\n[[targets]]\ntask = "xnli"\n[[targets]]\ntask = "xnli"\n'
    replaced = ('"xnli"\nlanguages = ["de", "sw"]', targets)
    (found,) = problems(replaced, ("[noise]", '[noise]\nsides = "question"'))
    assert "pair_classification" in found.problem


def test_unknown_sides_are_told_together_with_the_rest(problems: Any) -> None:
    found = problems(("[noise]", '[noise]\nsides = "al"'), ('"typo"', '"tipo"'), ('"sw"', '"sww"'))
    assert {problem.nearest for problem in found} == {"all", "typo", "sw"}


def test_tasks_of_the_stages_of_a_target_are_checked(problems: Any) -> None:
    stages = 'task = "xnli"\nstages = [{ tasks = ["mnly"] }]'
    (found,) = problems(('task = "xnli"', stages))
    assert (found.place, found.nearest) == ("x.toml:11: targets[0].stages[0].tasks[0]", "mnli")


def test_a_benchmark_that_the_catalogue_does_not_cover_is_told(
    problems: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = BenchmarkTask(
        task="nowhere", languages=("en",), metric="accuracy", file_metrics=("accuracy",)
    )
    less = replace(odd, task="xquad", languages=("en", "xx"))
    benchmark = replace(BENCHMARKS.get("xtreme"), tasks=(odd, less))
    table = Registry("benchmark", {"xtreme": benchmark})
    monkeypatch.setattr("crosswind.runner.check.BENCHMARKS", table)
    first, second = problems(('name = "x"', 'name = "x"\nbenchmark = "xtreme"'))
    assert first.place == second.place == "x.toml:2: benchmark"
    assert (first.problem, first.value) == ("unknown task", "nowhere")
    assert second.value == ["xx"]


def test_overlap_is_allowed_for_targets_alone(problems: Any) -> None:
    data = '[data]\nallow_overlap = ["xnli", "xquad"]\n[noise]'
    (found,) = problems(("[noise]", data))
    assert found.place == "x.toml:13: data.allow_overlap[1]"
    assert (found.value, found.allowed) == ("xquad", "xnli")


def test_every_problem_is_told_and_not_the_first(problems: Any) -> None:
    found = problems(('"xnli"', '"xnly"'), ('"mnli"', '"mnly"'), ('"typo"', '"tipo"'))
    assert len(found) == 3


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"arms": 3, "targets": "x", "noise": []},
        {"arms": [1, {"stages": 3}, {"stages": [2, {"tasks": [3, None]}]}]},
        {"targets": [{}, {"task": 3}, {"task": "xnli", "languages": "all"}, None]},
        {"targets": [{"task": "xnli", "languages": [3, {}]}], "noise": {"perturbations": "typo"}},
        {"targets": [{"task": "xnli", "evaluation_split": 3, "train": {"a": 1}}]},
        {"targets": [{"task": "xnli"}], "noise": {"sides": 3}},
        {"targets": [{"task": ["xnli"]}, 3], "noise": {"sides": "nowhere"}},
        {"targets": [{"task": "xnli", "pairing": 3, "languages": [["de+en"]], "retrieval": 3}]},
        {"benchmark": 3, "data": {"allow_overlap": 3}},
        {"benchmark": "xtreme_s", "data": 3},
    ],
    ids=repr,
)
def test_a_malformed_file_has_no_unknown_names(value: dict[str, Any]) -> None:
    assert name_problems(ExperimentText(place="x", text="", value=value)) == []


def test_what_a_checkpoint_was_trained_on_are_tasks(problems: Any) -> None:
    arm = 'name = "one"\ncheckpoint = "models/x"\ntrained_on = ["mnli", "snly"]'
    (error,) = problems(('name = "one"\nstages = [{ tasks = ["mnli"] }]', arm))
    assert (error.place, error.nearest) == ("x.toml:9: arms[1].trained_on[1]", "snli")
