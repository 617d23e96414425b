import pytest

from crosswind.core.errors import DataError
from crosswind.core.languages import canonical_language
from crosswind.data.catalogue import TASKS
from crosswind.data.task import SourceFile, check_language_and_split, files_by_split
from crosswind.records.metric import METRICS
from crosswind.records.task_card import RETRIEVAL_KINDS

# Masked text (mlm_text) only trains: it has no splits, labels or metric of its own.
SCORED = [name for name in TASKS.names() if TASKS.get(name).card.kind != "masked_lm"]


@pytest.mark.parametrize("name", SCORED)
def test_every_card_is_whole(name: str) -> None:
    card = TASKS.get(name).card
    assert card.name == name
    assert card.metric in METRICS
    assert len(set(card.languages)) == len(card.languages)
    assert len(set(card.labels)) == len(card.labels)
    assert set(card.splits) <= {"train", "validation", "test", "clean"}
    assert card.evaluation_split in card.splits
    assert all((card.licence, card.text_origin, card.citation, card.source, card.published_setup))
    assert card.traps
    has_labels = bool(card.labels) or card.labels_from_training
    assert has_labels == (card.kind not in {"span_qa", *RETRIEVAL_KINDS})
    assert set(card.kept_fields) < set(card.fields)


@pytest.mark.parametrize("name", TASKS.names())
def test_a_task_is_trained_by_tasks_that_can_train(name: str) -> None:
    card = TASKS.get(name).card
    stages = card.train_stages or (card.train_tasks,)
    assert stages[-1] == card.train_tasks
    for other in (TASKS.get(task) for stage in stages for task in stage):
        assert "train" in other.card.splits
        assert other.files(other.card.source_language, "train")
    assert all(task in TASKS for task in card.selection_overlap)


@pytest.mark.parametrize("name", TASKS.names())
def test_languages_are_canonical(name: str) -> None:
    task = TASKS.get(name)
    # Kadazan was merged into Dusun; Tatoeba still has both.
    tags = {*task.card.languages, *task.more_languages} - {"kzj"}
    assert {canonical_language(tag) for tag in tags} == tags


@pytest.mark.parametrize("name", TASKS.names())
def test_labels_of_choices_are_their_positions(name: str) -> None:
    card = TASKS.get(name).card
    if card.kind == "multiple_choice":
        choices = [field for field in card.fields if field.startswith(("choice", "answer"))]
        assert card.fields[-len(choices) :] == tuple(choices)
        assert card.labels == tuple(str(index) for index in range(len(choices)))


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


def test_texts_in_one_language_take_no_pair() -> None:
    with pytest.raises(DataError, match=r"'udpos' has texts in one language each: 'de\+en'"):
        check_language_and_split(TASKS.get("udpos"), "de+en", "test")
    check_language_and_split(TASKS.get("mlqa"), "de+en", "test")


def test_one_pool_for_all_is_loaded_under_its_own_tag() -> None:
    task = TASKS.get("mewslix")
    check_language_and_split(task, "mul", "test", part="candidates")
    for language, part in (("mul", "examples"), ("de", "candidates")):
        with pytest.raises(DataError, match=f"does not serve this language: '{language}'"):
            check_language_and_split(task, language, "test", part=part)
