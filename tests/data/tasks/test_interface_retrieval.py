from pathlib import Path

import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.home_facts import LANGUAGES
from crosswind.data.sources import find_sources


@pytest.mark.parametrize(("tag", "locale"), [("zh", "zh_Hans"), ("pt-BR", "pt_BR"), ("de", "de")])
def test_locale_folders_follow_the_tag(tag, locale) -> None:
    task = TASKS.get("interface_retrieval")
    assert task.files(tag, "test")[0].patterns == (
        f"django/conf/locale/{locale}/LC_MESSAGES/django.po",
    )


def test_applications_without_a_translation_are_passed_over() -> None:
    found = find_sources(TASKS.get("interface_retrieval"), "ml", "test", Path("nowhere"))
    assert "django:django/conf/locale/ml/LC_MESSAGES/django.po" in found.digests
    assert "polib:polib.py" in found.digests


def test_the_quickstart_can_ask_for_the_languages_of_the_home_tasks() -> None:
    assert set(LANGUAGES) - {"en"} <= set(TASKS.get("interface_retrieval").card.languages)
