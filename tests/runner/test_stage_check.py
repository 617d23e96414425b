"""One stage of a file against its tasks: nothing is dropped, every mistake is told in full."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import read_experiment, validate
from crosswind.core.errors import CrosswindError
from crosswind.runner.check import name_problems

BASE = """\
name = "x"
[encoder]
name = "e5-small-q4"
[[targets]]
task = "xnli"
[[arms]]
name = "mixed"
[[arms.stages]]
"""
TWO = 'tasks = ["mnli", "squad"]\n'
FIXED = TWO + 'sampling = "fixed"\n'
NOISY = 'robust = { method = "noise_augmentation", perturbation = "typo", severity = 3 }\n'
MLM = 'mlm = { text = "wiki", share = 0.5, languages = ["de"] }\n'


@pytest.fixture
def problems(tmp_path: Path) -> Any:
    """Every problem of a file with this stage."""

    def find(text: str, base: str = BASE) -> list[CrosswindError]:
        (tmp_path / "x.toml").write_text(base + text, "utf-8")
        source = read_experiment(str(tmp_path / "x.toml"))
        return [*validate(source)[1], *name_problems(source)]

    return find


@pytest.mark.parametrize(
    "stage",
    [
        FIXED + "shares = { mnli = 1.0, squad = 3.0 }\n",
        TWO + 'sampling = "size_capped"\ncap = 100\n',
        TWO + 'sampling = "temperature"\ntemperature = 2.0\n' + MLM,
        TWO + 'sampling = "uniform"\nper_task = { squad = { max_tokens = 384 } }\n',
        'tasks = ["mnli"]\n' + MLM + "per_task = { mlm_text = { batch_examples = 8 } }\n",
        'tasks = ["squad"]\ncontrol = "shuffled_labels"\nlanguages = ["en", "de"]\n',
    ],
)
def test_a_stage_that_fits_has_no_problems(problems: Any, stage: str) -> None:
    assert problems(stage) == []


@pytest.mark.parametrize(
    ("stage", "path", "words"),
    [
        (FIXED + "shares = { mnli = -1.0, squad = 1.0 }\n", "shares.mnli", "wrong value"),
        (FIXED + "shares = { mnli = 0.0, squad = 0.0 }\n", "shares", "sum to zero"),
        (FIXED + "shares = { mnli = 1.0 }\n", "shares", "never be trained"),
        (
            FIXED + "shares = { mnli = 1.0, squad = 1.0, sqad = 1.0 }\n",
            "shares.sqad",
            "not in the stage",
        ),
        (TWO + 'sampling = "uniform"\ncap = 5\n', "cap", "means nothing without"),
        (TWO + 'sampling = "uniform"\ntemperature = 2.0\n', "temperature", "means nothing"),
        (TWO + 'sampling = "uniform"\nshares = { mnli = 1.0 }\n', "shares", "means nothing"),
        (TWO + 'sampling = "unifrom"\n', "sampling", "allowed values"),
        (TWO + "per_task = { squad = { max_tokens = 384 } }\n", "per_task", "share one recipe"),
        (
            TWO + 'sampling = "uniform"\nper_task = { qqp = { max_tokens = 64 } }\n',
            "per_task.qqp",
            "not in the stage",
        ),
        ('tasks = ["mlm_text"]\n', "tasks", "beside tasks"),
        (
            'tasks = ["mnli"]\n' + MLM.replace('"de"', '"swh"'),
            "mlm.languages[0]",
            "benchmarks use",
        ),
        ('tasks = ["mnli"]\nlanguages = ["no such"]\n', "languages[0]", "BCP 47"),
        ('tasks = ["tatoeba"]\ncontrol = "shuffled_labels"\n', "control", "its pairs"),
        ('tasks = ["mnli"]\ncontrol = "shuffled_labels"\n' + NOISY, "robust", "no robust method"),
        (
            'tasks = ["mnli"]\n' + MLM + "per_task = { mlm_text = { max_examples = 8 } }\n",
            "per_task.mlm_text.max_examples",
            "not sampled",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(problems: Any, stage: str, path: str, words: str) -> None:
    found = [one for one in problems(stage) if f"arms[0].stages[0].{path}" in one.place]
    assert [one for one in found if words in one.problem], [one.sentence() for one in found]
    assert all(one.allowed or one.nearest or one.action for one in found)


def test_a_target_needs_its_labels(problems: Any) -> None:
    base = BASE.replace('[[arms]]\nname = "mixed"\n[[arms.stages]]\n', "[[targets.stages]]\n")
    text = 'tasks = ["mnli"]\ncontrol = "english_mlm"\n[[arms]]\nname = "none"\n'
    (found,) = problems(text, base)
    assert "cannot be scored" in found.problem
