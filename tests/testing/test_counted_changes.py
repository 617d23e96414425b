"""Changes whose effect on the rows is known: one line less, one more, none."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.testing.counted_changes import CHANGES

LINES = "one\tzwei drei\n\nвосемь\tбб\nend".encode()
SEEDS = st.integers(0, 10**6)


@pytest.mark.parametrize("way", sorted(CHANGES))
@settings(max_examples=15)
@given(seed=SEEDS, content=st.sampled_from((LINES, b"", b"\n", b"12 3\n", b"no end")))
def test_a_change_is_a_function_of_the_dice(way: str, seed: int, content: bytes) -> None:
    change = CHANGES[way]
    assert change(content, random.Random(seed)) == change(content, random.Random(seed))


@settings(max_examples=40)
@given(SEEDS)
def test_other_letters_move_no_separator(seed: int) -> None:
    changed = CHANGES["letters"](LINES, random.Random(seed)).decode()
    marks = str.maketrans(dict.fromkeys("qxzö字ب" + "onezwidrвосемьб", "x"))
    assert changed.translate(marks) == LINES.decode().translate(marks)


@settings(max_examples=40)
@given(SEEDS)
def test_lines_come_and_go_one_at_a_time(seed: int) -> None:
    before = LINES.split(b"\n")
    after = {way: CHANGES[way](LINES, random.Random(seed)).split(b"\n") for way in CHANGES}
    assert len(after["line_deleted"]) == len(before) - 1
    assert len(after["line_doubled"]) == len(after["blank_line"]) == len(before) + 1
    assert after["blank_line"].count(b"") == before.count(b"") + 1
    assert set(after["line_doubled"]) == set(before) > set(after["line_deleted"])


def test_without_a_whole_line_nothing_changes() -> None:
    for way in ("line_deleted", "line_doubled", "blank_line"):
        assert CHANGES[way](b"\n\nend", random.Random(1)) == b"\n\nend"
    assert CHANGES["letters"](b"12 3\n", random.Random(1)) == b"12 3\n"
