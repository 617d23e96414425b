"""Tags come from first pieces, and every word has one."""

import numpy as np
import pytest

from crosswind.evaluate.decodings.tags import TAGS


def test_tags_come_from_first_pieces(reader, how, example):
    text = TAGS.read([example(0, words=("fog", "sun"))], how("tagging"), reader)
    (read,) = text.inputs()
    tags = np.zeros((len(read.ids), 2), dtype=np.float32)
    tags[1], tags[4] = (1, 0.5), (2, 0.9)
    (row,) = TAGS.decode(text, how("tagging"), ("X", "Y", "Z"), {read: tags}).predictions
    assert row.tags == ("Y", "Z")
    assert row.score == pytest.approx(0.7)


def test_a_long_sentence_is_tagged_window_by_window(reader, how, example):
    words = tuple(f"word{number}" for number in range(12))
    text = TAGS.read([example(0, words=words)], how("tagging"), reader)
    assert text.rows[0].is_windowed
    outputs = {
        read: np.tile(np.array([number % 2, 1.0], dtype=np.float32), (len(read.ids), 1))
        for number, read in enumerate(text.inputs())
    }
    (row,) = TAGS.decode(text, how("tagging"), ("X", "Y"), outputs).predictions
    assert len(row.tags) == 12
    assert set(row.tags) == {"X", "Y"}
