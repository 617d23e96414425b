"""Lines as rows: what is plain, what is JSON, and what is neither."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.cli.noise_rows import rows_of, split_lines
from crosswind.core.errors import DataError


@settings(max_examples=60)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_lines_and_endings_are_the_whole_text(text: str) -> None:
    lines = list(split_lines(text.encode(), "x"))
    assert "".join(line + end for line, end in lines) == text
    rows = rows_of(lines, "x", plain=True)
    assert [(row.value, row.content) for row in rows] == [(None, line) for line, _ in lines]


@pytest.mark.parametrize(
    "line", ["{smile} hello", "{'text': 'abc'}", '["text"]', '"text": 1', "{}x", "", "{{x}}"]
)
def test_text_that_does_not_begin_like_an_object_is_plain(line: str) -> None:
    (row,) = rows_of([(line, "\n")], "x")
    assert (row.value, row.content) == (None, line)


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ('{"id": "a", "sentence": "Hund"}', ["x:2", 'without "text"', "'sentence'", "--plain"]),
        ('{"txet": "Hund"}', ["x:2", "Did you mean 'text'"]),
        ('{"Words": ["Hund"]}', ["Did you mean 'words'"]),
        ("{}", ["x:2", "without"]),
        ('{"text": "Hund"', ["x:2", "not JSON", "column 16", "--plain"]),
        (' { "text" "Hund"}', ["x:2", "column 11"]),
        ('\ufeff{"text": "Hund"}', ["x:2", "not JSON"]),
        ('{"text": "a\\ud800"}', ["x:2", "half of a surrogate pair"]),
    ],
)
def test_a_first_line_that_is_no_row_of_ours_is_one_error(first: str, words: list[str]) -> None:
    lines = [("", "\n"), (first, "\n"), ('{"text": "Katze"}', "\n")]
    with pytest.raises(DataError) as told:
        rows_of(lines, "x")
    for word in words:
        assert word in str(told.value)
