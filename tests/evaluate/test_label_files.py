import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.evaluate.label_files import (
    read_json_labels,
    read_official_lines,
    read_row_numbers,
    read_tags,
)


def written(tmp_path, text):
    path = tmp_path / "file.tsv"
    path.write_bytes(text.encode("utf-8"))
    return path


@settings(max_examples=30)
@given(st.lists(st.lists(st.sampled_from(["A", "B-x"]), max_size=3), max_size=4))
def test_tags_survive_a_round_trip(tmp_path_factory, sentences):
    path = written(
        tmp_path_factory.mktemp("tags"),
        "".join("".join(f"{tag}\n" for tag in tags) + "\n" for tags in sentences),
    )
    assert [tags for _, tags in read_tags(path)] == sentences


def test_tags_know_their_line_and_the_last_sentence_may_stay_open(tmp_path):
    assert read_tags(written(tmp_path, "A\nB\n\n\nC")) == [(1, ["A", "B"]), (4, []), (5, ["C"])]


def test_labels_are_stripped_and_empty_lines_count(tmp_path):
    assert read_official_lines(written(tmp_path, " a \r\n\nb")) == ["a", "", "b"]
    assert read_official_lines(written(tmp_path, "a\rb\r")) == ["a", "b"]
    assert read_official_lines(written(tmp_path, "")) == []


def test_row_numbers(tmp_path):
    assert read_row_numbers(written(tmp_path, "3\n0\n")) == ["3", "0"]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("[12]", "Did you mean '12'"),
        ("012", "Did you mean '12'"),
        ("+3", "Did you mean '3'"),
        ("-1", "Allowed"),
        ("", "Allowed"),
        ("1.0", "Allowed"),
        ("\u0663", "Allowed"),  # a digit of another script
        ("9" * 5000, "Allowed"),
    ],
)
def test_what_is_no_row_number(tmp_path, line, hint):
    with pytest.raises(DataError, match=f"file.tsv:2: not a row number: .*{hint}"):
        read_row_numbers(written(tmp_path, f"3\n{line}\n"))


def test_json_labels_are_json_values(tmp_path):
    text = '{"label": 1}\n\n{"label": "1", "correct": "A"}\n{"correct": "C"}\n'
    assert read_json_labels(written(tmp_path, text)) == [1, "1", 2]
    with pytest.raises(DataError, match=r"tsv:2: a line without a label.*Did you mean 'label'"):
        read_json_labels(written(tmp_path, '{"label": 1}\n{"lable": 1}\n'))
    for row in ('{"correct": "D"}', '{"label": null}', '{"label": [1]}', "[1]", "3"):
        with pytest.raises(DataError, match=r"file.tsv:1: a line without a label"):
            read_json_labels(written(tmp_path, row))
    with pytest.raises(DataError, match=r"file.tsv:1: not JSON"):
        read_json_labels(written(tmp_path, "{nonsense\n"))
