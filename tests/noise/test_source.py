"""Texts and rows of words between two stages."""

from crosswind.noise.edits import Edit, EditList
from crosswind.noise.source import Changes, Source, chosen, layouts_of, lengths_of, moved, row_texts


def test_rows_of_words_are_joined():
    source = Source(pieces=["ab", "", "c", "d"], example_ids=["0", "1", "2"], counts=[2, 0, 2])
    assert row_texts(source) == ["ab", "", "cd"]
    assert lengths_of(source).tolist() == [2, 0, 1, 1]
    assert layouts_of(source) is None


def test_spans_move_with_their_texts():
    source = Source(pieces=["abcd", "ef"], example_ids=["0", "1"], spans=[((1, 3),), ()])
    edits = EditList([Edit(0, 1, "XY")], 4)
    after = moved(source, Changes({0: "XYbcd"}, {0: edits}, {}))
    assert after.pieces == ["XYbcd", "ef"]
    assert after.spans == [((2, 4),), ()]
    assert [layout.spans for layout in layouts_of(after)] == [((2, 4),), ()]
    assert after.protect is None


def test_protected_words_move_with_their_rows():
    source = Source(pieces=["ab", "cd"], example_ids=["0"], counts=[2], protect=[((2, 4),)])
    after = moved(source, Changes({0: "a"}, {0: EditList([Edit(1, 2, "")], 2)}, {}))
    assert after.protect == [((1, 3),)]
    assert [layout.protect for layout in layouts_of(after)] == [((1, 3),)]


def test_some_rows_of_words():
    source = Source(
        pieces=["ab", "", "c", "d"], example_ids=["0", "1", "2"], counts=[2, 0, 2],
        protect=[(), (), ((0, 1),)],
    )  # fmt: skip
    part, rows, pieces = chosen(source, [1, 2])
    assert (part.pieces, part.example_ids, part.counts) == (["c", "d"], ["1", "2"], [0, 2])
    assert (part.protect, list(rows), list(pieces)) == ([(), ((0, 1),)], [1, 2], [2, 3])
