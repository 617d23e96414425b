"""Words of two characters, by number."""

import numpy as np

from crosswind.noise.pair_table import pair_table


def points(text: str) -> np.ndarray:
    return np.array(list(map(ord, text)), dtype=np.uint32)


def test_words_have_numbers_and_others():
    table = pair_table({"\u6743\u5229": ("\u6743\u529b",), "ab": ("cd", "ef"), "xy": ()})
    assert table.number(points("axb\u6743"), points("byc\u5229")).tolist() == [0, -1, -1, 1]
    rows = table.first[0] + np.arange(table.count[0])
    texts = [
        "".join(map(chr, table.pool.points[table.pool.offset[row] :][: table.pool.length[row]]))
        for row in rows.tolist()
    ]
    assert texts == ["cd", "ef"]


def test_no_word_has_one_row_that_is_empty():
    table = pair_table({"ab": ("cd",)})
    number = table.number(points("b"), points("a"))
    assert table.count[number].tolist() == [1]
    assert table.pool.length[table.first[number]].tolist() == [0]
