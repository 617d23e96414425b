import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.sources import find_sources


def test_every_pair_of_languages_has_its_file() -> None:
    task = TASKS.get("mlqa")
    for context in task.card.languages:
        for question in task.card.languages:
            label = context if context == question else f"{context}+{question}"
            text, english = task.files(label, "test")
            name = f"test/test-context-{context}-question-{question}.json"
            assert text.patterns == (f"mlqa/{name}", f"mlqa/MLQA_V1/{name}")
            assert english.is_optional


def test_the_english_file_is_part_of_what_is_planned_with(put) -> None:
    put("mlqa/MLQA_V1/dev/dev-context-en-question-en.json", "{}")
    root = put("mlqa/MLQA_V1/dev/dev-context-de-question-es.json", "{}")
    found = find_sources(TASKS.get("mlqa"), "de+es", "validation", root)
    assert len(found.digests) == 2


def test_a_language_that_is_not_served(put) -> None:
    with pytest.raises(DataError, match=r"'mlqa' does not serve this language: 'de\+ru'"):
        find_sources(TASKS.get("mlqa"), "de+ru", "validation", put("a", ""))
