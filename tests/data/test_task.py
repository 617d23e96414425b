import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.task import SourceFile, check_language_and_split, files_by_split
from crosswind.records.metric import METRICS


@pytest.mark.parametrize("name", TASKS.names())
def test_every_card_is_whole(name: str) -> None:
    card = TASKS.get(name).card
    assert card.name == name
    assert card.metric in METRICS
    assert len(set(card.languages)) == len(card.languages)
    assert len(set(card.labels)) == len(card.labels)
    assert set(card.splits) <= {"train", "validation", "test"}
    assert card.evaluation_split in card.splits
    assert all((card.licence, card.text_origin, card.citation, card.source, card.published_setup))
    assert all(task in TASKS for task in card.train_tasks)
    assert bool(card.labels) == (card.kind not in {"span_qa", "retrieval"})


@pytest.mark.parametrize("name", TASKS.names())
def test_every_language_has_files_for_the_evaluation_split(name: str) -> None:
    task = TASKS.get(name)
    for language in (*task.card.languages, *task.more_languages):
        assert task.files(language, task.card.evaluation_split)


@pytest.mark.parametrize("name", TASKS.names())
def test_labelled_training_text_is_in_the_source_language_only(name: str) -> None:
    task = TASKS.get(name)
    for language in task.card.languages:
        if language != task.card.source_language and "train" in task.card.splits:
            assert task.files(language, "train") == ()


def test_a_file_table_puts_the_language_into_the_name() -> None:
    table = files_by_split({"test": (SourceFile(role="text", patterns=("a/{language}.tsv",)),)})
    assert table("sw", "test")[0].patterns == ("a/sw.tsv",)
    assert table("sw", "train") == ()


def test_an_unserved_language_is_named_with_what_is_served() -> None:
    with pytest.raises(DataError, match=r"'tlh'.*ar, bg") as caught:
        check_language_and_split(TASKS.get("xnli"), "tlh", "test")
    assert caught.value.exit_code == 2


def test_an_unknown_split_is_named_with_what_there_is() -> None:
    with pytest.raises(DataError, match=r"'dev'.*validation, test, all"):
        check_language_and_split(TASKS.get("xnli"), "de", "dev")
