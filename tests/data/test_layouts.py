import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.layouts import (
    read_columns,
    read_fields,
    read_parallel,
    read_questions,
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


def _document(**changes: object) -> dict[str, object]:
    question = {"id": "q1", "question": "?", "answers": [{"answer_start": 0, "text": "A"}]}
    return {"data": [{"paragraphs": [{"context": "A\r\nb", "qas": [{**question, **changes}]}]}]}


def test_a_question_keeps_the_carriage_returns_of_its_context(put) -> None:
    path = put("a.json", json.dumps(_document())) / "a.json"
    ((place, name, question, context, answers, ids),) = read_questions(path)
    assert (name, question, context, ids) == ("q1", "?", "A\r\nb", ("q1",))
    assert (answers[0].start, answers[0].text) == (0, "A")
    assert place.endswith("a.json:1: data[0].paragraphs[0].qas[0]")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], r"a\.json:1: no 'data'"),
        ({"data": {}}, r"a\.json:1: no 'data'"),
        ({"data": [{}]}, r"data\[0\]: no 'paragraphs'"),
        (_document(id=7), r"qas\[0\]: no 'id'"),
        (_document(answers=None), r"qas\[0\]: no 'answers'"),
        (_document(answers=[{"answer_start": True, "text": "A"}]), r"'q1'\): no 'answer_start'"),
        (_document(answers=[{"answer_start": 0}]), r"'q1'\): no 'text'"),
    ],
)
def test_a_wrong_document_of_questions(put, document, message) -> None:
    path = put("a.json", json.dumps(document)) / "a.json"
    with pytest.raises(DataError, match=message):
        list(read_questions(path))


def test_a_document_that_is_no_json(put) -> None:
    path = put("a.json", '{"data": [\n}') / "a.json"
    with pytest.raises(DataError, match=r"a\.json:2: not JSON"):
        list(read_questions(path))
