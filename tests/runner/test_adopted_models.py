"""The models of arms with a checkpoint, from folders."""

import json
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.schema import Experiment
from crosswind.runner.adopted_models import AdoptedModels
from tests.model.adopted_folders import adopted_folder


def models(arms: list[dict[str, str]]) -> AdoptedModels:
    experiment = Experiment.model_validate(
        {
            "name": "x",
            "encoder": {"name": "e5-small-q4"},
            "arms": arms,
            "targets": [{"task": "xnli"}],
        }
    )
    return AdoptedModels(experiment, [])


def test_the_model_of_an_arm_is_known_with_its_head(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "theirs", "XLMRoberta", "tagging", ("O", "B-PER"))
    found = models([{"name": "none"}, {"name": "theirs", "checkpoint": str(folder)}])
    source: Any = found.source("theirs")
    assert source["name"] == str(folder)
    assert sorted(source["source"]["files"]) == [
        "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
    ]  # fmt: skip
    head = found.head("theirs")
    assert head is not None
    assert (head.architecture, head.labels) == ("XLMRobertaForTokenClassification", ("O", "B-PER"))
    assert found.card("theirs").vocabulary == 517
    assert found.missing == []


@pytest.mark.parametrize("what", ["absent", "pickled", "remote"])
def test_a_model_that_is_refused_is_collected_once(tmp_path: Path, what: str) -> None:
    folder = adopted_folder(tmp_path / "theirs", "Bert", "tagging", ("O", "B-PER"))
    if what == "absent":
        folder = folder / "further"
    elif what == "pickled":
        (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    else:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        config["auto_map"] = {"AutoModel": "code.Model"}
        (folder / "config.json").write_text(json.dumps(config), "utf-8")
    found = models([{"name": "theirs", "checkpoint": f"{folder}"}])
    assert found.head("theirs") is None
    assert found.source("theirs")["source"] == {}
    assert found.card("theirs").name == str(folder)
    (error,) = found.missing
    assert error.place == "arms[0].checkpoint"
    why = {"absent": "no such folder", "pickled": "pickled", "remote": "never run"}
    assert why[what] in error.problem
