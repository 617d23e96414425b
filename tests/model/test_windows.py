"""Windows and truncation: nothing is lost without a count."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.model.cutter import WordPieces
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.model.windows import (
    WORD_PIECES,
    _owners,
    span_rows,
    word_rows,
    word_spans,
)
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    folder: Path = tiny_encoder_folder(tmp_path_factory.mktemp("tiny"))
    return open_reader(folder)


def example(**parts) -> Example:
    return Example(example_id="1", parallel_id="1", language="en", **parts)


@settings(max_examples=60)
@given(
    lengths=st.lists(st.integers(1, 10), min_size=1, max_size=60),
    room=st.integers(10, 25),
    stride=st.integers(0, 12),
)
def test_windows_cover_every_word_once(lengths, room, stride):
    spans = word_spans(lengths, room, stride)
    assert all(sum(lengths[start:stop]) <= room for start, stop in spans)
    owned = _owners(lengths, spans)
    assert sorted(word for words in owned for word in words) == list(range(len(lengths)))
    assert all(
        start <= word < stop
        for (start, stop), words in zip(spans, owned, strict=True)
        for word in words
    )


def test_a_short_sentence_is_one_window():
    assert word_spans([2, 2, 2], 10, 5) == [(0, 3)]
    assert word_spans([], 10, 5) == [(0, 0)]


def test_first_pieces_stand_at_their_positions(reader):
    words = ("sun", "moon", "a" * 50, "fog", "rain") * 4
    (rows,) = word_rows([example(words=words)], reader, 30, 10)
    assert len(rows.windows) > 1
    assert rows.is_truncated
    pieces = reader.cut_words([words])[0]
    for window in rows.windows:
        assert len(window.read.ids) <= 30
        for word, position in zip(window.words, window.positions, strict=True):
            assert window.read.ids[position] == pieces[word].ids[0]


def test_a_lone_mark_is_read_only_by_the_first_way(reader, monkeypatch):
    marked = [[WordPieces((7,), 0), WordPieces((3, 8, 9), 1)]]
    monkeypatch.setattr(PieceReader, "cut_words", lambda self, words: marked)
    found = {
        way: word_rows([example(words=("a", "b"))], reader, 30, 10, word_piece=way)[0]
        .windows[0]
        .positions
        for way in WORD_PIECES
    }
    start = reader.first_start
    assert found == {"first_visible": (start, start + 2), "first": (start, start + 1)}


@settings(max_examples=30)
@given(n_words=st.integers(0, 60), stride=st.integers(0, 40))
def test_context_windows_cover_the_context(n_words, stride):
    reader = test_context_windows_cover_the_context.reader
    context = "fog " * n_words
    (rows,) = span_rows(
        [example(texts={"question": "where", "context": context})],
        ("question", "context"),
        reader,
        32,
        stride,
    )
    covered = {offset for window in rows.windows for offset in window.offsets}
    expected = reader.cut([context], with_offsets=True)[0].offsets
    assert covered == set(expected)
    assert all(len(window.read.ids) <= 32 for window in rows.windows)
    assert not rows.is_truncated
    for window in rows.windows:
        after = window.first + len(window.offsets)
        assert len(window.read.ids) == after + 1


@pytest.fixture(scope="module", autouse=True)
def _give_reader(reader: PieceReader) -> None:
    test_context_windows_cover_the_context.reader = reader


def test_a_cut_question_is_counted(reader):
    (rows,) = span_rows(
        [example(texts={"question": "where " * 20, "context": "here"})],
        ("question", "context"),
        reader,
        32,
        8,
    )
    assert rows.is_truncated
