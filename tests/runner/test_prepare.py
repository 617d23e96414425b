"""From a file to a plan: every problem of the file at once, nothing run."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import shipped_experiments
from crosswind.core.errors import ConfigError
from crosswind.records.benchmark import BENCHMARKS
from crosswind.runner.prepare import prepare

BASE = """\
name = "x"
[encoder]
name = "e5-small-q4"
[data]
root = "no/such/folder"
[[arms]]
name = "none"
[[targets]]
task = "xnli"
languages = ["de"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(text: str) -> str:
        (tmp_path / "x.toml").write_text(text, "utf-8")
        return str(tmp_path / "x.toml")

    return write


def places(error: pytest.ExceptionInfo[ConfigError]) -> list[str]:
    return [problem.place.partition("x.toml:")[2] for problem in error.value.problems]


def test_a_file_becomes_a_plan_even_where_data_is_missing(file: Any) -> None:
    prepared = prepare(file(BASE))
    assert prepared.experiment.name == "x"
    assert prepared.plan.counts()["render_report"] == 1
    assert prepared.missing
    root, *files = prepared.missing
    assert root.problem == "there is no such folder"
    assert root.place.endswith("x.toml:5: data.root")
    assert all("missing" in error.problem for error in files)


def test_a_data_root_that_is_there_is_not_told(file: Any, tmp_path: Path) -> None:
    prepared = prepare(file(BASE), [f"data.root={tmp_path}"])
    assert all("missing" in error.problem for error in prepared.missing)
    quiet = prepare("quickstart", [f"data.root={tmp_path}/absent"])
    assert quiet.missing == ()


def test_what_an_override_breaks_is_told_of_it(file: Any) -> None:
    prepared = prepare(file(BASE), ["data.root=absent", "encoder.name=xlm-roberta-bas"])
    found = {error.problem: error.place for error in prepared.missing}
    assert found["there is no such folder"] == "--set data.root=absent"
    assert found["unknown encoder"] == "--set encoder.name=xlm-roberta-bas"


@pytest.mark.parametrize("name", ["typo:rwa", "codemix:nofile.tsv", "tipo"])
def test_a_perturbation_that_cannot_be_is_told_with_its_line(file: Any, name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        prepare(file(f'{BASE}[noise]\nperturbations = ["typo", "{name}"]\n'))
    assert places(caught) == ["12: noise.perturbations[1]"]


def test_an_unknown_encoder_is_told_with_its_line(file: Any) -> None:
    prepared = prepare(file(BASE.replace("e5-small-q4", "e5-smal-q4")))
    (error,) = (error for error in prepared.missing if error.problem == "unknown encoder")
    assert error.place.endswith("x.toml:3: encoder.name")


def test_structure_and_names_are_told_together_in_the_order_of_lines(file: Any) -> None:
    text = BASE.replace('"de"', '"xx"') + 'colour = 1\n[noise]\nperturbations = ["tipo"]\n'
    with pytest.raises(ConfigError) as caught:
        prepare(file("seeds = [-1]\n" + text))
    assert places(caught) == [
        "1: seeds[0]",
        "11: targets[0].languages[0]",
        "12: targets[0].colour",
        "14: noise.perturbations[0]",
    ]


def test_overrides_reach_the_plan(file: Any) -> None:
    name = file(BASE)
    more = prepare(name, ["targets[0].languages=['de', 'sw']"])
    assert len(more.plan) > len(prepare(name).plan)
    assert prepare(name, ["data.root=elsewhere"]).plan.plan_id == prepare(name).plan.plan_id


def target(file: Any, text: str, task: str = "home_intents") -> str:
    return str(file(BASE.replace('"xnli"\nlanguages = ["de"]', f'"{task}"\n{text}')))


def test_text_is_held_out_where_the_validation_text_is_scored(file: Any) -> None:
    prepared = prepare(target(file, 'evaluation_split = "validation"'))
    parts = {
        (step.params["split"], step.params["held_out"])
        for step in prepared.plan
        if step.kind == "load_examples"
    }
    assert parts == {("train", "kept"), ("train", "held_out"), ("validation", "")}
    assert any(note.startswith("Held out of the train text") for note in prepared.plan.notes)


def test_an_oracle_is_not_selected_on_what_it_is_scored_on(file: Any) -> None:
    oracle = 'training = { selection = "target_validation" }'
    with pytest.raises(ConfigError, match="selected on the examples it is scored on") as caught:
        prepare(target(file, f'{oracle}\nevaluation_split = "validation"'))
    assert places(caught) == ["8: targets[0]"]
    assert "source_validation" in caught.value.problems[0].allowed
    assert prepare(target(file, oracle)).plan


def test_an_arm_has_no_target_language(file: Any) -> None:
    stage = '{ tasks = ["mnli"], training = { selection = "target_validation" } }'
    text = BASE.replace('name = "none"', f'name = "a"\nstages = [{stage}]')
    with pytest.raises(ConfigError, match="no target language to select on") as caught:
        prepare(file(text))
    assert places(caught) == ["8: arms[0].stages[0].training"]


def test_a_preset_that_does_not_fit_the_encoder_is_told_with_its_line(file: Any) -> None:
    retrieval = 'languages = ["de"]\nretrieval = { preset = "jiant" }'
    with pytest.raises(ConfigError, match="the preset says nothing for the encoder") as caught:
        prepare(target(file, retrieval, "tatoeba"))
    assert places(caught) == ["11: targets[0].retrieval.preset"]
    assert prepare(target(file, retrieval.replace("jiant", "xtreme"), "tatoeba")).plan


@pytest.mark.parametrize("name", ["xtreme", "xtreme_r"])
def test_a_benchmark_adds_its_targets_in_its_languages(file: Any, name: str) -> None:
    prepared = prepare(file(f'benchmark = "{name}"\n' + BASE))
    found = {target.task: target.languages for target in prepared.experiment.targets}
    benchmark = {item.task: item.languages for item in BENCHMARKS.get(name).tasks}
    assert next(iter(found)) == "xnli"
    assert found == {**benchmark, "xnli": ("de",)}
    (compare,) = (step for step in prepared.plan if step.kind == "compare")
    assert compare.params["benchmark"] == name
    assert prepared.place_of("xnli").endswith("x.toml:9: targets[0]")
    assert prepared.place_of("panx").endswith("x.toml:1: benchmark")


def test_a_benchmark_alone_is_an_experiment(file: Any) -> None:
    text = BASE.partition("[[targets]]")[0]
    assert prepare(file(f'benchmark = "xtreme"\n{text}')).plan
    with pytest.raises(ConfigError, match="nothing to evaluate"):
        prepare(file(text))


def test_the_place_of_a_target_is_its_line(file: Any) -> None:
    assert prepare(file(BASE)).place_of("xnli").endswith("x.toml:8: targets[0]")


def test_a_change_that_does_not_fit_is_refused_before_planning(file: Any) -> None:
    with pytest.raises(ConfigError, match="nothing to select on") as caught:
        prepare(file(BASE + "training = { hold_out = false }\n"))
    assert places(caught) == ["11: targets[0].training"]


@pytest.mark.parametrize("name", shipped_experiments())
def test_shipped_experiments_become_plans_again_from_what_their_reports_print(
    file: Any, name: str
) -> None:
    prepared = prepare(name)
    assert prepared.experiment.question
    assert len(prepared.plan) > 6
    (report,) = (step for step in prepared.plan if step.kind == "render_report")
    assert prepare(file(report.params["experiment_file"])).plan.plan_id == prepared.plan.plan_id


def test_allowed_overlap_is_in_what_the_report_prints(file: Any) -> None:
    plan = prepare(file(BASE), ["data.allow_overlap=['xnli']", "data.offline=true"]).plan
    (report,) = (step for step in plan if step.kind == "render_report")
    assert prepare(file(report.params["experiment_file"])).plan.plan_id == plan.plan_id
    assert "no/such/folder" not in report.params["experiment_file"]


SMOKE = [name for name in shipped_experiments() if name.startswith("smoke/")]


@pytest.mark.shared_data
@pytest.mark.parametrize("name", SMOKE)
def test_every_smoke_experiment_finds_its_files(shared_data: Path, name: str) -> None:
    assert prepare(name, [f"data.root={shared_data / 'data'}"]).missing == ()


def test_the_quickstart_needs_no_file_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert prepare("quickstart").missing == ()


def test_the_plan_does_not_depend_on_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = prepare("quickstart").plan.plan_id
    monkeypatch.chdir(tmp_path)
    assert prepare("quickstart").plan.plan_id == here
