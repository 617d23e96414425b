"""Files of real errors: every form gives its pairs, and says what gave none."""

from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.noise.calibrate_read import Pair, pairs_of_texts, read_pairs

TREEBANK = (
    "# sent_id = 1\n"
    "1\tThier\ttheir\tPRON\t_\tTypo=Yes|Poss=Yes\t2\tdet\t_\tCorrectForm=Their|SpaceAfter=No\n"
    "2-3\tdont\t_\t_\t_\tTypo=Yes\t_\t_\t_\tCorrectForm=don't\n"
    "2\thouse\thouse\tNOUN\t_\t_\t0\troot\t_\t_\n"
    "3\talot\talot\tADV\t_\tTypo=Yes\t2\tadvmod\t_\tCorrectForm=a lot\n\n"
)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_lines_of_words(tmp_path: Path) -> None:
    found = read_pairs(put(tmp_path, "pairs.tsv", "teh\tthe\nhte\tthe\n"))
    assert found.pairs == [Pair("teh", "the"), Pair("hte", "the")]
    assert found.n_words == 0


def test_lines_of_sentences_are_cut_into_words(tmp_path: Path) -> None:
    found = read_pairs(
        put(tmp_path, "pairs.tsv", "teh big hosue is alot\tthe big house is a lot\n")
    )
    assert found.pairs == [Pair("teh", "the"), Pair("hosue", "house")]
    assert (found.n_words, sum(found.left_out.values())) == (6, 1)


def test_other_forms(tmp_path: Path) -> None:
    natural = read_pairs(put(tmp_path, "en.natural", "the teh hte\nalone\n"))
    assert natural.pairs == [Pair("teh", "the"), Pair("hte", "the")]
    assert natural.left_out == {"lines without a wrong form": 1}
    both = read_pairs(put(tmp_path, "map.json", '{"the": ["teh", "hte"], "hosue": "house"}'))
    assert both.pairs == [Pair("teh", "the"), Pair("hte", "the"), Pair("hosue", "house")]


def test_a_treebank_gives_words_with_their_correct_form(tmp_path: Path) -> None:
    found = read_pairs(put(tmp_path, "en.conllu", TREEBANK))
    assert found.pairs == [Pair("Thier", "Their")]
    assert found.n_words == 3
    assert sum(found.left_out.values()) == 1


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("pairs.tsv", "teh\tthe\nalone\n", ":2"),
        ("pairs.tsv", "", ":1"),
        ("pairs.tsv", "a\ta\n", ":1"),
        ("en.natural", "the\n", ":1"),
        ("map.json", "[1]", ":1"),
        ("map.json", '{"the": 3}', ":1"),
        ("map.json", "{", ":1"),
        ("en.conllu", "1\tteh\n", ":1"),
    ],
)
def test_a_malformed_file_is_one_error_with_its_line(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    path = put(tmp_path, name, text)
    with pytest.raises(DataError) as caught:
        read_pairs(path)
    assert f"{path}{place}" in str(caught.value)


def test_equal_texts_give_no_pair() -> None:
    found = pairs_of_texts([("a b c", "a b c")])
    assert (list(found.pairs), found.n_words) == ([], 3)
