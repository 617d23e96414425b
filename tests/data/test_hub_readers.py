from typing import Any

import pytest

from crosswind.core.errors import DataError
from crosswind.data.hub_readers import (
    EMPTY_WORDS,
    NO_GOLD,
    LabeledTexts,
    by_column,
    by_column_and_split,
    by_number,
    by_part,
    by_text,
    by_threes,
    tagged_words,
    translations,
)

PAIRS = LabeledTexts(
    texts={"first": "a", "second": "b"}, label="y", example_id=by_number, cluster=by_threes
)


def placed(*rows: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"x.parquet: row {number}", row) for number, row in enumerate(rows, start=1)]


def test_labeled_texts_keep_the_number_of_their_row() -> None:
    rows = placed(*({"a": f"a{n}", "b": f"b{n}", "y": None if n == 1 else "yes"} for n in range(4)))
    reading = PAIRS(rows, "de", "test")
    assert [row.example.example_id for row in reading.rows] == ["0", "2", "3"]
    assert [row.example.parallel_id for row in reading.rows] == ["0", "0", "1"]
    assert reading.rows[1].example.texts == {"first": "a2", "second": "b2"}
    assert reading.left_out == {NO_GOLD: 1}


def test_names_of_rows() -> None:
    row = {"id": 7, "premise": "p"}
    assert by_column("id")("validation", 0, row) == "dev-7"
    assert by_column_and_split("id")("validation", 0, row) == "validation-7"
    assert by_part("train", 3, row) == "train-3"
    name = by_text("premise")
    assert name("test", 0, row) == name("train", 5, {"premise": "p"})
    assert name("test", 0, row) != name("test", 0, {"premise": "q"})


def test_labels_and_questions_in_the_words_of_the_card() -> None:
    read = LabeledTexts(
        texts={"question": "q"},
        label="y",
        example_id=by_number,
        cluster=by_number,
        labels={"choice1": "0"},
        wording={"q": {"cause": "What was the cause?"}},
    )
    (row,) = read(placed({"q": "cause", "y": "choice1"}), "et", "test").rows
    assert (row.example.texts["question"], row.example.label) == ("What was the cause?", "0")
    with pytest.raises(DataError, match=r"unknown value of the column 'q': 'why'.*cause"):
        read(placed({"q": "why", "y": "choice1"}), "et", "test")


def test_sentences_are_clusters_of_their_own() -> None:
    rows = placed({"w": ["Aba", "."], "t": ["B-LOC", "O"]})
    (row,) = tagged_words("w", "t")(rows, "yo", "test").rows
    assert (row.example.words, row.example.tags) == (("Aba", "."), ("B-LOC", "O"))
    assert row.example.parallel_id == "yo:test:0"


def test_a_word_without_text_is_left_out_only_where_it_has_no_tag() -> None:
    read = tagged_words("w", "t")
    reading = read(placed({"w": ["a", "", ""], "t": ["O", "O", "B-LOC"]}), "yo", "test")
    assert reading.rows[0].example.words == ("a", "")
    assert reading.left_out == {EMPTY_WORDS: 1}


def test_unequal_lists_of_words_and_tags_stay_unequal() -> None:
    (row,) = tagged_words("w", "t")(placed({"w": ["a", "b"], "t": ["O"]}), "yo", "test").rows
    assert row.example.tags == ("O", "")


def test_translations_lose_the_line_ends_that_the_table_kept() -> None:
    rows = placed(*({"en": "yes\n", "xx": f" ja{n}\r\n"} for n in range(2)))
    first, second = translations("en", "xx")(rows, "de", "test").rows
    assert first.example.texts == {"source": "yes", "target": " ja0"}
    assert first.example.parallel_id == second.example.parallel_id


@pytest.mark.parametrize("value", [None, 3, ["a"], {"a": 1}])
def test_a_cell_that_is_no_text(value: Any) -> None:
    with pytest.raises(DataError, match="row 1: the column 'a' holds no text"):
        PAIRS(placed({"a": value, "b": "b", "y": "yes"}), "de", "test")


@pytest.mark.parametrize("value", [None, "ab", [1], [None]])
def test_a_cell_that_is_no_list_of_texts(value: Any) -> None:
    with pytest.raises(DataError, match="row 1: the column 'w' holds no list of texts"):
        tagged_words("w", "t")(placed({"w": value, "t": ["O"]}), "de", "test")
