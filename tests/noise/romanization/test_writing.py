"""Words and runs in pieces."""

from crosswind.noise.romanization.habits import WRITERS
from crosswind.noise.romanization.writing import engine_of, written


def test_a_word_is_one_piece_and_latin_words_stay():
    assert written("дом", "ru", 0) == ((0, 3, "dom"),)
    assert written("house", "ru", 0) == ()
    assert written("ь", "ru", 0) in {(), ((0, 1, "'"),)}


def test_chinese_is_spaced_by_character():
    found = written("旅行", "zh", 0)
    assert [piece[:2] for piece in found] == [(0, 1), (1, 2)]
    assert {written("女", "zh", writer)[0].text for writer in range(WRITERS)} == {"nv", "nu"}
    assert found[1].text == " xing"
    assert written("國語", "zh-Hant", 0)[0].text == "guo"


def test_languages_by_how_they_are_cut():
    assert [engine_of(tag) for tag in ("ru", "zh", "de", "ko", "zh-Latn")] == [
        *("word", "run", "", "", "")
    ]
