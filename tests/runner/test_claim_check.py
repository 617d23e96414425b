"""Names in claims against the experiment that makes them."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import read_experiment
from crosswind.runner.claim_check import claim_problems

BASE = """\
name = "x"
[encoder]
name = "e5-small-q4"
[[arms]]
name = "none"
[[arms]]
name = "mnli"
stages = [{ tasks = ["mnli"] }]
[[arms]]
name = "squad"
stages = [{ tasks = ["squad"] }]
[[targets]]
task = "xnli"
languages = ["de", "sw"]
[noise]
perturbations = ["typo"]
[[claims]]
text = "a"
kind = "region"
quantity = "robustness_gain"
arm = "mnli"
against = "squad"
where = { task = "xnli", perturbation = "typo" }
expect = "> 0"
"""


@pytest.fixture
def problems(tmp_path: Path) -> Any:
    def find(*replacements: tuple[str, str]) -> list[Any]:
        base = BASE
        for old, new in replacements:
            assert old in base
            base = base.replace(old, new)
        (tmp_path / "x.toml").write_text(base, "utf-8")
        found = list(claim_problems(read_experiment(str(tmp_path / "x.toml")), ["udpos"]))
        for problem in found:
            problem.place = problem.place.removeprefix(f"{tmp_path}/")
        return found

    return find


def test_known_names_have_no_problem(problems: Any) -> None:
    assert problems() == []
    assert problems(('task = "xnli", pert', 'task = "udpos", pert')) == []
    assert problems(('task = "xnli", pert', 'task = "xnli", language = "de", pert')) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ('arm = "mnli"', 'arm = "mnly"', "arm", "mnli"),
        ('against = "squad"', 'against = "squat"', "against", "squad"),
        ('{ task = "xnli"', '{ task = "xnly"', "where.task", "xnli"),
        ('perturbation = "typo"', 'perturbation = "tipo"', "where.perturbation", "typo"),
        ('perturbation = "typo"', 'perturbation = "typo", severity = 4', "where.severity", ""),
        ('expect = "> 0"', 'rivals = ["mnli", "squat"]', "rivals[1]", "squad"),
        ('{ task = "xnli"', '{ language = "fr", task = "xnli"', "where.language", ""),
        ('{ task = "xnli"', '{ benchmark = "xtreme", task = "xnli"', "where.benchmark", ""),
        ('"robustness_gain"', '"robustnes_gain"', "quantity", "robustness_gain"),
        ('{ task = "xnli"', '{ group = "retreival"', "where.group", "retrieval"),
        ('{ task = "xnli"', '{ group = "tagging"', "where.group", ""),
        (
            '{ task = "xnli"',
            '{ metric = "token_acuracy", task = "udpos"',
            "where.metric",
            "token_accuracy",
        ),
    ],
)
def test_an_unknown_name_is_one_error_with_five_parts(
    problems: Any, old: str, new: str, key: str, nearest: str
) -> None:
    (found,) = problems((old, new))
    assert found.place.startswith("x.toml:")
    assert found.place.endswith(f"claims[0].{key}")
    assert found.value is not None
    assert found.allowed
    assert found.nearest == nearest


def test_metrics_beside_the_headline_and_groups_have_names(problems: Any) -> None:
    here = '{ task = "xnli", perturbation = "typo" }'
    assert problems((here, '{ task = "udpos", metric = "token_accuracy" }')) == []
    assert problems((here, '{ group = "non_retrieval" }')) == []
    named = ('name = "x"\n', 'name = "x"\nbenchmark = "xtreme_r"\n')
    place = '{{ benchmark = "xtreme_r", group = "{}" }}'
    assert problems(named, (here, place.format("multi_choice"))) == []
    (found,) = problems(named, (here, place.format("multi_choise")))
    assert (found.value, found.nearest) == ("multi_choise", "multi_choice")


def test_a_headline_metric_has_no_name_in_a_claim(problems: Any) -> None:
    here = '{ task = "xnli", perturbation = "typo" }'
    (found,) = problems((here, '{ task = "udpos", metric = "udpos_f1_seqeval_0_0_12" }'))
    assert found.place.endswith("claims[0].where.metric")
    assert "token_accuracy" in found.allowed


def test_a_claim_that_cannot_be_tested_may_name_what_is_not_there(problems: Any) -> None:
    assert problems(('arm = "mnli"', 'arm = "later"\nuntested = "no such arm yet"')) == []


def test_an_unknown_fact_is_told_with_the_facts(problems: Any) -> None:
    (found,) = problems(('kind = "region"', 'kind = "fact"'), ('"robustness_gain"', '"n_target"'))
    assert found.nearest == "n_targets"


@pytest.mark.parametrize(
    ("replacements", "said"),
    [
        ([('against = "squad"', 'against = "mnli"')], "held against itself"),
        ([('arm = "mnli"', 'arm = "none"'), ('against = "squad"\n', "")], "held against itself"),
        ([('"robustness_gain"', '"corruption_error"')], "against the baseline alone"),
        ([('kind = "region"', 'kind = "rank"')], "against the baseline alone"),
    ],
)
def test_arms_must_be_comparable(problems: Any, replacements: Any, said: str) -> None:
    (found,) = problems(*replacements)
    assert said in found.problem


def test_malformed_claims_are_left_to_the_schema(problems: Any) -> None:
    assert problems(('[[claims]]\ntext = "a"', "claims = [1]\n[other]")) == []
    assert problems(('{ task = "xnli", perturbation = "typo" }', "3")) == []
