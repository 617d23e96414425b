"""A condition of a release: its gold is found, and held against the manifest."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.core.hashing import file_digest
from crosswind.evaluate.released import score_condition
from crosswind.records.release import MANIFEST, ReleasedSet


def squad(answer: str) -> str:
    question = {"id": "q", "question": "?", "answers": [{"answer_start": 0, "text": answer}]}
    return json.dumps({"data": [{"paragraphs": [{"context": answer, "qas": [question]}]}]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sets, files = [], {}
    for condition, answer in (("clean", "river"), ("typo/3", "rivre")):
        name = f"{condition}/xquad/xquad.en.json"
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(squad(answer), "utf-8")
        files[name] = file_digest(path)
        one = ReleasedSet(
            task="xquad",
            language="en",
            split="test",
            condition=condition,
            n_examples=1,
            n_changed=0,
            files={"text": name},
            gold=name,
            edits="",
        )
        sets.append(one.as_json())
    manifest = {"format": 1, "conditions": ["clean", "typo/3"], "sets": sets, "files": files}
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "answers.json").write_text('{"q": "rivre"}', "utf-8")
    return tmp_path


def scored(folder: Path, condition: str, language: str = "en", task: str = "xquad") -> Any:
    return score_condition(
        folder, condition, task=task, language=language, predictions=folder / "answers.json"
    )


def test_both_golds_are_told(folder: Path) -> None:
    found = scored(folder, "typo/3")
    assert found["metrics"]["exact_match"] == 100.0
    assert found["clean_gold"]["exact_match"] == 0.0
    clean = scored(folder, "clean")
    assert clean["metrics"]["exact_match"] == 0.0
    assert "clean_gold" not in clean


@pytest.mark.parametrize(
    ("condition", "language", "task", "place"),
    [
        ("typo/2", "en", "xquad", "--condition"),
        ("typo/3", "de", "xquad", "--language"),
        ("typo/3", "en", "xnli", "--task"),
    ],
)
def test_what_is_not_released_is_told_with_what_is(
    folder: Path, condition: str, language: str, task: str, place: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        scored(folder, condition, language, task)
    assert caught.value.place == place
    assert caught.value.allowed


Damage = Callable[[Path], object]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder / MANIFEST).write_text("[]", "utf-8"),
        lambda folder: (folder / MANIFEST).write_text('{"format": 2}', "utf-8"),
        lambda folder: (folder / MANIFEST).write_text('{"format": 1}', "utf-8"),
        lambda folder: (folder / MANIFEST).write_text('{"format": 1, "sets": [3]}', "utf-8"),
        lambda folder: (folder / "typo/3/xquad/xquad.en.json").unlink(),
        lambda folder: (folder / "typo/3/xquad/xquad.en.json").write_text(squad("x"), "utf-8"),
    ],
)
def test_a_damaged_release_is_one_error(folder: Path, damage: Damage) -> None:
    damage(folder)
    with pytest.raises(DataError) as caught:
        scored(folder, "typo/3")
    assert caught.value.action
