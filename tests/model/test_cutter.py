"""Pieces of texts and words, and offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.testing.tiny import tiny_encoder_folder

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


@settings(max_examples=40)
@given(text=TEXTS)
def test_offsets_point_at_visible_text(reader, text):
    pieces = reader.cut([text], with_offsets=True)[0]
    assert len(pieces.offsets) == len(pieces.ids)
    for start, end in pieces.offsets:
        part = text[start:end]
        assert part == part.strip()


@settings(max_examples=40)
@given(words=st.lists(st.text(st.characters(codec="utf-8"), min_size=0, max_size=8), max_size=8))
def test_every_word_has_a_piece(reader, words):
    cut = reader.cut_words([words])[0]
    assert len(cut) == len(words)
    assert all(word.ids and 0 <= word.head < len(word.ids) for word in cut)


def test_a_word_without_pieces_is_unknown(reader):
    unknown = reader._unknown_id
    assert reader.cut_words([["sun", " ", "moon"]])[0][1].ids == (unknown,)


def test_equal_texts_have_equal_pieces(reader):
    assert reader.cut(["sun", "moon", "sun"])[0] == reader.cut(["sun"])[0]
