"""Where texts, words and spans begin and end."""

import numpy as np

from crosswind.noise.cells import covered, fences_of, starts_of


def lists(*arrays: np.ndarray) -> list[list[int]]:
    return [array.tolist() for array in arrays]


def test_empty_texts_and_words_begin_nothing():
    assert lists(*starts_of(["ab", "", "c"], None, 3)) == [[0, 2, 2], [0, 2]]
    assert lists(*starts_of(["ab"], None, 2)) == [[0], [0]]
    assert lists(*starts_of([""], None, 0)) == [[0], []]
    assert lists(*starts_of(["abc", "d"], np.array([1, 0, 2, 1]), 4)) == [[0, 3], [0, 1, 3]]
    assert lists(*starts_of([], None, 0)) == [[], []]


def test_a_cell_begins_at_each_border_within_the_texts():
    starts = units = np.array([0, 4])
    spans = [((1, 3), (2, 2)), ((0, 3),)]
    assert fences_of(starts, units, spans, 7).tolist() == [0, 1, 2, 3, 4]
    assert fences_of(starts, units, [(), ()], 7).tolist() == [0, 4]
    assert fences_of(starts, units, None, 7).tolist() == [0, 4]


def test_what_spans_cover_is_merged_within_each_text():
    starts = np.array([0, 6])
    assert covered(starts, [((2, 4), (1, 3), (5, 5)), ((0, 1),)]).tolist() == [1, 4, 6, 7]
    assert covered(starts, [(), ()]).tolist() == covered(starts, None).tolist() == []
