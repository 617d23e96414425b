"""An experiment as a file: it gives the same experiment and names no default."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from crosswind.config.written import experiment_text

# Each says something that is no default beside something that is.
CHANGES = [
    "",
    "seeds = [1, 2]\n",
    'seeds = { intermediate = [1], target = [3, 4], design = "crossed" }\n',
    'benchmark = "xtreme"\n',
    'data = { root = "there", revisions = { xnli = "0123" }, allow_overlap = ["xnli"] }\n',
    'noise = { perturbations = ["typo"], severities = [1, 3, 5] }\n',
    "training = { learning_rate = 1e-5, epochs = 3, lora = {} }\n",
]
STAGES = [
    '{ tasks = ["mnli", "qqp"], sampling = "size_capped", cap = 131072 }',
    '{ tasks = ["mnli", "qqp"], sampling = "fixed", shares = { mnli = 1.0, qqp = 0.5 } }',
    '{ tasks = ["mnli"], training = {}, per_task = { mnli = {} } }',
    '{ tasks = ["mnli"], robust = { method = "adversarial", steps = 3, radius = 0.1 } }',
    '{ tasks = ["mnli"], mlm = { text = "news", share = 0.5, languages = ["de"] } }',
]
TARGETS = ["", "retrieval = {}", 'retrieval = { search = "exact" }', "training = { epochs = 1 }"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_written_file_is_the_experiment(
    base: str, check: Callable[[str], Any], change: str, stage: str, target: str
) -> None:
    text = base.replace('{ tasks = ["mnli"] }', stage)
    experiment, _ = check(f"{change}{text}{target}\n")
    assert experiment is not None
    assert check(experiment_text(experiment)) == (experiment, [])


def test_a_default_is_left_out_even_where_the_file_states_it(
    base: str, check: Callable[[str], Any]
) -> None:
    experiment, _ = check(f'seeds = [1]\nquestion = "?"\n{base}carry_over = "encoder"\n')
    assert tomllib.loads(experiment_text(experiment)) == {
        "question": "?",
        **tomllib.loads(base),
    }


def test_places_of_a_machine_can_be_left_out(base: str, check: Callable[[str], Any]) -> None:
    experiment, _ = check(
        f'data = {{ root = "a", offline = false, allow_overlap = ["xnli"] }}\n{base}'
    )
    found = tomllib.loads(experiment_text(experiment, without=("root", "offline")))
    assert found["data"] == {"allow_overlap": ["xnli"]}
    experiment, _ = check(f'data = {{ root = "a" }}\n{base}')
    assert experiment_text(experiment, without=("root",)) == experiment_text(check(base)[0])
