"""Laws of edit lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.noise.edits import Edit, EditList


@st.composite
def edited(draw: st.DrawFn, source: str | None = None) -> tuple[str, EditList]:
    text = draw(st.text("abcdef", max_size=14)) if source is None else source
    edits, position = [], 0
    while position < len(text) and draw(st.booleans()):
        start = draw(st.integers(position, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        replacement = draw(st.text("XYZ", max_size=3))
        if end > start or replacement:
            edits.append(Edit(start, end, replacement))
        position = end + 1
    return text, EditList(edits, len(text))


@settings(max_examples=60)
@given(edited())
def test_offsets_map_in_order_and_onto_the_ends(case):
    text, edits = case
    result = edits.apply(text)
    assert len(result) == edits.target_length
    for side in ("left", "right"):
        mapped = [edits.map_offset(offset, side) for offset in range(len(text) + 1)]
        assert mapped == sorted(mapped)
    assert edits.map_offset(0, "left") == 0
    assert edits.map_offset(len(text), "right") == len(result)


@settings(max_examples=60)
@given(edited())
def test_unedited_characters_keep_their_identity(case):
    text, edits = case
    result = edits.apply(text)
    touched = {place for edit in edits for place in range(edit.start, edit.end)}
    for place in set(range(len(text))) - touched:
        new = edits.map_offset(place, "right")
        assert result[new] == text[place]
        assert edits.inverse_offset(new, "right") == place


@settings(max_examples=60)
@given(edited(), st.data())
def test_composition_equals_one_after_the_other(case, data):
    text, first = case
    middle = first.apply(text)
    _, second = data.draw(edited(middle))
    both = first.then(second)
    assert both.apply(text) == second.apply(middle)


def test_edits_that_only_touch_stay_apart():
    first = EditList([Edit(0, 2, "X"), Edit(5, 6, "")], 8)
    second = EditList([Edit(1, 2, "YY"), Edit(4, 5, "Z")], 6)
    assert first.apply("abcdefgh") == "Xcdegh"
    assert list(first.then(second)) == [(0, 2, "X"), (2, 3, "YY"), (5, 6, ""), (6, 7, "Z")]


def test_what_is_inserted_where_something_was_deleted_stays_outside_its_span():
    end = EditList([Edit(3, 4, "")], 4).then(EditList([Edit(3, 3, "!")], 3))
    assert list(end) == [(3, 4, ""), (4, 4, "!")]
    start = EditList([Edit(0, 1, "")], 4).then(EditList([Edit(0, 0, "!")], 3))
    assert list(start) == [(0, 0, "!"), (0, 1, "")]


def test_two_insertions_at_one_place_are_one():
    both = EditList([Edit(1, 1, "X")], 2).then(EditList([Edit(2, 2, "Y"), Edit(1, 1, "W")][1:], 3))
    assert list(both) == [(1, 1, "WX")]
    undone = EditList([Edit(1, 1, "X")], 2).then(EditList([Edit(1, 2, "")], 3))
    assert list(undone) == []
    assert EditList([Edit(0, 1, "a")], 1).changing("a") == []


def test_a_span_is_tight():
    edits = EditList([Edit(2, 2, "XX"), Edit(4, 4, "Y")], 6)
    assert edits.apply("abcdef") == "abXXcdYef"
    assert edits.map_span(2, 4) == (4, 6)
    assert edits.map_offset(2, "left") == 2


@pytest.mark.parametrize(
    "edits", [[Edit(3, 2, "")], [Edit(0, 9, "")], [Edit(2, 3, ""), Edit(1, 2, "")]]
)
def test_edits_out_of_order_or_outside_are_refused(edits):
    with pytest.raises(DataError, match="in order"):
        EditList(edits, 4)


def test_misuse_is_named():
    edits = EditList([Edit(0, 1, "")], 3)
    with pytest.raises(DataError, match="another length"):
        edits.apply("ab")
    with pytest.raises(DataError, match="outside"):
        edits.map_offset(4)
    with pytest.raises(DataError, match="another length"):
        edits.then(EditList([], 3))


def test_a_list_compares_with_plain_sequences_and_slices():
    edits = EditList([Edit(0, 1, "x"), Edit(2, 3, "")], 3)
    assert edits == [(0, 1, "x"), (2, 3, "")]
    assert edits[1:] == (Edit(2, 3, ""),)
    assert edits != EditList([Edit(0, 1, "x"), Edit(2, 3, "")], 4)
    assert "EditList" in repr(edits)
