"""Examples, answers and edits."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import pytest

from crosswind.records.example import Answer, EditRow, Example


@pytest.mark.parametrize("record", [Answer, EditRow, Example])
def test_records_are_facts(record: type, check_record: Callable[[type], None]) -> None:
    check_record(record)


def test_an_example_is_told_apart_by_its_values_and_cannot_be_changed() -> None:
    example = Example(example_id="1", parallel_id="1", language="de", texts={"text": "a"})
    assert example == replace(example)
    assert example != replace(example, label="x")
    with pytest.raises(FrozenInstanceError):
        example.label = "y"  # type: ignore[misc]


def test_two_examples_share_no_texts() -> None:
    first = Example(example_id="1", parallel_id="1", language="de")
    second = Example(example_id="2", parallel_id="2", language="de")
    assert first.texts is not second.texts
