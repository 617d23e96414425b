"""A tiny experiment on real machinery: a random two-layer encoder and toy benchmark files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.testing.toy_data import write_toy_data

EXPERIMENT = """
name = "tiny"
question = "Does the journey arrive?"
seeds = [1, 2]

[encoder]
name = "{encoder}"

[data]
root = "{data}"

[[arms]]
name = "none"

[[arms]]
name = "snli"
stages = [{{ tasks = ["snli"] }}]

[[targets]]
task = "xnli"
train = ["mnli"]
languages = ["en", "de", "ru", "ar"]
evaluation_split = "validation"

[[targets]]
task = "udpos"
languages = ["en", "de", "ar"]
evaluation_split = "validation"

[[targets]]
task = "xquad"
languages = ["en", "ru"]

[[targets]]
task = "tatoeba"
languages = ["de", "ru", "ar"]

[noise]
perturbations = ["typo"]
severities = [3, 5]

[training]
learning_rate = 1e-3
batch_examples = 16
max_updates = 6
max_tokens = 64
selection = "last_update"
hold_out = false
"""


class TinyJourney:
    """A folder with everything that a run needs, and a way to run it in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.encoder = tiny_encoder_folder(folder / "encoder")
        self.data = write_toy_data(folder / "data")
        self.file = folder / "tiny.toml"
        self.file.write_text(EXPERIMENT.format(encoder=self.encoder, data=self.data), "utf-8")

    def command(self, store: Path, *more: str) -> list[str]:
        return [
            sys.executable,
            "-m",
            "crosswind",
            "run",
            str(self.file),
            "--store",
            str(store),
            "--threads",
            "1",
            *more,
        ]

    def run(self, store: Path, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(store, *more),
            capture_output=True,
            text=True,
            env=os.environ | {"HF_HUB_OFFLINE": "1"},
            check=False,
        )


@pytest.fixture(scope="session")
def tiny_journey(tmp_path_factory: pytest.TempPathFactory) -> TinyJourney:
    return TinyJourney(tmp_path_factory.mktemp("journey"))


@pytest.fixture(scope="session")
def unbroken(tiny_journey: TinyJourney) -> Path:
    """The store of one unbroken run."""
    store = tiny_journey.folder / "unbroken"
    done = tiny_journey.run(store)
    assert done.returncode == 0, done.stderr
    return store
