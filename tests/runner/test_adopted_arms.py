"""Models trained elsewhere as arms: found, fitted, and refused where they fit nothing."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import read_experiment, validate
from crosswind.runner.adopted_arms import unfit_arms
from crosswind.runner.facts import ExperimentFacts
from tests.model.adopted_folders import adopted_folder

NLI = ("Entailment", "Neutral", "Contradiction")
TEXT = """\
name = "x"
[encoder]
name = "e5-small-q4"
[[arms]]
name = "none"
[[arms]]
name = "theirs"
checkpoint = "{folder}"
{rest}
[[targets]]
task = "{task}"
"""


@pytest.fixture
def problems(tmp_path: Path) -> Any:
    def find(folder: Path, task: str, rest: str = "") -> list[Any]:
        path = tmp_path / "x.toml"
        path.write_text(TEXT.format(folder=folder, task=task, rest=rest), "utf-8")
        source = read_experiment(str(path))
        experiment, wrong = validate(source)
        assert experiment is not None, wrong
        return list(unfit_arms(source, experiment, ExperimentFacts(experiment)))

    return find


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return adopted_folder(tmp_path / "theirs", "Bert", "pair_classification", NLI)


def test_an_arm_that_fits_a_target_is_no_problem(problems: Any, folder: Path) -> None:
    assert problems(folder, "xnli") == []
    assert problems(folder, "tatoeba") == []


def test_an_arm_that_fits_no_target_is_told_at_its_line(problems: Any, folder: Path) -> None:
    (error,) = problems(folder, "udpos")
    assert error.place.endswith("x.toml:8: arms[1].checkpoint")
    assert "cannot predict tagging" in error.problem
    assert error.value == str(folder)
    assert "labels = [...]" in error.action


def test_labels_without_names_need_the_experiments(problems: Any, tmp_path: Path) -> None:
    names = ("LABEL_0", "LABEL_1", "LABEL_2")
    folder = adopted_folder(tmp_path / "nameless", "Bert", "pair_classification", names)
    assert "have no names" in problems(folder, "xnli")[0].problem
    assert problems(folder, "xnli", 'labels = ["entailment", "neutral", "contradiction"]') == []


def test_a_model_that_is_not_there_is_missing_and_not_unfit(problems: Any, tmp_path: Path) -> None:
    assert problems(tmp_path / "absent", "xnli") == []
