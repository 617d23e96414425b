from importlib.resources import files
from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.data.fillers import read_fillers
from crosswind.data.home_facts import LANGUAGES

_FOLDER = Path(str(files("crosswind.data"))) / "fillers"
_LISTS = ("area", "floor", "timer_name", "timer_command", "zone")


def test_there_are_fillers_for_the_languages_served_and_no_others() -> None:
    assert sorted(path.stem for path in _FOLDER.glob("*.json")) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_filled_without_repetition(language: str) -> None:
    fillers = read_fillers(_FOLDER / f"{language}.json")
    for name in _LISTS:
        entries = [entry[0] for entry in fillers.entries(name, ())]
        assert len(entries) >= 3
        assert len(set(entries)) == len(entries)
    assert len(fillers.entries("area", ())) == 8
    assert len(fillers.entries("name", ())) >= 9
    texts = [form for group in fillers.lists.values() for entry in group for form in entry]
    texts += [form for group in fillers.names.values() for entry in group for form in entry]
    assert all(text == " ".join(text.split()) and text for text in texts)


def test_a_name_fits_the_kind_of_device() -> None:
    fillers = read_fillers(_FOLDER / "en.json")
    assert fillers.entries("name", ("lock",)) == (("front door",),)
    assert ("Nora",) in fillers.entries("name", ("person",))
    assert ("Nora",) not in fillers.entries("name", ())
    assert fillers.entries("name", ("no such kind",)) == fillers.entries("name", ())


def test_the_form_follows_the_word_in_front() -> None:
    fillers = read_fillers(_FOLDER / "ru.json")
    kitchen = fillers.lists["area"][0]
    assert fillers.form("area", kitchen, "В") == "кухне"
    assert fillers.form("area", kitchen, "свет") == "кухня"
    assert fillers.form("area", ("душ",), "в") == "душ"


def test_another_document_is_refused(put) -> None:
    path = put("xx.json", '{"area": ["a"]}') / "xx.json"
    with pytest.raises(DataError, match=r"xx\.json:1: not a file of fillers"):
        read_fillers(path)
