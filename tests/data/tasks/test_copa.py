from crosswind.data.catalogue import TASKS


def test_the_names_of_superglue_and_of_the_benchmark_are_known() -> None:
    (item,) = TASKS.get("copa").files("en", "validation")
    assert item.patterns == (
        "copa/val.en.jsonl", "copa/val.jsonl", "xcopa/val.en.jsonl", "xcopa/val-en.jsonl",
    )  # fmt: skip


def test_only_the_test_part_asks_for_a_translation() -> None:
    task = TASKS.get("copa")
    assert [len(task.files("en", split)) for split in task.card.splits] == [1, 1, 2]
    assert task.files("en", "test")[1].is_optional
