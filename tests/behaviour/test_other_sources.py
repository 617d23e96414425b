"""Data from the hub's cache and a checkpoint of others arrive at a report too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosswind.core.files import read_lines
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.testing.toy_data import write_toy_data
from tests.data.conftest import COMMIT, HubCache
from tests.model.adopted_folders import adopted_folder

EXPERIMENT = """
name = "others"
question = "How steady is somebody else's model?"

[encoder]
name = "{folder}/encoder"

[data]
root = "{folder}/data"

[[arms]]
name = "none"

[[arms]]
name = "theirs"
checkpoint = "{folder}/theirs"
trained_on = ["mnli"]
labels = ["entailment", "neutral", "contradiction"]

[[targets]]
task = "xnli"
languages = ["en", "de"]
evaluation_split = "validation"

[[targets]]
task = "udpos"
languages = ["de"]
evaluation_split = "validation"

[[targets]]
task = "tatoeba"
languages = ["de"]

[noise]
perturbations = ["typo"]
severities = [3]

[training]
learning_rate = 1e-3
batch_examples = 16
max_updates = 2
max_tokens = 64
selection = "last_update"
hold_out = false
"""
LABELS = ["entailment", "neutral", "contradiction"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All parts of the experiment; the German pairs are in the hub's cache alone."""
    place = tmp_path_factory.mktemp("others")
    tiny_encoder_folder(place / "encoder")
    names = ("LABEL_0", "LABEL_1", "LABEL_2")
    adopted_folder(place / "theirs", "Bert", "pair_classification", names)
    data = write_toy_data(place / "data")
    german = data / "xnli" / "dev-de.tsv"
    rows = [line.split("\t") for line in read_lines(german)]
    german.unlink()
    table = {
        "premise": [row[0] for row in rows],
        "hypothesis": [row[1] for row in rows],
        "label": [LABELS.index(row[2]) for row in rows],
    }
    cache = HubCache(place / "cache")
    cache.put(
        "facebook/xnli", "de/validation-00000-of-00001.parquet", table, names={"label": LABELS}
    )
    (place / "others.toml").write_text(EXPERIMENT.format(folder=place), "utf-8")
    return place


def crosswind(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "crosswind", *words, "--store", str(folder / "store")],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


def test_both_arrive_at_a_report(folder: Path) -> None:
    done = crosswind(folder, "run", str(folder / "others.toml"), "--threads", "1")
    assert done.returncode == 0, done.stderr
    page = (folder / "store" / "reports" / "others" / "report.html").read_text("utf-8")
    assert "Not judged: arm theirs on udpos" in page
    assert "trained on, as its makers say: mnli" in page
    manifests = (folder / "store" / "artifacts").glob("load_examples-*/manifest.json")
    steps = [json.loads(path.read_text("utf-8"))["step"] for path in manifests]
    sources = [name for step in steps for name in step["params"]["sources"]]
    assert f"hub:facebook/xnli@{COMMIT}/de/validation-00000-of-00001.parquet" in sources
    assert "xnli/dev-en.tsv" in sources
    again = crosswind(folder, "run", str(folder / "others.toml"), "--threads", "1")
    assert "\n0 steps executed" in again.stdout, again.stderr
