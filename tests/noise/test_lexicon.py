"""Lexicons: what is read, and what is refused with its line."""

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.lexicon import read_lexicon


@pytest.fixture
def lexicon(tmp_path):
    def write(content: str | bytes) -> str:
        path = tmp_path / "words.tsv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def test_lines_are_gathered_by_language_and_word(lexicon):
    path = lexicon(
        "language\tword\ttranslation\r\nhin\tपानी\twater\n\nhi\tपानी\taqua\nde\tHaus\thouse"
    )
    found = read_lexicon(path).translations
    assert found == {"hi": {"पानी": ("water", "aqua")}, "de": {"haus": ("house",)}}


@pytest.mark.parametrize(
    "line", ["de\tHaus", "de\tHaus\t", "de\tHaus\thouse\tx", "no language\ta\tb", "Haus house"]
)
def test_a_line_of_another_form_is_refused_with_its_number(lexicon, line):
    with pytest.raises(DataError, match=r"words\.tsv:2: not a line of a lexicon.*Repair"):
        read_lexicon(lexicon(f"de\ta\tb\n{line}\n"))


def test_files_that_hold_no_words_are_refused(lexicon, tmp_path):
    with pytest.raises(DataError, match="holds no word"):
        read_lexicon(lexicon("\n"))
    with pytest.raises(DataError, match=r"words\.tsv:2: the lexicon is not UTF-8"):
        read_lexicon(lexicon(b"de\ta\tb\nde\t\xff\tb\n"))
    for path in (str(tmp_path / "missing.tsv"), str(tmp_path), "", "a\0b"):
        with pytest.raises(ConfigError, match="cannot be read"):
            read_lexicon(path)


def test_a_changed_file_is_another_lexicon(lexicon):
    before = read_lexicon(lexicon("de\ta\tb\n"))
    after = read_lexicon(lexicon("de\ta\tbcd\n"))
    assert before.digest != after.digest
    assert after.translations["de"]["a"] == ("bcd",)
