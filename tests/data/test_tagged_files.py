"""Tagged sentences of three layouts: every word comes back, every fault has file and line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.tagged_files import (
    EMPTY_WORDS,
    Sentence,
    by_number,
    read_between_blanks,
    read_conllu,
    read_iob2,
    read_word_and_tag,
    read_words_with_or_without_tags,
    sentence_rows,
)

_WORDS = st.text(
    st.characters(exclude_characters="\t\n\r ", exclude_categories=("Cs",)), min_size=1, max_size=8
)
_SENTENCES = st.lists(
    st.lists(st.tuples(_WORDS, st.sampled_from(("O", "B-PER", "NOUN"))), min_size=1, max_size=5),
    min_size=1,
    max_size=4,
)


def conllu(*rows: str, name: str = "s1") -> str:
    """A sentence from `id form upos` rows."""
    lines = []
    for row in rows:
        number, form, tag = row.split("|")
        lines.append("\t".join([number, form, "_", tag, *"______"]))
    return f"# sent_id = {name}\n# text = t\n" + "\n".join(lines) + "\n\n"


@settings(max_examples=40)
@given(_SENTENCES)
def test_words_come_back_as_they_were_written_in_every_layout(tmp_path_factory, sentences) -> None:
    folder = tmp_path_factory.mktemp("tagged")
    between = "\n".join("".join(f"{w} {t}\n" for w, t in rows) for rows in sentences)
    iob2 = "".join(
        f"# sent_id = {n}\n" + "".join(f"{i}\t{w}\t{t}\t-\t-\n" for i, (w, t) in enumerate(rows, 1))
        + "\n"
        for n, rows in enumerate(sentences)
    )  # fmt: skip
    universal = "".join(
        conllu(*(f"{i}|{w.replace('|', '/')}|{t}" for i, (w, t) in enumerate(rows, 1)), name=str(n))
        for n, rows in enumerate(sentences)
    )
    for text, reader in ((between, read_between_blanks), (iob2, read_iob2)):
        (folder / "f").write_bytes(text.encode())
        found = [tuple(zip(s.words, s.tags, strict=True)) for s in reader(folder / "f")]
        assert found == [tuple(rows) for rows in sentences]
    (folder / "f").write_bytes(universal.encode())
    found = [s.tags for s in read_conllu(folder / "f")]
    assert found == [tuple(t for _, t in rows) for rows in sentences]


def test_ranges_and_empty_nodes_are_no_words(put) -> None:
    text = conllu("1|La|DET", "2-3|du|_", "2|de|ADP", "3|le|DET", "3.1|x|NOUN", "4|25 000|NUM")
    (found,) = read_conllu(put("a.conllu", text) / "a.conllu")
    assert found.words == ("La", "de", "le", "25 000")
    assert found.tags == ("DET", "ADP", "DET", "NUM")
    assert (found.name, found.place.rpartition(":")[2]) == ("s1", "1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (conllu("1|a|X", "3|b|X"), r"a:4: a word is missing or out of order: '3'.*the id 2"),
        (conllu("1|a|X", "x|b|X"), r"a:4: a word is missing or out of order: 'x'"),
        (conllu("1|a|X", f"{'9' * 5000}|b|X"), r"a:4: a word is missing"),
        (conllu("1|a|X").replace("\t_\n", "\n"), r"a:3: 9 columns.*10 columns"),
        (conllu("1|a|X").replace("# sent_id = s1\n", ""), r"a:1: a sentence without a name"),
        (conllu("1|a|X").replace("= s1", "="), r"a:1: a sentence without a name"),
        ("# sent_id = b\n" + conllu("1|a|X"), r"a:1: a sentence without a name, or with two.*'b'"),
        ("\ufeff" + conllu("1|a|X"), r"a:1: a sentence without a name|a:1: 1 columns"),
    ],
)
def test_a_wrong_conllu_file(put, text, message) -> None:
    with pytest.raises(DataError, match=message):
        list(read_conllu(put("a", text) / "a"))


def test_a_sentence_of_comments_alone_has_no_words(put) -> None:
    (found,) = read_conllu(put("a", "# sent_id = s1\n\n") / "a")
    assert found.words == ()


def test_iob2_reads_three_columns_and_passes_ranges_over(put) -> None:
    text = (
        "# newdoc id = d\n# sent_id = d-1\n1-2\tim\tO\n1\tin\tO\n2\tdem\tO\tx\ty\n3\t#\tB-LOC\t-\n"
    )
    (found,) = read_iob2(put("a", text) / "a")
    assert (found.name, found.words, found.tags) == ("d-1", ("in", "dem", "#"), ("O", "O", "B-LOC"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1\ta", r"a:2: 2 columns.*id, word, tag"),
        ("a\t1\tO", r"a:2: no word id: 'a'"),
        ("²\ta\tO", r"a:2: no word id"),
    ],
)
def test_a_wrong_iob2_line(put, line, message) -> None:
    with pytest.raises(DataError, match=message):
        list(read_iob2(put("a", f"# sent_id = s\n{line}\n") / "a"))


def test_a_line_with_a_tab_alone_is_blank_as_for_the_official_reader(put) -> None:
    text = "# sent_id = a\n1\tx\tO\n\t\n# sent_id = b\n1\ty\tO\n"
    assert [s.name for s in read_iob2(put("a", text) / "a")] == ["a", "b"]


def test_blanks_and_tabs_stand_between_words_and_tags(put) -> None:
    text = "a O\nb\tB-PER \nc  I-PER\r\n \nd\xa0e O\n#\xad O\n"
    assert list(read_between_blanks(put("a", text) / "a")) == [
        Sentence(place=f"{put('a', text) / 'a'}:1", words=("a", "b", "c"),
                 tags=("O", "B-PER", "I-PER")),
        Sentence(place=f"{put('a', text) / 'a'}:5", words=("d\xa0e", "#\xad"), tags=("O", "O")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("word", r"a:2: not two columns: 'word'"),
        ("New York B-LOC", r"a:2: not two columns"),
        (" B-LOC", r"a:2: a word without text has a tag: 'B-LOC'.*O, or a word"),
    ],
)
def test_a_wrong_line_between_blanks(put, line, message) -> None:
    with pytest.raises(DataError, match=message):
        list(read_between_blanks(put("a", f"a O\n{line}\n") / "a"))


def test_an_empty_word_tagged_o_is_left_out_and_counted(put) -> None:
    path = put("a", "a O\n O\n\nb O\n") / "a"
    reading = sentence_rows(read_between_blanks(path), "sw", by_number("sw", "test"))
    assert [row.example.words for row in reading.rows] == [("a",), ("b",)]
    assert reading.left_out == {EMPTY_WORDS: 1}


def test_ids_are_numbers_and_clusters_carry_language_and_split(put) -> None:
    path = put("a", "a\tO\n\nb\tO\n") / "a"
    reading = sentence_rows(read_word_and_tag(path), "fi", by_number("fi", "validation"))
    assert [(row.example.example_id, row.example.parallel_id) for row in reading.rows] == [
        ("0", "fi:validation:0"), ("1", "fi:validation:1"),
    ]  # fmt: skip
    assert reading.left_out == {}


def test_a_file_of_words_alone_has_no_tags(put) -> None:
    bare = list(read_words_with_or_without_tags(put("a", "Hale\nBakers Guild\n\nx\n") / "a"))
    assert [(s.words, s.tags) for s in bare] == [(("Hale", "Bakers Guild"), ()), (("x",), ())]
    (tagged,) = read_words_with_or_without_tags(put("b", "Hale\tB-LOC\n") / "b")
    assert tagged.tags == ("B-LOC",)


def test_one_tag_in_a_file_of_words_means_that_the_others_are_missing(put) -> None:
    with pytest.raises(DataError, match=r"a:2: .*without tags"):
        list(read_words_with_or_without_tags(put("a", "Hale\tB-LOC\nx\n") / "a"))
