"""What the params of a stage say of its tasks, and what they refuse."""

from dataclasses import replace

import pytest

from crosswind.core.errors import ConfigError
from crosswind.train.params import FineTuneParams, PartParams, check_params, text_rules

ALONE = FineTuneParams(task="mnli", kind="pair_classification", fields=("premise", "hypothesis"))


def test_a_stage_of_one_task_is_one_part_with_all_texts():
    (task,) = ALONE.tasks(3)
    assert task == PartParams(
        task="mnli", kind="pair_classification", fields=("premise", "hypothesis"), n_texts=3
    )


def test_a_mixture_tells_its_parts():
    part = {"task": "ccg", "kind": "tagging", "fields": ["text"], "batch_examples": 8}
    (task,) = replace(ALONE, parts=(part,)).tasks(1)
    assert (task.task, task.batch_examples, task.max_tokens) == ("ccg", 8, 256)


def test_a_text_and_its_copies_are_read_by_one_set_of_rules():
    params = replace(ALONE, word_piece="first", max_tokens=48, seed=7)
    (task,) = params.tasks(1)
    rules = text_rules(params, task)
    assert (rules.kind, rules.fields) == (task.kind, tuple(task.fields))
    assert (rules.word_piece, rules.max_tokens, rules.seed) == ("first", 48, 7)


@pytest.mark.parametrize(
    ("change", "n_validation", "match"),
    [
        ({"kind": "retrieval"}, 0, "retrieval"),
        ({"selection": "source_validation"}, 0, "needs validation"),
        ({"carry_over": "nothing"}, 0, "encoder_and_head"),
        ({"learning_rate": 0.0}, 0, "positive"),
        (
            {"micro_batch_tokens": 512, "robust": {"settings": {"method": "contrastive"}}},
            0,
            "each other's negatives",
        ),
        ({"parts": ({"task": "a", "kind": "song", "fields": []},)}, 0, "song"),
    ],
)
def test_what_does_not_fit_is_refused(change, n_validation, match):
    with pytest.raises(ConfigError, match=match):
        check_params(replace(ALONE, **change), 1, n_validation)
