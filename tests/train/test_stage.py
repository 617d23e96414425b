"""A stage is what its params and folders say."""

from dataclasses import replace
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.records.codecs import write_examples
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.params import FineTuneParams
from crosswind.train.stage import Folders, open_stage
from tests.train.test_fine_tune import toy

PARAMS = FineTuneParams(task="toy", kind="classification", fields=("text",), max_tokens=32)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    root = tmp_path_factory.mktemp("stage")
    for name, n in (("train", 60), ("validation", 20)):
        (root / name).mkdir()
        write_examples(root / name, toy(n, seed=n))
    encoder = tiny_encoder_folder(root / "encoder")
    return Folders(encoder, None, (root / "train",), (), (root / "validation",), ())


def opened(folders: Folders, **changes):
    return open_stage(replace(PARAMS, **changes), folders, RunOptions(device="cpu", threads=1))


def test_every_folder_that_is_read_is_told(folders):
    assert [path.name for path in folders.all()] == ["encoder", "train", "validation"]
    started = Folders(folders.encoder, Path("start"), folders.train, (Path("copy"),), (), ())
    assert [path.name for path in started.all()] == ["encoder", "start", "train", "copy"]


def test_epochs_and_warm_up_decide_the_recipe(folders):
    stage = opened(folders, epochs=3, batch_examples=8)
    assert stage.recipe.n_updates == stage.duration.n_updates == 24
    assert stage.recipe.n_warmup == 2
    assert stage.selection.judged == []


@pytest.mark.parametrize("selection", ["source_validation", "checkpoint_average"])
def test_what_selects_reads_validation_text(folders, selection):
    stage = opened(folders, selection=selection, batch_examples=8)
    assert len(stage.selection.judged) == 1
    assert bool(stage.selection.average_from) == (selection == "checkpoint_average")


def test_seen_rows_take_less_memory_than_all(folders):
    seen, whole = opened(folders), opened(folders, embedding_rows="all")
    assert seen.memory["optimiser_bytes"] < whole.memory["optimiser_bytes"]
    assert whole.memory["optimiser_bytes"] == whole.memory["optimiser_bytes_dense"]


def test_masked_words_need_the_whole_embedding(folders):
    masked = {"task": "toy", "kind": "classification", "fields": ["text"]}
    part = {**masked, "control": "english_mlm", "mask_rate": 0.15, "max_tokens": 32}
    assert opened(folders, parts=(part,)).rows.mode == "all"
    with pytest.raises(ConfigError, match="whole word embedding"):
        opened(folders, parts=(part,), embedding_rows="seen")
