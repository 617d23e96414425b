from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task

HEADER = "id\tsentence1\tsentence2\tlabel\n"


def _lines(n: int, mark: str = "") -> str:
    return "".join(f"one {mark}{k}\tother {k}\t{k % 2}\n" for k in range(n))


def test_both_layouts_of_dev_and_test(put) -> None:
    put("pawsx/dev-ko.tsv", 'a "quote\tb\t1\nNS\tNS\t0\n')
    put("pawsx/x-final/ja/dev_2k.tsv", f"{HEADER}7\ta\tb\t1\n")
    root = put("pawsx/x-final/zh/test_2k.tsv", f"{HEADER}10\ta\tb\t1\n12\tc\td\t0\n")
    korean = read_task("pawsx", "ko", "validation", root)
    assert [(row.example_id, row.label) for row in korean] == [
        ("dev-line-0", "1"),
        ("dev-line-1", "0"),
    ]
    assert korean[0].texts == {"sentence1": 'a "quote', "sentence2": "b"}
    assert read_task("pawsx", "ja", "validation", root)[0].example_id == "dev-7"
    assert [row.parallel_id for row in read_task("pawsx", "zh", "test", root)] == [
        "test-10",
        "test-12",
    ]


def test_without_a_train_file_english_dev_is_cut_in_two(put) -> None:
    root = put("pawsx/dev-en.tsv", _lines(1200))
    parts = [read_task("pawsx", "en", split, root) for split in ("train", "validation", "all")]
    assert [len(rows) for rows in parts] == [700, 500, 1200]
    train, validation, whole = ({row.example_id for row in rows} for rows in parts)
    assert train | validation == whole
    assert all(name.startswith("dev-line-") for name in whole)


@pytest.mark.parametrize("name", ["train-en.tsv", "x-final/en/train.tsv"])
def test_with_a_train_file_dev_is_whole(put, name) -> None:
    put("pawsx/dev-en.tsv", _lines(6))
    text = f"{HEADER}3\ta\tb\t1\n" if name.endswith("train.tsv") else "a\tb\t1\n"
    root = put(f"pawsx/{name}", text)
    assert len(read_task("pawsx", "en", "validation", root)) == 6
    (row,) = read_task("pawsx", "en", "train", root)
    assert row.parallel_id in {"train-3", "train-line-0"}
    assert len(read_task("pawsx", "en", "all", root)) == 7


def test_dev_of_another_language_translates_what_trained(put) -> None:
    put("pawsx/dev-en.tsv", _lines(6))
    root = put("pawsx/dev-de.tsv", _lines(6, "de "))
    train = {row.parallel_id for row in read_task("pawsx", "en", "train", root)}
    assert train < {row.parallel_id for row in read_task("pawsx", "de", "validation", root)}


def test_two_languages_in_one_pair_and_labels_that_differ(put) -> None:
    put("pawsx/x-final/de/test_2k.tsv", f"{HEADER}10\tA\tB\t1\n12\tC\tD\t0\n")
    root = put("pawsx/x-final/zh/test_2k.tsv", f"{HEADER}10\t甲\t乙\t1\n12\t丙\t丁\t1\n")
    (row,) = read_task("pawsx", "de+zh", "test", root)
    assert row.texts == {"sentence1": "A", "sentence2": "乙"}
    assert (row.language, row.second_language, row.label) == ("de", "zh", "1")


def test_files_of_two_layouts_are_not_taken_for_translations(put) -> None:
    put("pawsx/x-final/de/test_2k.tsv", f"{HEADER}0\tA\tB\t1\n")
    root = put("pawsx/test-fr.tsv", "a\tb\t1\n")
    with pytest.raises(DataError, match=r"test_2k\.tsv:2: the example has no translation"):
        read_task("pawsx", "de+fr", "test", root)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\n", r"test-de\.tsv:1: 2 columns instead of 3"),
        ("sentence1\tsentence2\tlabel\na\tb\t1\n", r"test-de\.tsv:1: unknown label: 'label'"),
        (f"{HEADER}1\ta\tb\t1\n1\tc\td\t0\n", r"test-de\.tsv:3: the id is used twice"),
        ("a\t \t1\n", r"test-de\.tsv:1: the field 'sentence2' is empty"),
    ],
)
def test_a_wrong_file_is_named(put, text, message) -> None:
    root = put("pawsx/test-de.tsv", text)
    with pytest.raises(DataError, match=message):
        read_task("pawsx", "de", "test", root)


def test_training_text_is_english() -> None:
    task = TASKS.get("pawsx")
    assert [tag for tag in task.card.languages if task.files(tag, "train")] == ["en"]
    with pytest.raises(DataError, match=r"pawsx/dev-en\.tsv"):
        read_task("pawsx", "en", "train", Path("nowhere"))
