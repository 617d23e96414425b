"""What each letter operation may and may not do."""

import numpy as np
import pytest

from crosswind.noise.columns import Layout, lay_out
from crosswind.noise.letter_edits import (
    Sites,
    deletable,
    insertions,
    sites_at,
    substitutes,
    transposable,
)
from crosswind.noise.letters import letter_table


def sites(text: str, language: str, *spans: tuple[int, int]) -> Sites:
    columns = lay_out(
        [text],
        np.array([5], dtype=np.uint64),
        [Layout(spans=spans)] if spans else None,
        language=language,
        guarded=False,
    )
    return sites_at(columns, letter_table(language), np.arange(len(text)))


@pytest.mark.parametrize(
    ("language", "text", "spans", "expected"),
    [
        ("en", "ab", (), [True, True]),
        ("en", "a", (), [False]),
        ("en", "abc", ((1, 2),), [False, False, False]),
        ("fr", "ae\u0301", (), [True, False, True]),
        ("hi", "कि", (), [False, True]),
        ("hi", "तकि", (), [True, True, True]),
        ("th", "เก", (), [True, False]),
    ],
)
def test_a_letter_is_deletable_if_its_marks_are_not_orphaned(language, text, spans, expected):
    assert deletable(sites(text, language, *spans)).tolist() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ab", [True, False]), ("aa", [False, False]), ("Ab", [False, False]), ("a b", [False] * 3)],
)
def test_only_a_visible_swap_of_one_case_is_a_swap(text, expected):
    assert transposable(sites(text, "en")).tolist() == expected


def test_insertions_stay_inside_their_cell():
    where, points = insertions(sites("abcd", "en", (0, 2)))
    assert where.tolist() == [1, 1, 3, 3]
    assert (points > 0).all()
    _, alone = insertions(sites("a", "en"))
    assert alone.tolist() == [0]


def test_substitutes_differ_and_keep_the_case():
    text = "Kaum Ein WORT"
    letters = np.flatnonzero([letter.isalpha() for letter in text])
    here = sites(text, "de").where(letters)
    points = substitutes(here, here.table.slips)
    for letter, point in zip([one for one in text if one.isalpha()], points, strict=True):
        assert chr(point) != letter
        assert chr(point).isupper() == letter.isupper()
