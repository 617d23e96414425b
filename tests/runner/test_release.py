"""Releases: the same examples again, the same bytes again, and nothing overwritten."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.core.errors import ConfigError, CrosswindError, StepError, StoreError
from crosswind.core.files import write_text
from crosswind.core.hashing import file_digest
from crosswind.data.load import read_task
from crosswind.records.release import MANIFEST
from crosswind.runner import release as module
from crosswind.runner.release import release
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.testing.toy_data import write_toy_data
from tests.data.answer_samples import POOL, official
from tests.runner.conftest import Recorder

EXPERIMENT = """
name = "released"
question = "Are released sets the sets of the experiment?"

[encoder]
name = "{encoder}"

[data]
root = "{data}"
max_overlap = 1.0

[[arms]]
name = "none"

[[targets]]
task = "xnli"
train = ["mnli"]
languages = ["en", "ru"]
evaluation_split = "validation"

[[targets]]
task = "udpos"
languages = ["de", "ar"]
evaluation_split = "validation"

[[targets]]
task = "xquad"
languages = ["en", "ru"]

[[targets]]
task = "tatoeba"
languages = ["de"]

[noise]
perturbations = ["typo", "case"]
severities = [5]
{noise}

[training]
selection = "last_update"
hold_out = false
"""
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """A release of a toy experiment in a new folder."""
    root = tmp_path_factory.mktemp("release")
    encoder, data = tiny_encoder_folder(root / "encoder"), write_toy_data(root / "data")

    def write(folder: Path, noise: str = "", *overrides: str) -> Path:
        folder.parent.mkdir(parents=True, exist_ok=True)
        file = folder.parent / f"{folder.name}.toml"
        file.write_text(EXPERIMENT.format(encoder=encoder, data=data, noise=noise), "utf-8")
        release(str(file), folder, store=root / "store", overrides=overrides, observer=Recorder())
        return folder

    return write


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return found


def test_a_condition_is_a_data_root_with_the_examples_of_the_experiment(
    make: Write, tmp_path: Path
) -> None:
    folder = make(tmp_path / "out")
    found = manifest(folder)
    assert found["conditions"] == ["case/5", "clean", "typo/5"]
    assert all(one["has_same_ids"] for one in found["sets"])
    clean = {
        (one["task"], one["language"]): read_task(
            one["task"], one["language"], one["split"], folder / "clean"
        )
        for one in found["sets"]
        if one["condition"] == "clean"
    }
    for one in found["sets"]:
        rows = read_task(one["task"], one["language"], one["split"], folder / one["condition"])
        before = clean[one["task"], one["language"]]
        assert [row.example_id for row in rows] == [row.example_id for row in before]
        assert sum(a != b for a, b in zip(rows, before, strict=True)) == one["n_changed"]
        assert (one["n_changed"] > 0) == (one["condition"] != "clean")
    # Arabic has no letter case: the plan refuses that cell, so nothing is released for it.
    assert not any(
        one["condition"] == "case/5" and one["language"] == "ar" for one in found["sets"]
    )


def test_edits_lead_from_the_clean_text_to_the_noisy_one(make: Write, tmp_path: Path) -> None:
    folder = make(tmp_path / "out")
    rows = read_task("xnli", "ru", "validation", folder / "typo" / "5")
    clean = read_task("xnli", "ru", "validation", folder / "clean")
    lines = (folder / "typo/5/edits/xnli.ru.jsonl").read_text("utf-8").splitlines()
    for line, noisy, before in zip(lines, rows, clean, strict=True):
        told = json.loads(line)
        assert told["id"] == noisy.example_id
        for field, text in before.texts.items():
            for start, end, written in reversed(told["edits"].get(field, [])):
                text = text[:start] + written + text[end:]
            assert text == noisy.texts[field]


def test_equal_experiments_give_equal_bytes_that_the_manifest_names(
    make: Write, tmp_path: Path
) -> None:
    one, other = make(tmp_path / "one"), make(tmp_path / "two" / "other")
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in files)
    digests = manifest(one)["files"]
    assert {str(name) for name in files} == {*digests, MANIFEST}
    assert all(file_digest(one / name) == digest for name, digest in digests.items())


def test_the_card_names_licences_and_what_was_read(make: Write, tmp_path: Path) -> None:
    folder = make(tmp_path / "out")
    card = (folder / "README.md").read_text("utf-8")
    assert "CC-BY-NC-4.0" in card
    assert "| typo/5 | xquad | ru |" in card
    sources = manifest(folder)["sources"]
    assert all(facts["licence"] and facts["files"] for facts in sources.values())
    key = next(one["key"] for one in manifest(folder)["sets"] if one["condition"] == "typo/5")
    assert {"seed", "severity", "perturbation", "version", "dataset", "split", "tables"} <= set(key)


def test_answers_in_noisy_contexts_stand_where_they_moved(make: Write, tmp_path: Path) -> None:
    noise = 'sides = "all"'
    folder = make(tmp_path / "out", noise, "targets[0].languages=['en']")
    rows = read_task("xquad", "en", "test", folder / "typo/5")
    clean = read_task("xquad", "en", "test", folder / "clean")
    assert [row.answers for row in rows] != [row.answers for row in clean]
    lines = (folder / "typo/5/edits/xquad.en.jsonl").read_text("utf-8").splitlines()
    moved = 0
    for line, before in zip(lines, clean, strict=True):
        told = json.loads(line).get("clean_answers")
        moved += told is not None
        assert told in (None, [[one.start, one.text] for one in before.answers])
    assert moved > 0


def test_samples_keep_their_ids_beside_the_files(make: Write, tmp_path: Path) -> None:
    folder = make(tmp_path / "out", "", "targets[0].max_examples=9")
    record = next(one for one in manifest(folder)["sets"] if one["task"] == "xnli")
    assert (record["n_examples"], record["has_same_ids"]) == (9, False)
    lines = (folder / record["edits"]).read_text("utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 9


def test_seeds_are_part_of_the_name_where_there_are_several(make: Write, tmp_path: Path) -> None:
    folder = make(tmp_path / "out", "seeds = [0, 3]")
    assert "typo/5/seed-3" in manifest(folder)["conditions"]


def test_nothing_is_overwritten(make: Write, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(StoreError, match="never overwritten"):
        make(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_refusing_disk_is_one_error_and_leaves_nothing(
    make: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path, text: str) -> None:
        raise OSError(number, "refused", str(path))

    monkeypatch.setattr(module, "write_text", refuse)
    with pytest.raises(StoreError) as caught:
        make(tmp_path / "out")
    error = caught.value
    assert all((error.problem, error.place, error.value, error.allowed, error.action))
    assert [path.name for path in tmp_path.iterdir()] == ["out.toml"]


def test_a_task_without_a_layout_and_missing_files_are_told(make: Write, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="xquad"):
        make(tmp_path / "out", "", "targets[3].task=mewslix", "targets[3].languages=['de']")
    with pytest.raises((StepError, CrosswindError), match="missing"):
        make(tmp_path / "out", "", f"data.root={tmp_path}")
    assert not (tmp_path / "out").exists()


def test_predictions_are_scored_against_a_condition(
    make: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make(tmp_path / "out", 'sides = "all"')
    rows = read_task("xquad", "en", "test", folder / "typo/5")
    predictions = tmp_path / "answers.json"
    predictions.write_text(json.dumps({row.example_id: row.answers[0].text for row in rows}))
    arguments = ["score", "--gold", str(folder), "--predictions", str(predictions), "--json"]
    arguments += ["--task", "xquad", "--language", "en", "--condition"]
    assert exit_code_of([*arguments, "typo/5"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["metrics"] == {"f1": 100.0, "exact_match": 100.0}
    assert found["clean_gold"]["exact_match"] < 100.0
    labels = folder / "typo/5/gold/xnli.ru.txt"
    command = [str(labels) if item == str(predictions) else item for item in arguments]
    command = [{"xquad": "xnli", "en": "ru"}.get(item, item) for item in command]
    assert exit_code_of([*command, "typo/5"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"] == {"accuracy": 100.0}
    assert exit_code_of([*arguments, "typo/4"]) == 2
    assert "Did you mean 'typo/5'?" in capsys.readouterr().err


def test_a_pool_is_whole_where_the_noise_cannot_act(tmp_path: Path, make: Write) -> None:
    for tag in POOL:
        write_text(tmp_path / f"data/xquad-r/{tag}.json", json.dumps(official(tag)))
    changes = [
        *(f"data.root={tmp_path}/data", "noise.perturbations=['diacritic_drop', 'case']"),
        "targets=[{ task = 'lareqa', languages = ['en', 'de'] }]",
    ]
    folder = make(tmp_path / "out", "", *changes)
    sets = json.loads((folder / MANIFEST).read_text("utf-8"))["sets"]
    assert [(one["condition"], one["language"]) for one in sets if one["condition"] != "clean"] == [
        *(("case/5", "de"), ("case/5", "en"), ("diacritic_drop/5", "de")),
    ]
    # German questions are searched in English sentences too, which have no diacritics.
    noisy, clean = (folder / part / "xquad-r/en.json" for part in ("diacritic_drop/5", "clean"))
    assert noisy.read_bytes() == clean.read_bytes()
    for part in ("clean", "diacritic_drop/5"):
        assert len(read_task("lareqa", "de", "test", folder / part, pool=POOL)) == 3
