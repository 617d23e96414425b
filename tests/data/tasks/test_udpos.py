import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task


def test_sentences_are_their_own_clusters(put) -> None:
    root = put("udpos/test-fi.tsv", "Yö\tNOUN\non\tAUX\n\nSataa\tVERB\n")
    rows = read_task("udpos", "fi", "test", root)
    assert [(row.example_id, row.parallel_id) for row in rows] == [
        ("0", "fi:test:0"), ("1", "fi:test:1"),
    ]  # fmt: skip
    assert rows[0].words == ("Yö", "on")
    assert rows[0].tags == ("NOUN", "AUX")


def test_an_unknown_tag(put) -> None:
    root = put("udpos/dev-fi.tsv", "Yö\tNOUN\n\non\tAUX\nei\tVRB\n")
    with pytest.raises(DataError, match=r"dev-fi\.tsv:3: unknown tag of word 2: 'VRB'.*'VERB'"):
        read_task("udpos", "fi", "validation", root)


def test_a_file_without_tags_says_what_to_evaluate_on(put) -> None:
    root = put("udpos/test-fi.tsv", "Yö\non\n\nSataa\n")
    with pytest.raises(DataError, match=r"test-fi\.tsv:1: 1 columns.*on the validation split"):
        read_task("udpos", "fi", "test", root)


def test_the_languages_of_both_benchmarks() -> None:
    task = TASKS.get("udpos")
    assert len(task.card.languages) == 33
    assert len(task.card.languages) + len(task.more_languages) == 38
