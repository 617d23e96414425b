"""A pool is read once, and only if it is one."""

from dataclasses import replace

import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.candidates import joined_text, read_candidates
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def candidate(number: int, **texts: str) -> Example:
    return Example(example_id=f"c{number}", parallel_id="p", language="en", texts=texts)


def test_two_fields_are_read_side_by_side_in_their_order(reader):
    pool = read_candidates(
        [candidate(0, sentence="fog", paragraph="fog sun")], reader, 20, place=""
    )
    first, second = reader.cut(["fog", "fog sun"])
    assert pool.rows[0].read == reader.join(first.ids, second.ids)
    assert pool.texts == ("fog\nfog sun",)


def test_candidates_that_read_alike_are_one_input_with_their_ids_in_order(reader):
    pool = read_candidates(
        [candidate(0, text="fog"), candidate(1, text="sun"), candidate(2, text=" fog")],
        reader,
        20,
        place="",
    )
    assert list(pool.by_input().values()) == [["c0", "c2"], ["c1"]]
    assert len(set(pool.texts)) == 3


@pytest.mark.parametrize(
    ("pool", "message"),
    [
        ([], "no candidates"),
        ([candidate(0, text="fog"), candidate(1, body="sun")], "other text fields"),
        ([candidate(0, text="fog"), candidate(0, text="sun")], "one id"),
    ],
)
def test_what_is_no_pool_is_refused_with_its_place(reader, pool, message):
    with pytest.raises(DataError, match=f"here.*{message}"):
        read_candidates(pool, reader, 20, place="here")


def test_texts_of_some_fields_are_told_apart():
    one = candidate(0, a="x", b="y")
    assert joined_text(one, ("b", "a")) == "y\nx"
    assert joined_text(replace(one, texts={"a": "xy"}), ("a",)) == "xy"
