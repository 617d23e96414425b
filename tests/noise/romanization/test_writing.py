"""Words and runs in pieces."""

from crosswind.noise.romanization.habits import WRITERS
from crosswind.noise.romanization.writing import (
    ChineseSyllables,
    chinese_syllables,
    engine_of,
    written,
)


def test_a_word_is_one_piece_and_latin_words_stay():
    assert written("дом", "ru", 0) == ((0, 3, "dom"),)
    assert written("house", "ru", 0) == ()
    assert written("ь", "ru", 0) in {(), ((0, 1, "'"),)}


def spellings(table: ChineseSyllables, character: str) -> list[str]:
    rows = range(4 * table.row[ord(character)], 4 * table.row[ord(character)] + 4)
    cuts = [slice(begin := table.pool.offset[row], begin + table.pool.length[row]) for row in rows]
    return ["".join(map(chr, table.pool.points[cut].tolist())) for cut in cuts]


def test_chinese_is_spaced_by_character():
    table = chinese_syllables("Hans")
    assert spellings(table, "女") == ["nv", " nv", "nu", " nu"]
    assert spellings(table, "行")[1] == " xing"
    assert spellings(chinese_syllables("Hant"), "國")[0] == "guo"
    assert table.row[ord("a")] == table.row[-1] == -1
    assert 0 < table.plain.sum() < len(table.plain) == WRITERS


def test_languages_by_how_they_are_cut():
    assert [engine_of(tag) for tag in ("ru", "zh", "de", "ko", "zh-Latn")] == [
        *("word", "run", "", "", "")
    ]
