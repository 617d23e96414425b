"""What holds for every task of the catalogue, on small files in the official layouts."""

from pathlib import Path

import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.describe import describe
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources
from crosswind.data.survey import SplitSurvey, survey
from crosswind.records.task_card import RETRIEVAL_KINDS

FIXTURES = Path(__file__).parent / "fixtures"
BENCHMARK = [name for name in TASKS.names() if TASKS.get(name).card.world == "benchmark"]
# Masked text is whatever the user has: no small file of it could be right or wrong.
FILED = [name for name in BENCHMARK if TASKS.get(name).card.kind != "masked_lm"]


def _found(name: str) -> list[SplitSurvey]:
    found = survey(TASKS.get(name), FIXTURES, read_examples)
    return [item for item in found if item.files]


@pytest.mark.parametrize("name", TASKS.names())
def test_published_noise_has_its_clean_split_and_nothing_else_has(name: str) -> None:
    card = TASKS.get(name).card
    assert ("clean" in card.splits) == bool(card.published_noise)
    assert card.evaluation_split != "clean"


@pytest.mark.parametrize("name", FILED)
def test_small_files_of_the_evaluation_split_are_there_and_right(name: str) -> None:
    card, found = TASKS.get(name).card, _found(name)
    assert any(item.split == card.evaluation_split and item.n_examples for item in found), found
    assert [item.problem for item in found if item.problem] == []


@pytest.mark.parametrize("name", BENCHMARK)
def test_reading_is_repeatable_whole_and_describable(name: str) -> None:
    card = TASKS.get(name).card
    for item in _found(name):
        rows, again = (
            read_task(name, item.language, item.split, FIXTURES) for _ in range(2)
        )  # fmt: skip
        assert rows == again
        assert len({row.example_id for row in rows}) == len(rows) == item.n_examples
        found = describe(rows)
        assert found.n_examples == len(rows)
        if not (card.labels_from_training or card.kind in RETRIEVAL_KINDS):
            assert set(found.labels) <= set(card.labels)
        assert not any("\r" in row.label or "\n" in row.label for row in rows)


@pytest.mark.parametrize("name", BENCHMARK)
def test_splits_of_one_language_share_no_cluster(name: str) -> None:
    card = TASKS.get(name).card
    apart = [split for split in card.splits if split != "clean"]
    # XNLI numbers its rows alike in dev and test; premises of one source stand in both its parts.
    if name in {"xnli", "mnli", "snli"}:
        return
    for language in dict.fromkeys(item.language for item in _found(name)):
        seen: set[str] = set()
        for item in _found(name):
            if item.language == language and item.split in apart:
                rows = read_task(name, language, item.split, FIXTURES)
                mine = {row.parallel_id for row in rows}
                assert not mine & seen, (language, item.split)
                seen |= mine


@pytest.mark.parametrize(
    "name", [name for name in BENCHMARK if TASKS.get(name).card.published_noise]
)
def test_clean_and_noisy_rows_are_the_same_items(name: str) -> None:
    both = {"test", "clean"}
    for language in dict.fromkeys(item.language for item in _found(name)):
        if both - {item.split for item in _found(name) if item.language == language}:
            continue
        noisy, clean = (read_task(name, language, split, FIXTURES) for split in ("test", "clean"))
        assert [row.example_id for row in noisy] == [row.example_id for row in clean]
        assert [row.parallel_id for row in noisy] == [row.parallel_id for row in clean]
        assert [row.label for row in noisy] == [row.label for row in clean]


@pytest.mark.parametrize("name", [name for name in BENCHMARK if not TASKS.get(name).candidates])
def test_all_of_a_task_keeps_every_row_under_an_id_of_its_own(name: str) -> None:
    task = TASKS.get(name)
    for language in dict.fromkeys(item.language for item in _found(name)):
        found = find_sources(task, language, "all", FIXTURES)
        examples, _ = read_examples(task, found, language, "all")
        counts = [item.n_examples or 0 for item in _found(name) if item.language == language]
        assert len({row.example_id for row in examples}) == len(examples) == sum(counts)
