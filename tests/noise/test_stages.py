"""Profiles: stage after stage, edits composed, spans carried along."""

import dataclasses

import numpy as np
import pytest
import regex

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.edits import Edit, EditList
from crosswind.noise.perturbation import Perturbation, Stage
from crosswind.noise.proposals import replace
from crosswind.noise.stages import _whole, steps_of
from tests.noise.examples.in_a_hurry import PERTURBATION as IN_A_HURRY
from tests.noise.examples.smileys import PERTURBATION as SMILEYS
from tests.noise.samples import long_text


def names(language: str, *, severity: int = 5, is_words: bool = False) -> list[str]:
    steps = steps_of(IN_A_HURRY, language, severity, is_words=is_words)
    return [step.perturbation.name for step in steps]


def test_stages_that_cannot_act_are_left_out():
    assert names("en") == ["vowel_drop", "typo", "smileys"]
    assert names("ru") == ["typo", "smileys"]
    assert names("zh") == ["smileys"]
    assert names("en", is_words=True) == ["vowel_drop", "typo"]


def test_every_stage_has_a_key_and_a_strength_of_its_own():
    steps = steps_of(IN_A_HURRY, "en", 3, is_words=False)
    assert [step.strength for step in steps] == [0.1, 0.02, 2]
    assert [step.share for step in steps] == [0.5, 1.0, 0.3]
    assert len({step.label for step in steps}) == 3


def test_what_acts_on_running_text_only_refuses_words():
    with pytest.raises(ConfigError, match="running text only"):
        perturb_words(["a"], language="en", perturbation=SMILEYS, severity=3)


def test_composed_edits_lead_from_the_first_text_to_the_last():
    many = [long_text("en", 200, seed=seed) for seed in range(100)]
    ids = list(map(str, range(100)))
    setting = {"language": "en", "perturbation": IN_A_HURRY, "severity": 5}
    setting["protect"] = [[(100, 140)]] * 100
    spans = [[(20, 60), (60, 90), (30, 31), (200, 200)]] * 100
    results = perturb_batch(many, example_ids=ids, spans=spans, **setting)
    endings = 0
    for text, result, row in zip(many, results, spans, strict=True):
        assert result.edits.apply(text) == result.text
        assert result.spans == tuple(result.edits.map_span(*span) for span in row)
        low, high = result.edits.map_span(100, 140)
        assert result.text[low:high] == text[100:140]
        endings += not result.text[-1].isascii() or result.text.endswith((":)", ":D"))
    assert 15 < endings < 45, "three of ten writers like smileys"


def test_a_writer_without_the_trait_keeps_all_vowels():
    alone = {"language": "en", "severity": 5, "perturbation": IN_A_HURRY}
    text = "banana " * 40
    lost = [
        280 - len(perturb(text, example_id=str(index), **alone).text.split(" :")[0])
        for index in range(40)
    ]
    assert 8 < sum(one > 25 for one in lost) < 32


def test_words_are_composed_word_by_word():
    words = long_text("en", 400).split()
    result = perturb_words(
        words, language="en", perturbation=IN_A_HURRY, severity=5, protect=[0, 3], example_id="2"
    )
    for word, new, edits in zip(words, result.words, result.edits, strict=True):
        assert edits.apply(word) == new
    assert (result.words[0], result.words[3]) == (words[0], words[3])
    assert result.words != tuple(words)


def test_what_a_stage_undoes_is_no_change():
    def swap(name: str, old: str, new: str) -> Perturbation:
        def propose(columns, language, strength):
            at = np.flatnonzero(columns.points == ord(old))
            return replace(columns, at, new, strength=1.0)

        return dataclasses.replace(SMILEYS, name=name, policy={}, propose=propose)

    stages = tuple(
        Stage(perturbation=one, ladder=(1, 2, 3, 4, 5))
        for one in (swap("there", "a", "b"), swap("back", "b", "a"))
    )
    both = dataclasses.replace(IN_A_HURRY, stages=stages)
    setting = {"language": "en", "perturbation": both, "severity": 5}
    undone, left = perturb_batch(["a-a", "a-b"], example_ids=["0", "1"], **setting)
    assert (undone.text, list(undone.edits), undone.flags) == ("a-a", [], ("unchanged",))
    assert (left.text, list(left.edits), left.flags) == ("a-a", [(2, 3, "a")], ())
    words = perturb_words(["a", "b"], **setting)
    assert (words.words, words.flags) == (("a", "a"), ())
    assert perturb_words(["a", "c"], **setting).flags == ("unchanged",)


def test_severity_zero_runs_no_stage():
    assert perturb("a b c", language="en", perturbation=IN_A_HURRY, severity=0).edits == []


@pytest.mark.parametrize(
    ("source", "edits", "whole"),
    [
        ("স্তা", [(1, 2, ""), (2, 2, " ")], [(1, 2, " ")]),
        ("में", [(1, 1, " "), (1, 2, "म"), (2, 2, "!")], [(1, 2, " म!")]),
        ("abc", [(0, 1, ""), (1, 1, " "), (1, 2, "x")], [(0, 1, ""), (1, 1, " "), (1, 2, "x")]),
    ],
)
def test_what_is_written_inside_a_broken_grapheme_belongs_to_the_edit_that_broke_it(
    source, edits, whole
):
    assert _whole(EditList([Edit(*edit) for edit in edits], len(source)), source) == whole


@pytest.mark.parametrize("name", ["desktop_web", "mobile_chat"])
@pytest.mark.parametrize("language", ["bn", "hi"])
def test_profiles_insert_between_the_graphemes_of_the_source(name, language):
    text = long_text(language, 120)
    starts = {found.start() for found in regex.finditer(r"\X", text)} | {len(text)}
    ids = list(map(str, range(300)))
    setting = {"language": language, "perturbation": name, "severity": 5}
    for result in perturb_batch([text] * 300, example_ids=ids, **setting):
        assert {edit.start for edit in result.edits if edit.start == edit.end} <= starts
