"""`crosswind tasks`: what of every task's data is there, counted by reading it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from crosswind.cli.commands import tasks
from crosswind.cli.main import exit_code_of
from crosswind.core.registry import Registry
from crosswind.data import catalogue
from crosswind.data.catalogue import TASKS
from crosswind.data.survey import SplitSurvey

FIXTURES = Path(__file__).parents[1] / "data" / "fixtures"
Captured = pytest.CaptureFixture[str]


def _json(capsys: Captured, *arguments: str) -> Any:
    assert exit_code_of(["tasks", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def few_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short catalogue, read in this process."""
    names = ("interface_retrieval", "noisy_panx", "pawsx", "tatoeba")
    table = Registry("task", {name: TASKS.get(name) for name in names})
    monkeypatch.setattr(catalogue, "TASKS", table)
    monkeypatch.setattr(
        tasks, "_read_all", lambda names, root: [tasks.surveyed(name, root) for name in names]
    )


def test_the_list_counts_languages_and_examples_and_says_where(
    few_tasks: None, capsys: Captured
) -> None:
    found = {row["name"]: row["found"] for row in _json(capsys, "--data-root", str(FIXTURES))}
    assert found["pawsx"]["languages"] == ["de", "en", "ko", "zh"]
    assert found["pawsx"]["examples"] == 14
    assert found["pawsx"]["places"] == ["pawsx"]
    assert found["pawsx"]["missing"] == "pawsx/dev-de.tsv"
    assert (found["tatoeba"]["languages"], found["tatoeba"]["languages_served"]) == (["fi"], 112)
    assert exit_code_of(["tasks", "--data-root", str(FIXTURES)]) == 0
    shown = capsys.readouterr().out.split("\n")
    row = next(line.split() for line in shown if line.startswith("pawsx"))
    assert row[4:7] == ["4", "of", "7"]
    assert row[-2:] == ["14", "pawsx"]


def test_languages_of_translations_are_counted_apart() -> None:
    found = tasks._total(TASKS.get("mnli"), tasks.surveyed("mnli", FIXTURES))
    assert (found["languages"], found["translated"]) == (["en"], ["de"])
    assert found["places"] == ["mnli", "multinli_1.0", "translated"]
    assert tasks._row(TASKS.get("mnli").card, found)[4] == "1 of 1 and 1 translated"


def test_a_task_of_any_files_says_how_they_are_named(tmp_path: Path) -> None:
    found = tasks._total(TASKS.get("mlm_text"), tasks.surveyed("mlm_text", tmp_path))
    assert "mlm_text/<name>/<language>.txt" in tasks._row(TASKS.get("mlm_text").card, found)[-1]


def test_other_processes_read_the_same(capsys: Captured) -> None:
    names = ["pawsx", "tatoeba"]
    assert tasks._all(names, FIXTURES) == [tasks.surveyed(name, FIXTURES) for name in names]


def test_embedded_text_is_found_and_counted_when_it_is_asked_for(
    few_tasks: None, capsys: Captured
) -> None:
    row = _json(capsys)[0]
    assert row["name"] == "interface_retrieval"
    assert row["found"]["places"] == ["package django", "package polib"]
    assert row["found"]["examples"] is None
    assert _json(capsys, "interface_retrieval")["found"]["ml/test"]["examples"] > 50


@pytest.mark.parametrize("name", [[], ["xnli"]])
@pytest.mark.parametrize("kind", ["file", "absent"])
def test_a_data_root_that_is_no_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: list[str], kind: str
) -> None:
    (tmp_path / "file").write_text("")
    assert exit_code_of(["tasks", *name, "--data-root", str(tmp_path / kind)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    why = {"file": "a file stands here, not a folder", "absent": "there is no such folder"}
    assert f"--data-root: {why[kind]}" in told.err


def test_nothing_there_is_said_with_the_first_file_that_is_missing(
    few_tasks: None, capsys: Captured, tmp_path: Path
) -> None:
    assert exit_code_of(["tasks", "--data-root", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "missing: pawsx/dev-de.tsv" in shown
    assert "0 of 7" in shown


def test_one_task_shows_every_split_with_its_counts(capsys: Captured) -> None:
    found = _json(capsys, "noisy_panx", "--data-root", str(FIXTURES))["found"]
    german = found["de/clean"]
    assert german["examples"] == german["description"]["n_examples"] == 3
    assert list(german["left_out"].values()) == [1]
    assert german["files"] == ["noisy_panx/test_de_typos_0.2.jsonl", "panx/test-de.tsv"]
    assert found["fr/clean"] == {"missing": "panx/test-fr.tsv"}
    assert exit_code_of(["tasks", "noisy_panx", "--data-root", str(FIXTURES)]) == 0
    shown = capsys.readouterr().out
    assert "published_noise: real_typos" in shown
    assert any(line.split()[:3] == ["fr", "test", "2"] for line in shown.split("\n"))


def test_a_wrong_file_is_named_and_stops_nothing(
    few_tasks: None, capsys: Captured, tmp_path: Path
) -> None:
    shutil.copytree(FIXTURES / "pawsx", tmp_path / "pawsx")
    (tmp_path / "pawsx/dev-ko.tsv").write_text("a\tb\t2\n", "utf-8")
    found = _json(capsys, "pawsx", "--data-root", str(tmp_path))["found"]
    assert "dev-ko.tsv:1: unknown label" in found["ko/validation"]["problem"]
    assert found["de/test"]["examples"] == 3
    assert exit_code_of(["tasks", "--data-root", str(tmp_path)]) == 0
    assert "wrong: " in capsys.readouterr().out


def test_without_pyarrow_files_are_found_and_not_read(
    few_tasks: None, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_reader", lambda: None)
    found = {row["name"]: row["found"] for row in _json(capsys, "--data-root", str(FIXTURES))}
    assert found["pawsx"]["examples"] is None
    assert found["pawsx"]["languages"] == ["de", "en", "ko", "zh"]


def test_places_are_folders_packages_and_repositories() -> None:
    names = (
        "xnli/dev-de.tsv",
        "hassil:hassil/parser.py",
        "hub:facebook/xnli@0a/de/x.parquet",
        "a.tsv",
    )
    item = SplitSurvey(language="de", split="test", files=names)
    total = tasks._total(TASKS.get("xnli"), [item])
    assert total["places"] == ["a.tsv", "hub facebook/xnli", "package hassil", "xnli"]
