import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.evaluate.pair_files import (
    Candidate,
    read_candidates,
    read_pairs,
    read_sentence_ids,
)


def written(tmp_path, text):
    path = tmp_path / "file.tsv"
    path.write_bytes(text.encode("utf-8"))
    return path


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=8))
def test_every_line_is_a_pair_or_the_repetition_of_one(tmp_path_factory, pairs):
    path = written(tmp_path_factory.mktemp("pairs"), "".join(f"{a}\t{b}\n" for a, b in pairs))
    found = read_pairs(path)
    assert list(found.lines) == list(dict.fromkeys(pairs))
    assert len(found.lines) + found.n_doubled == len(pairs)


def test_pairs_keep_the_line_of_their_first_occurrence(tmp_path):
    found = read_pairs(written(tmp_path, " a\tx \r\nb\ty\na\tx\n"))
    assert (found.lines, found.n_doubled) == ({("a", "x"): 1, ("b", "y"): 2}, 1)


@pytest.mark.parametrize("line", ["a", "", "a\tx\t1.5", "a\t", "\tx", " \t "])
def test_a_line_that_is_no_pair_is_refused(tmp_path, line):
    with pytest.raises(DataError, match=r"file.tsv:2: not a pair of ids"):
        read_pairs(written(tmp_path, f"a\tx\n{line}\nb\ty\n"))


def test_a_sentence_under_two_ids_belongs_to_none(tmp_path):
    path = written(tmp_path, "1\t same \n2\tother\twith a tab\r\n3\tsame\n")
    assert read_sentence_ids(path) == {"other\twith a tab": "2"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1 no tab\n", "file.tsv:1: not a sentence"),
        ("1\ta\n\n", "file.tsv:2: not a sentence"),
        ("1\ta\n1\tb\n", "file.tsv:2: an id that already stands in line 1: '1'"),
    ],
)
def test_broken_sentences(tmp_path, text, problem):
    with pytest.raises(DataError, match=problem):
        read_sentence_ids(written(tmp_path, text))


def test_candidates(tmp_path):
    path = written(tmp_path, "1.5\t a\tb \n-2e-1\tc\t\n")
    assert read_candidates(path) == [
        Candidate(score=1.5, source="a", target="b", place=f"{path}:1"),
        Candidate(score=-0.2, source="c", target="", place=f"{path}:2"),
    ]


@pytest.mark.parametrize("line", ["1.5\ta", "nan\ta\tb", "inf\ta\tb", "x\ta\tb", "", "1\ta\tb\tc"])
def test_broken_candidates(tmp_path, line):
    with pytest.raises(DataError, match=r"file.tsv:1: not a candidate"):
        read_candidates(written(tmp_path, f"{line}\n"))
