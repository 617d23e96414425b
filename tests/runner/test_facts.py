"""The planner's questions, answered from the real catalogues."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from crosswind.config.schema import Experiment
from crosswind.data.catalogue import TASKS
from crosswind.data.task import Candidates, SourceFile
from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.plan.catalogue import Catalogue, ExampleSet, TrainingText
from crosswind.runner.environment import resolve_precision
from crosswind.runner.facts import ExperimentFacts


def facts(tmp_path: Path, **changes: Any) -> ExperimentFacts:
    experiment = Experiment.model_validate(
        {
            "name": "x",
            "encoder": {"name": "e5-small-q4"},
            "data": {"root": str(tmp_path)},
            "arms": [{"name": "none"}],
            "targets": [{"task": "xnli"}],
            **changes,
        }
    )
    return ExperimentFacts(experiment)


def of(language: str, task: str = "xnli", split: str = "test") -> ExampleSet:
    return ExampleSet(task=task, language=language, split=split)


def test_the_facts_answer_every_question_of_the_planner(tmp_path: Path) -> None:
    asked = [name for name in vars(Catalogue) if not name.startswith("_")]
    assert asked
    assert all(callable(getattr(facts(tmp_path), name)) for name in asked)


def test_missing_files_are_collected_once_and_do_not_stop_a_plan(tmp_path: Path) -> None:
    found = facts(tmp_path)
    assert found.digests(of("de")) == {"missing": "xnli de test"}
    assert found.digests(of("de")) == {"missing": "xnli de test"}
    found.digests(of("sw"))
    assert len(found.missing) == 2
    assert all(error.action and str(tmp_path) in error.place for error in found.missing)


def test_digests_are_of_the_bytes(tmp_path: Path) -> None:
    names = [item.patterns[0] for item in TASKS.get("xnli").files("de", "test")]
    assert "*" not in "".join(names)
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("eins\n", "utf-8")
    first = dict(facts(tmp_path).digests(of("de")))
    path.write_text("zwei!\n", "utf-8")
    second = dict(facts(tmp_path).digests(of("de")))
    assert sorted(first) == sorted(second) == sorted(names)
    assert first != second
    assert str(tmp_path) not in repr(first)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the hub that gives every table, and notes what it was asked for."""
    commit = tmp_path / "hub" / "datasets--x" / "snapshots" / f"0123456789abcdef{'0' * 24}"

    def give(hub_id: str, **rest: Any) -> str:
        path = commit / rest["allow_patterns"][0].replace("*", "00000-of-00001")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{hub_id} {path.name}".encode())
        with (tmp_path / "asked").open("a", encoding="utf-8") as stream:
            stream.write(f"{hub_id} {rest['revision']} {rest['local_files_only']}\n")
        return str(commit)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", give)
    return tmp_path / "asked"


def test_what_is_not_below_the_root_is_asked_of_the_hub(tmp_path: Path, hub: Path) -> None:
    found = facts(tmp_path, data={"root": str(tmp_path), "revisions": {"xnli": "v2"}})
    (name,) = found.digests(of("de"))
    assert name.startswith("hub:facebook/xnli@0123456789abcdef")
    assert found.missing == []
    found.digests(of("en", "snli", "train"))
    assert hub.read_text("utf-8").splitlines() == [
        "facebook/xnli v2 True",
        "stanfordnlp/snli main True",
    ]


def test_the_hub_is_reached_only_where_the_experiment_is_not_offline(
    tmp_path: Path, hub: Path
) -> None:
    facts(tmp_path, data={"root": str(tmp_path), "offline": False}).digests(of("de"))
    assert hub.read_text("utf-8") == "facebook/xnli main False\n"


def test_a_training_set_of_the_hub_is_trained_on_as_it_is(tmp_path: Path, hub: Path) -> None:
    assert facts(tmp_path).training_text("snli") == TrainingText()


def test_a_source_with_one_split_is_trained_on_whole(tmp_path: Path) -> None:
    (tmp_path / "snli").mkdir()
    (tmp_path / "snli" / "dev.jsonl").write_text("{}\n", "utf-8")
    assert facts(tmp_path).training_text("snli") == TrainingText(whole="all")


def test_the_embedded_encoder_is_known_by_its_bytes(tmp_path: Path) -> None:
    found = facts(tmp_path)
    source = found.encoder_source()
    assert source == found.encoder_source()
    assert set(source) == {"name", "revision", "source"}
    assert source["name"] == "e5-small-q4"
    assert "files" in source["source"]  # type: ignore[operator]
    assert found.encoder_card().prior_supervision
    assert found.missing == []


def test_an_encoder_that_is_not_there_is_collected(tmp_path: Path) -> None:
    found = facts(tmp_path, encoder={"name": str(tmp_path / "absent")})
    assert found.encoder_source()["source"] == {}
    assert found.encoder_card().name == str(tmp_path / "absent")
    assert {type(error).__name__ for error in found.missing} <= {"EncoderError", "ConfigError"}
    assert found.missing


def test_an_encoder_that_is_not_there_keeps_its_card(tmp_path: Path) -> None:
    found = facts(tmp_path, encoder={"name": "e5-small-q5"})
    assert found.encoder_card().name == "e5-small-q5"
    assert found.missing[0].nearest == "e5-small-q4"


def test_perturbations_have_versions_and_reasons(tmp_path: Path) -> None:
    found = facts(tmp_path)
    assert found.perturbation_version("typo") >= 1
    assert found.unsupported("typo", "de", "xnli") == ""
    assert "input method" in found.unsupported("typo", "zh", "xnli")
    assert not found.is_apart("typo", "classification")


@pytest.mark.parametrize("name", PERTURBATIONS.names())
@pytest.mark.parametrize("task", ["xnli", "udpos", "tatoeba", "xquad"])
def test_the_label_policy_of_a_perturbation_decides(tmp_path: Path, name: str, task: str) -> None:
    kind = TASKS.get(task).card.kind
    policy = PERTURBATIONS.get(name).label_policy(kind)
    found = facts(tmp_path)
    assert found.is_apart(name, kind) == (policy == "apart")
    assert ("would not survive" in found.unsupported(name, "de", task)) == (policy == "refused")


@pytest.mark.parametrize(
    ("task", "label", "sides", "language"),
    [
        ("xnli", "de+zh", "default", "zh"),
        ("xnli", "zh+de", "default", "zh"),
        ("xnli", "de+zh", "premise", ""),
        ("xnli", "de+zh", "hypothesis", "zh"),
        ("xquad", "zh+de", "default", ""),
        ("xquad", "de+zh", "default", "zh"),
        ("xquad", "zh+de", "context", "zh"),
    ],
)
def test_a_pair_is_refused_where_a_perturbed_text_cannot_be(
    tmp_path: Path, task: str, label: str, sides: str, language: str
) -> None:
    reason = facts(tmp_path, noise={"sides": sides}).unsupported("typo", label, task)
    assert reason.startswith(f"{language}: ") if language else reason == ""


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")


def test_a_task_that_cuts_its_own_source_has_both_parts(tmp_path: Path) -> None:
    write(tmp_path, "mnli/dev_matched.jsonl", "SICK/SICK.txt")
    found = facts(tmp_path)
    assert found.training_text("mnli") == TrainingText(whole="all")
    assert found.training_text("sick") == TrainingText()
    assert found.training_text("home_intents") == TrainingText()
    write(tmp_path, "multinli_1.0/multinli_1.0_train.jsonl")
    assert facts(tmp_path).training_text("mnli") == TrainingText()


def test_the_splits_whose_files_are_there_train_and_select(tmp_path: Path) -> None:
    assert facts(tmp_path).training_text("squad") == TrainingText()
    write(tmp_path, "squad/train-v1.1.json")
    assert facts(tmp_path).training_text("squad") == TrainingText(validation="")
    write(tmp_path, "squad/dev-v1.1.json")
    found = facts(tmp_path)
    assert found.training_text("squad") == TrainingText()
    assert found.missing == []


def test_a_task_without_a_training_split_trains_on_its_validation_text(tmp_path: Path) -> None:
    write(tmp_path, "xnli/dev-en.tsv")
    only = TrainingText(split="validation", validation="")
    assert facts(tmp_path).training_text("xnli") == only


def test_two_splits_of_one_file_are_one_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "dev.tsv")
    patterns = {"train": ("train.tsv", "dev.tsv"), "validation": ("dev.tsv",)}

    def files(language: str, split: str) -> tuple[SourceFile, ...]:
        return (SourceFile(role="text", patterns=patterns[split]),)

    card = replace(TASKS.get("mnli").card, name="one_file")
    task = replace(TASKS.get("mnli"), card=card, files=files)
    monkeypatch.setattr("crosswind.runner.facts.TASKS", TASKS.with_entry("one_file", task))
    assert facts(tmp_path).training_text("one_file") == TrainingText(validation="")
    write(tmp_path, "train.tsv")
    assert facts(tmp_path).training_text("one_file") == TrainingText()


def test_pools_are_those_of_the_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Candidates(files=lambda *_: (), read="", fields=("text",), is_shared=True)
    for name, candidates in (("shared", pool), ("own", replace(pool, is_shared=False))):
        task = replace(TASKS.get("tatoeba"), candidates=candidates)
        monkeypatch.setattr("crosswind.runner.facts.TASKS", TASKS.with_entry(name, task))
        expected = ("de", "en") if name == "shared" else ("de",)
        assert facts(tmp_path).pool_languages(name, "de", ("de", "en")) == expected
    assert facts(tmp_path).pool_languages("tatoeba", "de", ("de", "en")) == ()


def test_precision_is_that_of_the_machine(tmp_path: Path) -> None:
    assert facts(tmp_path).precision("auto") == resolve_precision("auto")
    assert facts(tmp_path).precision("fp32") == "fp32"


def test_the_models_of_arms_are_answered_for(tmp_path: Path) -> None:
    found = facts(tmp_path, arms=[{"name": "x", "checkpoint": str(tmp_path / "absent")}])
    assert found.adopted_head("x") is None
    assert found.adopted_source("x")["source"] == {}
    assert found.adopted_card("x").name == str(tmp_path / "absent")
    assert len(found.missing) == 1
