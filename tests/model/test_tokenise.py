"""Rows of pieces and special tokens, and tokenizers that cannot be opened."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer

from crosswind.core.errors import ConfigError, EncoderError
from crosswind.model.tokenise import ModelInput, PieceReader, open_reader
from crosswind.testing.tiny import tiny_encoder_folder

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder_folder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def reader(folder: Path) -> PieceReader:
    return open_reader(folder)


@settings(max_examples=60)
@given(first=TEXTS, second=TEXTS)
def test_rows_equal_those_of_the_tokenizer(first, second):
    folder = test_rows_equal_those_of_the_tokenizer.folder
    reader, backend = open_reader(folder), test_rows_equal_those_of_the_tokenizer.backend
    one, two = reader.cut([first, second])
    alone, pair = backend.encode(first), backend.encode(first, second)
    assert reader.join(one.ids) == ModelInput(tuple(alone.ids), tuple(alone.type_ids))
    assert reader.join(one.ids, two.ids) == ModelInput(tuple(pair.ids), tuple(pair.type_ids))


@pytest.fixture(scope="module", autouse=True)
def _give_folder(folder: Path) -> None:
    test_rows_equal_those_of_the_tokenizer.folder = folder
    tokenizer = AutoTokenizer.from_pretrained(folder)
    test_rows_equal_those_of_the_tokenizer.backend = tokenizer.backend_tokenizer


def test_second_start_is_where_the_second_text_starts(reader):
    one, two = reader.cut(["sun", "moon"])
    row = reader.join(one.ids, two.ids)
    start = reader.second_start(len(one.ids))
    assert row.ids[start : start + len(two.ids)] == two.ids
    assert reader.join(two.ids).ids[reader.first_start :][: len(two.ids)] == two.ids


def test_no_room_is_an_error(reader):
    with pytest.raises(ConfigError, match="no room"):
        reader.room(3)


def test_a_folder_without_tokenizer_is_an_error(tmp_path):
    with pytest.raises(EncoderError, match="tokenizer"):
        open_reader(tmp_path)


def test_a_slow_tokenizer_is_refused():
    with pytest.raises(EncoderError, match="not a fast one"):
        PieceReader(object())
