"""The tables of letters."""

import numpy as np
import pytest

from crosswind.core.languages import script_of
from crosswind.noise.letters import alphabet, letter_table
from tests.noise.samples import SENTENCES


@pytest.mark.parametrize("language", sorted({*SENTENCES} - {"ja", "ko", "my", "zh"}))
def test_the_alphabet_covers_ordinary_text(language):
    letters = {letter for letter in SENTENCES[language].lower() if letter.isalpha()}
    letters -= {"\u0307", "ۀ"}
    assert letters <= set(alphabet(language, script_of(language)))


def test_rows_join_the_cases():
    table = letter_table("tr")
    index = table.index(np.array([ord(letter) for letter in "iİıI?"], dtype=np.uint32))
    rows = table.row[index[:4]]
    assert rows[0] == rows[1] != rows[2] == rows[3]
    assert index[4] == -1
    assert table.written(rows, np.array([True] * 4)).tolist() == [ord(x) for x in "İİII"]
    assert table.written(np.array([-1]), np.array([False])).tolist() == [0]


def test_choices_stay_in_their_row():
    table = letter_table("de")
    draws = np.arange(0, 1 << 16, 97, dtype=np.uint64) << np.uint64(48)
    row = table.row[table.index(np.array([ord("s")], dtype=np.uint32))][0]
    near = table.near.pick(np.full(len(draws), row), draws)
    assert {chr(table.lower[one]) for one in near} == set("awedyx")
    assert {chr(table.lower[one]) for one in table.near.rows[row] if one >= 0} == set("awedyx")
