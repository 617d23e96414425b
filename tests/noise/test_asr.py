"""Transcripts: the form always, words by severity."""

from crosswind.noise.api import perturb, perturb_words
from crosswind.noise.catalogue import declared, support
from crosswind.noise.stages import steps_of


def test_the_form_is_lost_at_every_severity():
    for severity in range(1, 6):
        text = perturb(
            "Anna, come! Yes?", language="en", perturbation="asr", severity=severity
        ).text
        assert text == text.lower()
        assert not set(",!?") & set(text)


def test_word_lists_are_misheard_only():
    steps = steps_of(declared("asr"), "en", 3, is_words=True)
    assert [step.perturbation.name for step in steps] == ["misheard"]
    words = ["Anna", ",", "come", "!"]
    found = perturb_words(words, language="en", perturbation="asr", severity=1).words
    assert (found[1], found[3]) == (",", "!")


def test_languages_say_which_stages_act():
    assert support("asr", "en").reason == "stages: spoken_form, misheard"
    assert support("asr", "zh").reason == "stages: spoken_form, pinyin_ime"
    assert support("asr", "ja").reason == "stages: spoken_form"
    assert support("asr", "th").level == "unsupported"


def test_classification_is_reported_apart():
    assert declared("asr").label_policy("classification") == "apart"
    assert declared("asr").label_policy("retrieval") == "headline"
