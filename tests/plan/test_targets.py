"""What a target stands for: labels of its cells, splits, stages."""

from dataclasses import replace
from typing import Any

import pytest

from crosswind.config.schema import Experiment, Target
from crosswind.plan.targets import (
    clean_split,
    evaluated_languages,
    evaluated_split,
    has_published_noise,
    heads_agree,
    is_evaluated,
    target_stages,
)


def test_all_languages_of_the_card_or_those_of_the_list(catalogue: Any) -> None:
    experiment = Experiment.model_validate(
        {
            "name": "a",
            "encoder": {"name": "e"},
            "arms": [{"name": "none"}],
            "targets": [
                {"task": "served"},
                {"task": "tags", "languages": ["th"], "evaluation_split": "validation"},
            ],
        }
    )
    first, second = experiment.targets
    assert evaluated_languages(first, catalogue.card("served")) == ("en", "de", "th")
    assert evaluated_languages(second, catalogue.card("tags")) == ("th",)
    assert evaluated_split(first, catalogue.card("served")) == "test"
    assert evaluated_split(second, catalogue.card("tags")) == "validation"


def test_every_ordered_pair_of_languages_is_a_cell(catalogue: Any) -> None:
    card = catalogue.card("two_texts")
    target = Target(task="two_texts", languages=("de", "en"), pairing="generalised")
    assert evaluated_languages(target, card) == ("de", "de+en", "en+de", "en")
    every = Target(task="two_texts", pairing="generalised")
    assert len(evaluated_languages(every, card)) == 9


def test_a_pair_that_is_written_out_stands_for_itself(catalogue: Any) -> None:
    target = Target(task="two_texts", languages=("en", "de+en", "en+th"), pairing="generalised")
    assert evaluated_languages(target, catalogue.card("two_texts")) == ("en", "de+en", "en+th")


def test_published_noise_has_clean_rows_beside_the_scored_split(catalogue: Any) -> None:
    card = catalogue.card("misspelled")
    target = Target(task="misspelled")
    assert has_published_noise(target, card)
    assert (clean_split(target, card), evaluated_split(target, card)) == ("clean", "test")
    plain = catalogue.card("served")
    assert not has_published_noise(Target(task="served"), plain)
    assert clean_split(Target(task="served"), plain) == "test"


@pytest.mark.parametrize(
    ("value", "stages"),
    [
        ({"task": "served"}, [(("pairs",), "encoder")]),
        ({"task": "served", "train": ("tags", "toys")}, [(("tags", "toys"), "encoder")]),
        ({"task": "mates"}, []),
        ({"task": "mates", "train": ("pairs",)}, [(("pairs",), "encoder")]),
        ({"task": "served", "carry_over": "encoder_and_head"}, [(("pairs",), "encoder_and_head")]),
        ({"task": "causes"}, [(("scenes",), "encoder"), (("small_causes",), "encoder_and_head")]),
        ({"task": "causes", "train": ("pairs",)}, [(("pairs",), "encoder")]),
    ],
    ids=repr,
)
def test_the_experiment_wins_over_the_card(catalogue: Any, value: Any, stages: Any) -> None:
    found = target_stages(Target(**value), catalogue.card)
    assert [(stage.tasks, stage.carry_over) for stage in found] == stages


def test_heads_agree_where_their_outputs_mean_the_same(catalogue: Any) -> None:
    pairs, other = catalogue.card("pairs"), catalogue.card("other_pairs")
    assert heads_agree(pairs, catalogue.card("more_pairs"))
    assert not heads_agree(pairs, other)
    assert not heads_agree(pairs, catalogue.card("tags"))
    assert heads_agree(catalogue.card("scenes"), catalogue.card("small_causes"))
    read_from_text = replace(pairs, labels=(), labels_from_training=True)
    assert not heads_agree(read_from_text, read_from_text)


def test_a_target_scores_its_own_validation_text_and_that_of_its_kin(catalogue: Any) -> None:
    card = catalogue.card("tags")
    own = Target(task="tags", evaluation_split="validation")
    assert is_evaluated("tags", own, card)
    assert not is_evaluated("tags", Target(task="tags"), card)
    assert not is_evaluated("pairs", own, card)
    assert is_evaluated("pairs", Target(task="tags"), replace(card, selection_overlap=("pairs",)))
