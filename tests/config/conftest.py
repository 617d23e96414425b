"""An experiment file to change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.config.load import read_experiment, validate
from crosswind.config.schema import Experiment
from crosswind.core.errors import CrosswindError

BASE = """\
name = "small"

[encoder]
name = "e5-small-q4"

[[arms]]
name = "none"

[[arms]]
name = "mnli"
stages = [{ tasks = ["mnli"] }]

[[targets]]
task = "xnli"

[[targets]]
task = "udpos"
"""

Checked = tuple[Experiment | None, list[CrosswindError]]


@pytest.fixture
def base() -> str:
    """A valid file in which every line is known."""
    return BASE


@pytest.fixture
def check(tmp_path: Path) -> Callable[[str], Checked]:
    """Write a text to `x.toml` and validate it; places lose the folder."""

    def run(text: str) -> Checked:
        path = tmp_path / "x.toml"
        path.write_text(text, "utf-8")
        experiment, problems = validate(read_experiment(str(path)))
        for problem in problems:
            problem.place = problem.place.removeprefix(f"{tmp_path}/")
        return experiment, problems

    return run
