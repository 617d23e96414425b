"""One target of a file against its task."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import read_experiment
from crosswind.core.errors import CrosswindError
from crosswind.data.catalogue import TASKS
from crosswind.runner.target_check import TargetCheck

BASE = """\
name = "x"
[encoder]
name = "e5-small-q4"
[[arms]]
name = "none"
[[targets]]
"""


@pytest.fixture
def problems(tmp_path: Path) -> Any:
    """The problems of a target's table; the task can be given other facts."""

    def find(text: str, **facts: Any) -> list[CrosswindError]:
        (tmp_path / "x.toml").write_text(BASE + text, "utf-8")
        source = read_experiment(str(tmp_path / "x.toml"))
        value = source.value["targets"][0]
        task = TASKS.get(value["task"])
        task = replace(task, card=replace(task.card, **facts))
        found = list(TargetCheck(source=source, number=0, value=value, task=task).problems())
        for problem in found:
            problem.place = problem.place.removeprefix(f"{tmp_path}/")
        return found

    return find


PAIRED = ("same_language", "generalised")


def test_a_pairing_that_the_card_does_not_have_is_told(problems: Any) -> None:
    text = 'task = "tatoeba"\npairing = "generalised"\n'
    (found,) = problems(text)
    assert found.place == "x.toml:8: targets[0].pairing"
    assert (found.value, found.allowed) == ("generalised", "same_language")
    assert problems(text, pairings=PAIRED) == []


def test_pairs_of_languages_need_generalised_pairing(problems: Any) -> None:
    text = 'task = "xnli"\nlanguages = ["de+en"]\n'
    (found,) = problems(text, pairings=PAIRED)
    assert "needs generalised pairing" in found.problem
    assert found.place == "x.toml:8: targets[0].languages[0]"
    assert problems(f'{text}pairing = "generalised"\n', pairings=PAIRED) == []


@pytest.mark.parametrize(
    ("label", "problem", "nearest"),
    [
        ("de+swh", "does not serve", "sw"),
        ("xx+de", "not a BCP 47", ""),
        ("de+de", "not a pair of two languages", ""),
        ("de+en+fr", "not a pair of two languages", ""),
        ("de+", "not a BCP 47", ""),
    ],
)
def test_both_languages_of_a_pair_are_checked(
    problems: Any, label: str, problem: str, nearest: str
) -> None:
    text = f'task = "xnli"\npairing = "generalised"\nlanguages = ["{label}"]\n'
    (found,) = problems(text, pairings=PAIRED)
    assert problem in found.problem
    assert found.nearest == nearest or not nearest


@pytest.mark.parametrize(
    ("task", "key", "allowed"),
    [
        ("xnli", 'preset = "jiant"', "retrieval, mining"),
        ("xnli", "layer = 3", "answer_retrieval"),
        ("tatoeba", "k = 4", "mining"),
        ("tatoeba", 'margin = "ratio"', "mining"),
        ("tatoeba", 'direction = "max"', "mining"),
    ],
)
def test_retrieval_settings_that_would_do_nothing_are_told(
    problems: Any, task: str, key: str, allowed: str
) -> None:
    (found,) = problems(f'task = "{task}"\nretrieval = {{ {key} }}\n')
    assert found.place.endswith(f"targets[0].retrieval.{key.split()[0]}")
    assert "means nothing" in found.problem
    assert allowed in found.allowed


@pytest.mark.parametrize(
    ("task", "kind", "key"),
    [
        ("tatoeba", "retrieval", 'preset = "jiant", layer = 3, pooling = "cls"'),
        ("tatoeba", "mining", 'preset = "xtreme", k = 4, margin = "ratio", direction = "max"'),
        ("tatoeba", "answer_retrieval", 'layer = 3, search = "exact"'),
    ],
)
def test_retrieval_settings_that_do_something_are_no_problem(
    problems: Any, task: str, kind: str, key: str
) -> None:
    assert problems(f'task = "{task}"\nretrieval = {{ {key} }}\n', kind=kind) == []


def test_text_without_labels_is_no_target(problems: Any) -> None:
    for text, place in (
        ('task = "mlm_text"\n', "x.toml:7: targets[0].task"),
        ('task = "xnli"\ntrain = ["mnli", "mlm_text"]\n', "x.toml:8: targets[0].train[1]"),
    ):
        (found,) = problems(text)
        assert "no labels" in found.problem
        assert (found.place, found.value) == (place, "mlm_text")
