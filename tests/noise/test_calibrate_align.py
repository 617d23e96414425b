"""Alignment: few operations, which lead from one word to the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.noise.calibrate_align import Operation, operations

WORDS = st.text(alphabet="abcé", max_size=7)


def applied(right: str, steps: list[Operation]) -> str:
    """The word that operations make of another."""
    text, at = [], 0
    for step in steps:
        text += [right[at : step.at], step.wrong]
        at = step.at + len(step.right)
    return "".join([*text, right[at:]])


@settings(max_examples=150)
@given(right=WORDS, wrong=WORDS)
def test_operations_lead_from_the_right_word_to_the_wrong_one(right: str, wrong: str) -> None:
    steps = operations(right, wrong)
    assert steps is not None
    assert applied(right, steps) == wrong
    assert (steps == []) == (right == wrong)
    back = operations(wrong, right)
    assert back is not None
    assert len(back) == len(steps)
    assert len(steps) <= max(len(right), len(wrong))
    if steps:
        assert operations(right, wrong, at_most=len(steps)) == steps
        assert operations(right, wrong, at_most=len(steps) - 1) is None


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "at", "beside"),
    [
        ("letter", "leter", "delete", 3, ("t", "e")),
        ("leter", "letter", "insert", 3, ("t", "e")),
        ("form", "from", "transpose", 1, ("", "")),
        ("form", "farm", "substitute", 1, ("", "")),
        ("a", "ab", "insert", 1, ("a", "")),
    ],
)
def test_one_operation(right: str, wrong: str, kind: str, at: int, beside: tuple[str, str]) -> None:
    (step,) = operations(right, wrong) or []
    assert (step.kind, step.at, step.beside) == (kind, at, beside)


def test_no_letter_takes_part_in_two_operations() -> None:
    steps = operations("ca", "abc")
    assert steps is not None
    assert len(steps) == 3
