"""How texts are laid out."""

import numpy as np
import pytest

from crosswind.core.errors import DataError
from crosswind.noise.columns import Layout, lay_out

KEYS = np.array([1, 2, 3], dtype=np.uint64)


def test_cells_begin_at_texts_spans_and_words():
    layouts = [Layout(spans=((1, 3), (2, 2))), Layout(), Layout(words=(1, 0, 2))]
    columns = lay_out(["abcd", "", "efg"], KEYS, layouts, language="en", guarded=False)
    assert columns.fences.tolist() == [0, 1, 2, 3, 4, 5]
    assert columns.text_of(np.array([3, 4])).tolist() == [0, 2]
    low, high = columns.cell_bounds(np.array([3, 6]))
    assert (low.tolist(), high.tolist()) == ([3, 5], [4, 7])
    assert columns.is_words


def test_protected_spans_merge():
    layout = Layout(protect=((2, 4), (1, 3), (5, 5)))
    columns = lay_out(["abcdef"], KEYS[:1], [layout], language="en", guarded=False)
    flags = columns.is_protected(np.arange(6))
    assert flags.tolist() == [False, True, True, True, False, False]


def test_stretches_under_spans_are_known():
    layouts = [Layout(spans=((1, 3), (2, 4))), Layout(), Layout(spans=((0, 2), (3, 3)))]
    columns = lay_out(["abcd", "", "efg"], KEYS, layouts, language="en", guarded=False)
    assert columns.spanned.tolist() == [1, 4, 4, 6]


def test_neighbors_stop_at_the_edge_of_a_text():
    columns = lay_out(["a1", "b"], KEYS[:2], None, language="en", guarded=False)
    assert columns.kinds_beside(1).tolist() == [2, 0, 0]
    assert columns.kinds_beside(-1).tolist() == [0, 3, 0]


def test_half_a_surrogate_pair_is_refused_with_its_place():
    with pytest.raises(DataError, match="text 2, code point 1"):
        lay_out(["ab", "", "c\ud800"], KEYS, None, language="en", guarded=False)
