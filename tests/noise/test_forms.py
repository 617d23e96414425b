"""The same writing in other code points."""

import unicodedata

import numpy as np
import pytest

from crosswind.noise.forms import equivalents, joins_next, other_widths, shaped


def ways(letter: str) -> list[str]:
    table = equivalents()
    row = table.index(np.array([ord(letter)], dtype=np.uint32))[0]
    first, count = table.first[row], table.count[row]
    pool = table.pool
    return [
        "".join(map(chr, pool.points[pool.offset[one] : pool.offset[one] + pool.length[one]]))
        for one in range(first, first + count)
    ]


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("é", ["e\u0301"]),
        ("ế", ["ê\u0301", "e\u0302\u0301"]),
        ("한", ["하\u11ab", "\u1112\u1161\u11ab"]),
        ("ά", ["α\u0301", "\u1f71"]),
        ("\u0958", ["क\u093c"]),
        ("ொ", ["\u0bc6\u0bbe"]),
        ("人", ["⼈"]),
        ("ำ", ["\u0e4d\u0e32"]),
    ],
)
def test_ways_of_writing_a_letter(letter, expected):
    assert ways(letter) == expected


def test_every_way_is_compatible_with_the_letter():
    table = equivalents()
    for point in table.codes.tolist():
        letter = chr(point)
        for way in ways(letter):
            assert way != letter
            assert unicodedata.normalize("NFKC", way) == unicodedata.normalize("NFKC", letter)


def test_pairs_that_are_one_letter():
    table = equivalents()
    one = np.array([ord("e"), ord("क"), ord("e")], dtype=np.uint32)
    other = np.array([0x301, 0x93C, ord("x")], dtype=np.uint32)
    found = table.pair(one, other)
    assert chr(table.joined[found[0]]) == "é"
    assert chr(table.joined[found[1]]) == "\u0958"
    assert found[2] == -1


@pytest.mark.parametrize(
    ("letter", "other"),
    [("A", "Ａ"), ("7", "７"), ("カ", "ｶ"), ("ガ", "ｶﾞ"), ("パ", "ﾊﾟ"), ("ㅋ", "ﾻ"), ("~", "～")],
)
def test_widths(letter, other):
    assert other_widths()[ord(letter)] == other


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("كتاب", "ﻛﺘﺎﺏ"),
        ("سلام", "ﺳﻼﻡ"),
        ("ورد", "ﻭﺭﺩ"),
        ("میز", "ﻣﯿﺰ"),
        ("كَتب", "ﻛ\u064eﺘﺐ"),
        ("house", "house"),
    ],
)
def test_words_are_shaped_by_hand_checked_forms(word, expected):
    assert shaped(word) == expected


def test_who_joins_the_next_letter():
    assert joins_next("ب")
    assert not joins_next("د")
    assert not joins_next("a")
