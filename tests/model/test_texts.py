"""Rows of one or two texts, and of a context beside its choices."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError, DataError
from crosswind.model.texts import choice_rows, query_tokens, rows_of, shares, text_rows
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder

FIELDS = ("premise", "question", "choice1", "choice2")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def example(**parts) -> Example:
    return Example(example_id="1", parallel_id="1", language="en", **parts)


@settings(max_examples=60)
@given(first=st.integers(0, 30), second=st.integers(0, 30), room=st.integers(2, 40))
def test_shares_fill_the_room_and_cut_the_longer(first, second, room):
    a, b = shares(first, second, room)
    assert a <= first
    assert b <= second
    assert a + b == min(first + second, room)
    if a < first and b < second:
        assert abs(a - b) <= 1


def test_long_pairs_are_cut_and_counted(reader):
    rows = text_rows(
        [example(texts={"a": "sun " * 20, "b": "moon"}), example(texts={"a": "s", "b": "m"})],
        ("a", "b"),
        reader,
        24,
    )
    assert [row.is_truncated for row in rows] == [True, False]
    assert [len(row.read.ids) for row in rows] == [24, 6]
    assert rows[0].n_tokens == 64


def test_an_unknown_field_is_an_error(reader):
    with pytest.raises(DataError, match="no such text field"):
        text_rows([example(texts={"a": "sun"})], ("b",), reader, 24)


def test_three_texts_are_not_read_side_by_side(reader):
    with pytest.raises(ConfigError, match="one or two fields"):
        rows_of((["a"], ["b"], ["c"]), reader, 24)


def test_the_context_is_read_beside_each_choice_and_counted_once(reader):
    texts = {"premise": "it rains", "question": "why", "choice1": "sun", "choice2": "fog bank"}
    (rows,) = choice_rows([example(texts=texts)], FIELDS, reader, 64)
    context, *choices = reader.cut(["it rains why", "sun", "fog bank"])
    assert rows.reads == tuple(reader.join(context.ids, choice.ids) for choice in choices)
    assert rows.n_tokens == len("itrainswhysunfogbank")
    assert (rows.is_truncated, rows.is_windowed) == (False, False)


def test_a_choice_that_is_cut_makes_its_example_truncated(reader):
    texts = {"premise": "it rains", "question": "why", "choice1": "sun", "choice2": "fog " * 9}
    (rows,) = choice_rows([example(texts=texts)], FIELDS, reader, 24)
    assert rows.is_truncated
    assert [len(read.ids) for read in rows.reads] == [4 + 10 + 3, 24]
    assert rows.n_tokens == 10 + 3 + 27


@given(max_tokens=st.integers(8, 600))
def test_a_query_is_never_longer_than_the_answer(max_tokens):
    n_tokens = query_tokens(max_tokens)
    assert min(32, max_tokens) <= n_tokens <= max_tokens
    assert query_tokens(max_tokens + 1) >= n_tokens


def test_the_reference_lengths_of_queries():
    assert query_tokens(256) == 96
