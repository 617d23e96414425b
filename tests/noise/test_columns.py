"""How texts are laid out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.noise.columns import Layout, lay_out
from crosswind.noise.syllables import is_word_kind, kinds_of

KEYS = np.array([1, 2, 3], dtype=np.uint64)


def test_cells_begin_at_texts_spans_and_words():
    layouts = [Layout(spans=((1, 3), (2, 2))), Layout(), Layout()]
    columns = lay_out(["abcd", "", "efg"], KEYS, layouts, language="en", guarded=False)
    assert columns.fences.tolist() == [0, 1, 2, 3, 4]
    assert columns.text_of(np.array([3, 4])).tolist() == [0, 2]
    low, high = columns.cell_bounds(np.array([3, 6]))
    assert (low.tolist(), high.tolist()) == ([3, 4], [4, 7])
    assert not columns.is_plain
    words = np.array([3, 1, 0, 2, 1])
    rows = lay_out(["abcd", "", "efg"], KEYS, None, language="en", guarded=False, words=words)
    assert rows.fences.tolist() == rows.unit_starts.tolist() == [0, 3, 4, 6]
    assert rows.is_words


def test_texts_without_spans_are_plain_even_if_some_are_empty():
    columns = lay_out(["", "ab", ""], KEYS, None, language="en", guarded=False)
    assert columns.is_plain
    assert columns.fences.tolist() == [0]
    assert [bound.tolist() for bound in columns.unit_bounds(np.array([0, 1]))] == [[0, 0], [2, 2]]


def test_protected_spans_merge():
    layout = Layout(protect=((2, 4), (1, 3), (5, 5)))
    columns = lay_out(["abcdef"], KEYS[:1], [layout], language="en", guarded=False)
    flags = columns.is_protected(np.arange(6))
    assert flags.tolist() == [False, True, True, True, False, False]


def test_stretches_under_spans_merge():
    layouts = [Layout(spans=((2, 4), (1, 3), (5, 5))), Layout(spans=((0, 1),))]
    columns = lay_out(["abcdef", "gh"], KEYS[:2], layouts, language="en", guarded=False)
    assert columns.spanned.tolist() == [1, 4, 6, 7]
    assert columns.protected.tolist() == []


def test_neighbors_stop_at_the_edge_of_a_text():
    columns = lay_out(["a1", "b"], KEYS[:2], None, language="en", guarded=False)
    assert columns.kinds_beside(1).tolist() == [2, 0, 0]
    assert columns.kinds_beside(-1).tolist() == [0, 3, 0]


@given(st.lists(st.text("a1 \u0301", max_size=4), min_size=1, max_size=5), st.integers(-3, 3))
def test_kinds_beside_are_those_of_each_text(texts, shift):
    keys = np.arange(len(texts), dtype=np.uint64)
    columns = lay_out(texts, keys, None, language="en", guarded=False)
    expected = [
        int(kinds_of(np.array([ord(text[place + shift])]))[0])
        if 0 <= place + shift < len(text)
        else 0
        for text in texts
        for place in range(len(text))
    ]
    assert columns.kinds_beside(shift).tolist() == expected
    at = np.arange(columns.n)
    owners = [number for number, text in enumerate(texts) for _ in text]
    assert columns.text_of(at).tolist() == owners
    before = columns.kinds_beside(-1)
    assert columns.follows_letter.tolist() == is_word_kind(before).tolist()


def test_few_draws_are_those_of_many():
    columns = lay_out(["a" * 40], KEYS[:1], None, language="en", guarded=False)
    at = np.arange(40)
    assert columns.stream(at[:3], 5).tolist() == columns.stream(at, 5)[:3].tolist()


def test_half_a_surrogate_pair_is_refused_with_its_place():
    with pytest.raises(DataError, match="text 2, code point 1"):
        lay_out(["ab", "", "c\ud800"], KEYS, None, language="en", guarded=False)
