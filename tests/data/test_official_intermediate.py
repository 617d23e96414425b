"""The counts of the official files of the intermediate tasks."""

from pathlib import Path

import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_split, read_task
from crosswind.data.sources import find_sources

pytestmark = pytest.mark.shared_data

# task -> split -> (examples, clusters)
_COUNTS = {
    "mnli": {"train": (9315, 3333), "validation": (500, 481)},
    "snli": {"train": (9342, 3317), "validation": (500, 474)},
    "scitail": {"train": (1626, 1622), "validation": (500, 500)},
    "rte": {"train": (2490, 2379), "validation": (277, 274)},
    "mrpc": {"train": (3667, 3667), "validation": (408, 408)},
    "sick": {"train": (4439, 3134), "validation": (495, 476), "test": (4906, 3385)},
    "cosmos_qa": {"train": (2485, 2076), "validation": (500, 478)},
    "commonsense_qa": {"train": (9741, 9741), "validation": (1221, 1221)},
    "siqa": {"train": (1454, 1439), "validation": (500, 498)},
    "copa": {"train": (400, 400), "validation": (100, 100), "test": (500, 500)},
    "ccg": {"train": (7745, 7668), "validation": (1174, 1169), "test": (1053, 1048)},
    "squad": {"train": (11_877, 2430), "validation": (10_570, 2067)},
    "snips_intents": {"train": (13_084, 13_084), "validation": (700, 700), "test": (700, 700)},
    "snips_slots": {"train": (13_084, 13_084), "validation": (700, 700), "test": (700, 700)},
}
_NOT_THERE = {
    "anli_plus": "anli_v1.0/R1/train.jsonl",
    "qqp": "QQP/train.tsv",
    "squad_v2": "squad_v2.0/train-v2.0*.json",
    "hellaswag": "hellaswag/hellaswag_train.jsonl",
}


@pytest.mark.parametrize(
    ("name", "split"), [(name, split) for name, splits in _COUNTS.items() for split in splits]
)
def test_every_row_is_read(shared_data: Path, name: str, split: str) -> None:
    task = TASKS.get(name)
    found = find_sources(task, "en", split, shared_data / "data")
    rows, left_out = read_examples(task, found, "en", split)
    assert (len(rows), len({row.parallel_id for row in rows})) == _COUNTS[name][split]
    assert left_out == {}


@pytest.mark.parametrize("name", sorted(_NOT_THERE))
def test_what_is_not_at_hand_is_named(shared_data: Path, name: str) -> None:
    with pytest.raises(Exception, match="is missing") as caught:
        read_task(name, "en", "train", shared_data / "data")
    assert getattr(caught.value, "value", "") == _NOT_THERE[name]


def test_categories_of_the_meaning_bank(shared_data: Path) -> None:
    tags = {
        (language, split): {
            tag
            for row in read_task("ccg", language, split, shared_data / "data")
            for tag in row.tags
        }
        for language, split in (("en", "train"), ("en", "validation"), ("de", "test"))
    }
    assert [len(found) for found in tags.values()] == [294, 193, 113]
    assert len(tags["en", "validation"] - tags["en", "train"]) == 11


def test_joined_names_are_repaired_and_counted(shared_data: Path) -> None:
    task = TASKS.get("ccg")
    found = find_sources(task, "en", "test", shared_data / "data")
    reading = read_split(task, found, "en", "test", part="examples")
    joined = sum(" " in word for row in reading.rows for word in row.example.words)
    assert list(reading.repaired.values()) == [joined]
    assert not any("~" in word for row in reading.rows for word in row.example.words)


def test_sick_splits_share_sentences(shared_data: Path) -> None:
    train, test = (
        read_task("sick", "en", split, shared_data / "data") for split in ("train", "test")
    )
    assert {row.parallel_id for row in train} & {row.parallel_id for row in test}
    assert not {row.example_id for row in train} & {row.example_id for row in test}
