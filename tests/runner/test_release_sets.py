"""The sets of a plan that are scored, each once, by condition."""

from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.runner.prepare import prepare
from crosswind.runner.release_sets import scored_sets
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.testing.toy_data import write_toy_data

EXPERIMENT = """
name = "sets"
question = "Which sets are scored?"
seeds = [1, 2]
[encoder]
name = "{encoder}"
[data]
root = "{data}"
max_overlap = 1.0
[[arms]]
name = "none"
[[arms]]
name = "snli"
stages = [{{ tasks = ["snli"] }}]
[[targets]]
task = "{task}"
languages = ["de", "ru"]
[noise]
perturbations = ["typo"]
severities = [2, 4]
[training]
selection = "last_update"
hold_out = false
"""


def write(folder: Path, task: str) -> str:
    encoder, data = tiny_encoder_folder(folder / "encoder"), write_toy_data(folder / "data")
    file = folder / "sets.toml"
    file.write_text(EXPERIMENT.format(encoder=encoder, data=data, task=task), "utf-8")
    return str(file)


def test_each_set_is_there_once_whatever_trains(tmp_path: Path) -> None:
    sets = scored_sets(prepare(write(tmp_path, "tatoeba")).plan)
    assert [(one.condition, one.language) for one in sets] == [
        (condition, language)
        for condition in ("clean", "typo/2", "typo/4")
        for language in ("de", "ru")
    ]
    for one in sets:
        assert (one.examples is one.clean) == (one.condition == "clean")
        assert one.clean.kind == "load_examples"


def test_a_task_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"mewslix.*tatoeba"):
        scored_sets(prepare(write(tmp_path, "mewslix"), ["targets[0].languages=['de']"]).plan)
