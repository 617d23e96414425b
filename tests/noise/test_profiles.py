"""Profiles out of parts by name."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb_batch, perturb_words
from crosswind.noise.catalogue import declared, support
from crosswind.noise.profiles import Channel, Part, profile_of
from crosswind.noise.stages import steps_of

NAMES = ("desktop_web", "mobile_chat", "scanned_page", "voice", "romanised_chat")
CHANNEL = Channel(
    name="short", summary="one line", mechanism="Some.", keeps="All.", example=("en", "A dog.")
)


def test_a_part_has_its_ladder_times_a_scale_or_another():
    profile = profile_of(
        CHANNEL, (Part("typo", scale=0.5), Part("case:first", share=0.2, ladder=(0.1,) * 5))
    )
    first, second = profile.stages
    assert first.ladder == (0.00125, 0.005, 0.01, 0.02, 0.04)
    assert (second.perturbation.name, second.share) == ("case:first", 0.2)
    assert second.ladder == (0.1,) * 5
    assert profile.version == declared("typo").version + declared("case").version


def test_what_one_part_does_to_labels_the_profile_does():
    profile = profile_of(CHANNEL, (Part("case"), Part("emoji")))
    assert profile.label_policy("tagging") == "apart"
    assert profile.label_policy("classification") == "headline"
    assert profile.liberties == ("script",)


def test_an_unknown_part_is_refused():
    with pytest.raises(ConfigError, match="Did you mean 'typo'"):
        profile_of(CHANNEL, (Part("typos"),))


def test_traits_belong_to_examples():
    texts = ["Anna Bea Carl Dora Emil"] * 1000
    results = perturb_batch(
        texts,
        language="en",
        perturbation=profile_of(CHANNEL, (Part("case", share=0.3),)),
        severity=5,
        example_ids=list(map(str, range(1000))),
    )
    assert {len(one.edits) for one in results} == {0, 5}
    assert sum(bool(one.edits) for one in results) == pytest.approx(300, abs=60)


@pytest.mark.parametrize("name", NAMES)
def test_profiles_are_of_single_perturbations_and_act_on_words(name):
    profile = declared(name)
    assert profile.family == "profile"
    assert all(not stage.perturbation.stages for stage in profile.stages)
    words = ["дом", "у", "моря"]
    result = perturb_words(words, language="ru", perturbation=name, severity=5)
    assert len(result.words) == 3


def test_stages_that_act_differ_by_language():
    def acting(name: str, language: str) -> set[str]:
        steps = steps_of(declared(name), language, 3, is_words=False)
        return {step.perturbation.name for step in steps}

    assert "pinyin_ime" in acting("desktop_web", "zh")
    assert "typo" not in acting("desktop_web", "zh")
    assert "case" in acting("romanised_chat", "ru")
    assert "case" not in acting("romanised_chat", "hi")
    assert "misheard" in acting("voice", "de")


def test_what_is_written_in_latin_letters_is_not_romanised():
    assert support("romanised_chat", "de").level == "unsupported"
    assert support("romanised_chat", "ru").level != "unsupported"
