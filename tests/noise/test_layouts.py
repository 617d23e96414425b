"""Keyboard neighbors."""

from collections import Counter

import pytest

from crosswind.noise.keyboards.layouts import LAYOUT_OF, key_neighbors, layout_of, letters_of


@pytest.mark.parametrize("layout", sorted({*LAYOUT_OF.values(), "us"}))
def test_neighborhoods_are_symmetric_and_of_one_size_across_layouts(layout):
    table = key_neighbors(layout)
    assert len(letters_of(layout)) >= 25
    for letter, near in table.items():
        assert letter not in {other for other, _ in near}
    plain = letters_of(layout)[: len(letters_of(layout)) // 2]
    sizes = [len(table[letter]) for letter in plain]
    assert 2.5 < sum(sizes) / len(sizes) < 6


def test_known_neighbors():
    near = dict(key_neighbors("de")["g"])
    assert set(near) == set("fhtzvb")
    assert "ы" in dict(key_neighbors("ru")["в"])


def test_languages_find_their_layout():
    assert layout_of("pt-BR", "Latn") == "pt"
    assert layout_of("sw", "Latn") == "us"
    assert layout_of("zh", "Hans") == ""
    assert Counter(LAYOUT_OF.values())["es"] > 1
