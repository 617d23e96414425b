from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.report.layout import Block, blocks
from crosswind.report.table import Table, TableCell, word

NAMES = st.sampled_from(["a", "b", "c"])
MARKS = st.lists(st.sampled_from(["oracle", "partial", "overlap"]), unique=True).map(tuple)


def number(text: str, *marks: str) -> TableCell:
    return TableCell(text=text, value=1.0, marks=marks, is_estimate=True)


def table_of(rows: list[tuple[TableCell, ...]], n_words: int, n_heads: int = 0) -> Table:
    columns = tuple(map(str, range(len(rows[0]) if rows else 3)))
    return Table(
        name="t", caption="", columns=columns, rows=tuple(rows), n_words=n_words, n_heads=n_heads
    )


ROWS = st.lists(
    st.tuples(NAMES, NAMES, NAMES, MARKS, MARKS).map(
        lambda row: (*map(word, row[:3]), number("1", *row[3]), number("2", *row[4]))
    ),
    min_size=1,
    max_size=8,
)


def unfolded(found: tuple[Block, ...]) -> list[tuple[list[str], list[set[str]]]]:
    """Rows with their words again, and the marks of each number with those of its names."""
    rows = []
    for block in found:
        waiting: list[tuple[int, str, tuple[str, ...]]] = []
        for row in block.rows:
            kept = [(span - 1, text, marks) for span, text, marks in waiting if span > 1]
            waiting = [*kept, *((word.span, word.text, word.marks) for word in row.words)]
            said = {mark for _, _, marks in waiting for mark in marks}
            texts = [block.heading] + [text for _, text, _ in waiting]
            rows.append((texts, [said | set(item.marks) for item in row.numbers]))
    return rows


@settings(max_examples=60)
@given(ROWS)
def test_nothing_is_lost(rows: list[tuple[TableCell, ...]]) -> None:
    found = unfolded(blocks(table_of(rows, 3, 1)))
    assert [texts for texts, _ in found] == [[cell.text for cell in row[:3]] for row in rows]
    for row, (_, marks) in zip(rows, found, strict=True):
        assert [set(cell.marks) for cell in row[3:]] == marks


@settings(max_examples=60)
@given(ROWS)
def test_no_name_stands_below_itself(rows: list[tuple[TableCell, ...]]) -> None:
    for block in blocks(table_of(rows, 3, 1)):
        names = [word.text for row in block.rows for word in row.words if word.is_name]
        assert all(first != second for first, second in pairwise(names))


def test_a_mark_of_all_numbers_stands_once() -> None:
    rows = [
        (word("xnli"), word("none"), number("1", "partial"), number("2", "partial")),
        (word("xnli"), word("mnli"), number("1", "partial", "same-task"),
         number("2", "partial", "same-task", "scale-dependent")),
    ]  # fmt: skip
    (block,) = blocks(table_of(rows, 2))
    first, second = block.rows
    assert [(item.text, item.marks, item.span) for item in first.words] == [
        ("xnli", ("partial",), 2),
        ("none", (), 1),
    ]
    assert [(item.text, item.marks) for item in second.words] == [("mnli", ("same-task",))]
    assert [item.marks for item in second.numbers] == [(), ("scale-dependent",)]


def test_doses_and_blanks_do_not_keep_a_mark_from_its_name() -> None:
    dose = TableCell(text="1.8%", value=0.018)
    (block,) = blocks(
        table_of([(word("typo"), dose, TableCell(text=""), number("1", "oracle"))], 1)
    )
    assert block.rows[0].words[0].marks == ("oracle",)
    assert [item.marks for item in block.rows[0].numbers] == [(), (), ()]


def test_a_table_without_rows_has_no_blocks() -> None:
    assert blocks(table_of([], 1)) == ()
