"""Pairs of languages: the first text in one, the others in another."""

from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.data.pairing import joined_pair, split_source
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Answer, Example


def reading(language: str, *labels: str) -> Reading:
    return Reading(
        rows=[
            Placed(
                place=f"{language}.tsv:{number}",
                example=Example(
                    example_id=str(number),
                    parallel_id="p",
                    language=language,
                    texts={"first": f"{language} first", "second": f"{language} second"},
                    label=label,
                ),
            )
            for number, label in enumerate(labels)
        ]
    )


def test_the_first_text_is_in_the_first_language_and_the_rest_in_the_second() -> None:
    found = joined_pair(reading("de", "a"), reading("en", "a"), "en", "pair_classification")
    (row,) = found.rows
    assert row.example.texts == {"first": "de first", "second": "en second"}
    assert (row.example.language, row.example.second_language) == ("de", "en")
    assert row.place == "de.tsv:0"


def test_pairs_with_two_labels_are_left_out_and_counted() -> None:
    found = joined_pair(reading("de", "a", "b"), reading("en", "a", "a"), "en", "classification")
    assert [row.example.example_id for row in found.rows] == ["0"]
    assert found.left_out == {"labels differ between the two languages": 1}


def test_an_example_without_a_translation_is_refused() -> None:
    with pytest.raises(DataError, match="no translation") as caught:
        joined_pair(reading("de", "a", "a"), reading("en", "a"), "en", "pair_classification")
    assert caught.value.place == "de.tsv:1"


def test_a_question_comes_from_the_second_language_and_answers_stay_with_their_context() -> None:
    def asked(language: str) -> Reading:
        example = Example(
            example_id="q",
            parallel_id="p",
            language=language,
            texts={"question": f"{language} question", "context": f"{language} context"},
            answers=(Answer(start=0, text=language),),
        )
        return Reading(rows=[Placed(place="f:1", example=example)])

    (row,) = joined_pair(asked("de"), asked("en"), "en", "span_qa").rows
    assert row.example.texts == {"question": "en question", "context": "de context"}
    assert row.example.answers == (Answer(start=0, text="de"),)


def test_the_files_of_a_pair_are_told_apart_by_their_roles() -> None:
    source = Source(files={"text": (Path("de"),), "second text": (Path("en"),)})
    first, second = split_source(source)
    assert first.files == {"text": (Path("de"),)}
    assert second.files == {"text": (Path("en"),)}
