from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.layouts import (
    read_columns,
    read_fields,
    read_headed,
    read_objects,
    read_parallel,
    read_tagged,
)

_CELLS = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=("Cs",)))


@settings(max_examples=40)
@given(st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=6))
def test_cells_come_back_as_they_were_written(tmp_path_factory, rows) -> None:
    path = tmp_path_factory.mktemp("layouts") / "a.tsv"
    path.write_bytes("".join(f"{one}\t{two}\n" for one, two in rows).encode())
    found = list(read_columns(path, ("one", "two")))
    assert [tuple(cells.values()) for _, cells in found] == rows
    assert [place for place, _ in found] == [f"{path}:{n}" for n in range(1, len(rows) + 1)]


def test_a_line_separator_inside_a_sentence_does_not_end_a_line(put) -> None:
    path = put("a.tsv", 'one\u2028line\t"quoted\u0085"\n') / "a.tsv"
    assert [cells for _, cells in read_columns(path, ("one", "two"))] == [
        {"one": "one\u2028line", "two": '"quoted\u0085"'}
    ]


def test_a_wrong_number_of_columns(put) -> None:
    path = put("a.tsv", "a\tb\na\tb\tc\n") / "a.tsv"
    with pytest.raises(DataError, match=r"a\.tsv:2: 3 columns instead of 2.*one, two"):
        list(read_columns(path, ("one", "two")))


def test_a_wrong_header(put) -> None:
    path = put("a.tsv", "id\tsentence\n1\ta\n") / "a.tsv"
    with pytest.raises(DataError, match=r"a\.tsv:1: wrong header.*id, text"):
        list(read_columns(path, ("id", "text"), has_header=True))


def test_wanted_columns_of_a_table_with_a_header(put) -> None:
    path = put("a.tsv", '\ufeffb\ta\tc\n1\t"x\t2\n3\n4\ty\t5\r\n') / "a.tsv"
    assert list(read_headed(path, ("a", "b"), keep_short=True)) == [
        (f"{path}:2", {"a": '"x', "b": "1"}),
        (f"{path}:3", {}),
        (f"{path}:4", {"a": "y", "b": "4"}),
    ]
    with pytest.raises(DataError, match=r"a\.tsv:3: 1 columns instead of 3"):
        list(read_headed(path, ("a", "b")))
    with pytest.raises(DataError, match=r"a\.tsv:1: wrong header.*names a, d.*without labels"):
        list(read_headed(path, ("a", "d")))


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"a\tb\nc\t\xe9\n")
    with pytest.raises(DataError, match=r"a\.tsv:2: byte 6 is not UTF-8"):
        list(read_columns(tmp_path / "a.tsv", ("one", "two")))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{oops", r"a\.jsonl:2.*not JSON"),
        ("[1]", r"a\.jsonl:2: not a JSON object"),
        ('{"text": "a"}', r"a\.jsonl:2.*'label'.*text, label"),
        ('{"text": "a", "label": 1}', r"a\.jsonl:2.*'label'"),
        ('{"text": "a", "label": "x", "extra": ""}', r"a\.jsonl:2.*'extra'"),
    ],
)
def test_a_wrong_json_line(put, line, message) -> None:
    path = put("a.jsonl", f'{{"text": "a", "label": "b"}}\n{line}\n') / "a.jsonl"
    with pytest.raises(DataError, match=message):
        list(read_fields(path, ("text", "label"), only=True))


def test_tagged_sentences_and_their_places(put) -> None:
    path = put("a.tsv", "\na\tX\nb\tY\n\n\nc d\tX") / "a.tsv"
    assert list(read_tagged(path)) == [
        (f"{path}:2", ("a", "b"), ("X", "Y")),
        (f"{path}:6", ("c d",), ("X",)),
    ]


@pytest.mark.parametrize("line", ["b", "b\tX\tY", "\tX", "b\t"])
def test_a_wrong_tagged_line(put, line) -> None:
    path = put("a.tsv", f"a\tX\n{line}\n") / "a.tsv"
    with pytest.raises(DataError, match=r"a\.tsv:2: "):
        list(read_tagged(path))


def test_unequal_line_counts_name_the_line_where_the_shorter_ends(put) -> None:
    put("a.xx", "1\n2\n3\n")
    root = put("a.en", "1\n2\n")
    for pair in (("a.xx", "a.en"), ("a.en", "a.xx")):
        with pytest.raises(DataError, match=r"a\.en:2: the file ends before its partner a\.xx"):
            list(read_parallel(root / pair[0], root / pair[1]))


def test_objects_come_with_their_lines(put) -> None:
    path = put("a.jsonl", '{"a": 1}\n\n{"b": [2]}\n') / "a.jsonl"
    assert list(read_objects(path)) == [(f"{path}:1", {"a": 1}), (f"{path}:3", {"b": [2]})]
