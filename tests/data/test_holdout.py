import hashlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.data.holdout import (
    HELD_OUT,
    cuts_one_file,
    hold_out,
    hold_out_examples,
    part_of,
    train_or_dev,
)
from crosswind.data.task import Placed, Source
from crosswind.records.example import Example


def _rows(names: list[str]) -> list[Placed]:
    return [
        Placed(place="f:1", example=Example(example_id=name, parallel_id=name, language="en"))
        for name in names
    ]


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=40), st.integers(1, 20))
def test_the_parts_are_disjoint_complete_and_free_of_order(names, size) -> None:
    rows = _rows(names)
    train, held = hold_out(rows, "train", size=size), hold_out(rows, "validation", size=size)
    assert len(held) == min(size, len(rows) // 2)
    assert sorted(row.example.example_id for row in train + held) == sorted(names)
    again = hold_out(rows[::-1], "validation", size=size)
    assert [row.example.example_id for row in again][::-1] == [
        row.example.example_id for row in held
    ]


def test_dev_serves_both_splits_where_there_is_no_training_file() -> None:
    table = train_or_dev(("t/train.tsv",), ("t/dev.tsv", "t/d.tsv"))
    text, beside = table("en", "train")
    assert text.patterns == ("t/train.tsv", "t/dev.tsv", "t/d.tsv")
    assert table("en", "validation")[0].patterns == ("t/dev.tsv", "t/d.tsv")
    assert beside == table("en", "validation")[1]
    rows = _rows([str(number) for number in range(20)])
    alone = Source(files={"text": (Path("dev.tsv"),)})
    parts = [part_of(alone, rows, split) for split in ("train", "validation")]
    assert [len(part) for part in parts] == [10, 10]
    both = Source(files={"text": (Path("dev.tsv"),), beside.role: (Path("train.tsv"),)})
    assert part_of(both, rows, "validation") == rows
    assert cuts_one_file(table("en", "train"))
    assert not cuts_one_file((text,))


def test_the_smallest_digests_are_held_out() -> None:
    names = [str(number) for number in range(1200)]
    smallest = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:HELD_OUT]
    held = hold_out(_rows(names), "validation")
    assert HELD_OUT == 500
    assert {row.example.example_id for row in held} == set(smallest)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 20))
def test_clusters_are_held_out_whole(clusters, size) -> None:
    examples = [
        Example(example_id=str(number), parallel_id=f"c{cluster}", language="en")
        for number, cluster in enumerate(clusters)
    ]
    kept = hold_out_examples(examples, "kept", size=size)
    held = hold_out_examples(examples, "held_out", size=size)
    assert sorted(kept + held, key=lambda one: int(one.example_id)) == examples
    assert not {one.parallel_id for one in kept} & {one.parallel_id for one in held}
    assert len(held) <= len(examples) // 2
    again = hold_out_examples(examples[::-1], "held_out", size=size)
    assert again[::-1] == held


def test_no_more_is_held_out_than_is_asked_for() -> None:
    examples = [
        Example(example_id=f"{cluster}-{number}", parallel_id=str(cluster), language="en")
        for cluster in range(300)
        for number in range(5)
    ]
    assert len(hold_out_examples(examples, "held_out")) == HELD_OUT
