from pathlib import Path

from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples
from crosswind.data.survey import survey

FIXTURES = Path(__file__).parent / "fixtures"


def _found(name: str, root: Path, read=read_examples, **more):
    return {
        (item.language, item.split): item for item in survey(TASKS.get(name), root, read, **more)
    }


def test_counts_files_and_what_is_missing() -> None:
    found = _found("pawsx", FIXTURES)
    assert found["de", "test"].n_examples == 3
    assert found["de", "test"].files == ("pawsx/x-final/de/test_2k.tsv",)
    assert found["ja", "test"].missing == "pawsx/test-ja.tsv"
    assert found["ja", "test"].n_examples is None
    assert [key for key in found if key[1] == "train"] == [("en", "train")]


def test_rows_that_were_left_out_are_in_it() -> None:
    assert list(_found("noisy_xnli", FIXTURES)["de", "clean"].left_out.values()) == [1]


def test_a_wrong_file_is_named_and_the_others_are_counted(put) -> None:
    put("udpos/dev-de.tsv", "a\tNUON\n")
    root = put("udpos/dev-fi.tsv", "a\tNOUN\n")
    found = _found("udpos", root)
    assert "dev-de.tsv:1: unknown tag" in found["de", "validation"].problem
    assert found["de", "validation"].n_examples is None
    assert found["fi", "validation"].n_examples == 1


def test_further_languages_are_listed_where_they_have_files(put) -> None:
    root = put("panx/dev-gu.tsv", "a\tO\n")
    found = _found("panx", root)
    assert found["gu", "validation"].n_examples == 1
    assert ("az", "validation") not in found
    assert found["af", "validation"].missing == "panx/dev-af.tsv"


def test_files_can_be_found_without_reading_them() -> None:
    found = _found("xquad", FIXTURES, None)
    assert found["en", "test"].files == ("xquad/xquad.en.json",)
    assert found["en", "test"].n_examples is None


def test_examples_are_described_when_asked_for() -> None:
    item = _found("panx", FIXTURES, is_described=True)["de", "test"]
    assert item.description is not None
    assert item.description.labels["B-LOC"] == 3
    assert _found("panx", FIXTURES)["de", "test"].description is None


def test_pairs_of_languages_with_files_of_their_own_are_listed(put) -> None:
    text = (FIXTURES / "mlqa/dev/dev-context-de-question-de.json").read_text("utf-8")
    put("mlqa/dev/dev-context-de-question-de.json", text)
    root = put("mlqa/dev/dev-context-de-question-hi.json", text)
    found = _found("mlqa", root)
    assert found["de+hi", "validation"].n_examples == 1
    assert [key for key in found if "+" in key[0]] == [("de+hi", "validation")]
