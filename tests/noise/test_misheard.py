"""Words misheard."""

from crosswind.noise.api import perturb_batch, perturb_words
from crosswind.noise.catalogue import support
from crosswind.noise.letters import alphabet
from crosswind.noise.perturbations.misheard import _near

IDS = list(map(str, range(400)))


def heard(text: str, language: str, **setting) -> set[str]:
    setting = {"language": language, "perturbation": "misheard", "severity": 5} | setting
    return {one.text for one in perturb_batch([text] * 400, example_ids=IDS, **setting)}


def test_words_that_sound_alike():
    assert heard("their", "en") == {"their", "there", "they're"}
    assert heard("Their", "en") == {"Their", "There", "They're"}
    assert heard("seid", "de") == {"seid", "seit"}


def test_short_words_are_not_heard_and_words_run_together():
    found = heard("the bag", "en")
    assert {"bag", "thebag", "the pag"} <= found


def test_near_sounds_are_letters_of_the_language():
    assert "ş" in _near("tr")["s"]
    assert "ş" not in _near("de")["s"]
    for language in ("de", "vi", "ru", "ar", "hi"):
        letters = {letter for options in _near(language).values() for letter in options}
        script = {"ru": "Cyrl", "ar": "Arab", "hi": "Deva"}.get(language, "Latn")
        assert letters <= set(alphabet(language, script))


def test_negators_stay_with_the_guard():
    assert all(text.split()[0] == "not" for text in heard("not bad", "en", guard=True))


def test_words_of_a_row_are_neither_dropped_nor_joined():
    words = ["the", "old", "man", "and", "the", "sea"]
    for example_id in IDS[:50]:
        found = perturb_words(
            words, language="en", perturbation="misheard", severity=5, example_id=example_id
        ).words
        assert len(found) == 6
        assert all(found)


def test_letters_of_other_languages_are_not_heard():
    assert "ç" not in _near("fr").get("c", "")
    assert "ü" in _near("de")["u"]
    assert "ç" in _near("tr")["c"]


def test_scripts_without_spaces_or_table_are_unsupported():
    levels = [support("misheard", tag).level for tag in ("en", "ru", "zh", "th", "ko")]
    assert levels == ["full", "generic", "unsupported", "unsupported", "unsupported"]


def test_words_that_may_not_be_written_together_do_not_run_together():
    found = heard("காலையில் அயலவர்", "ta")
    assert len(found) > 3
    assert all(" " in text for text in found)
