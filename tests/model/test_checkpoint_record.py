"""The record of a checkpoint says what its heads are for."""

import pytest

from crosswind.core.errors import DataError
from crosswind.core.files import read_json, write_json
from crosswind.model.checkpoint_record import (
    CheckpointRecord,
    HeadRecord,
    read_record,
    write_record,
)

ONE = CheckpointRecord(
    task="mnli",
    kind="pair_classification",
    labels=("a", "b"),
    fields=("premise", "hypothesis"),
    encoder="1",
    carried_over=("encoder",),
    new=("head",),
)
HEADS = (
    HeadRecord(task="mnli", kind="pair_classification", labels=("a", "b"), fields=("text",)),
    HeadRecord(task="squad", kind="span_qa", labels=(), fields=("question", "context")),
)


def test_one_head_is_that_of_the_task(tmp_path):
    write_record(tmp_path, ONE, ["head.out.weight"])
    assert read_record(tmp_path) == ONE
    assert [head.task for head in ONE.heads] == ["mnli"]
    assert ONE.prefix(0) == "head."


def test_a_mixture_has_a_head_a_task(tmp_path):
    many = CheckpointRecord(
        task="mnli+squad",
        kind="pair_classification",
        labels=("a", "b"),
        fields=("text",),
        encoder="1",
        carried_over=("encoder",),
        new=("head mnli", "head squad"),
        parts=HEADS,
    )
    write_record(tmp_path, many)
    assert read_record(tmp_path) == many
    assert many.heads == HEADS
    assert [many.prefix(number) for number in range(2)] == ["heads.mnli.", "heads.squad."]


def test_another_file_is_no_record(tmp_path):
    (tmp_path / "checkpoint.json").write_text('{"task": "x"}\n', "utf-8")
    with pytest.raises(DataError, match="not a checkpoint record"):
        read_record(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("new", 3),
        ("labels", "ab"),
        ("fields", [1]),
        ("task", None),
        ("parts", [4]),
        ("parts", [{"task": "x"}]),
        ("training", []),
        ("adopted", 0.5),
        ("format", 2),
    ],
)
def test_another_type_is_told_with_its_key(tmp_path, name, value):
    write_record(tmp_path, ONE, ["head.out.weight"])
    content = {**read_json(tmp_path / "checkpoint.json"), name: value}
    write_json(tmp_path / "checkpoint.json", content)
    with pytest.raises(DataError, match="not a checkpoint record") as caught:
        read_record(tmp_path)
    assert name in str(caught.value) or str(value) in str(caught.value)
