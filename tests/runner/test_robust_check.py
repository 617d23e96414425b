"""A method is refused where nothing could be steadied, and unknown noise has a nearest match."""

from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.runner.prepare import prepare

BASE = """\
name = "x"
[encoder]
name = "e5-small-q4"
[[arms]]
name = "none"
[[arms]]
name = "steadied"
{arm}
[[targets]]
task = "{task}"
"""


def problems(tmp_path: Path, arm: str, task: str = "xnli") -> list[ConfigError]:
    path = tmp_path / "x.toml"
    path.write_text(BASE.format(arm=arm, task=task))
    with pytest.raises(ConfigError) as caught:
        prepare(str(path))
    return caught.value.problems


@pytest.mark.parametrize(
    ("arm", "task", "place", "said"),
    [
        (
            'target_robust = { method = "noise_augmentation", perturbation = "tipo" }',
            "xnli",
            "arms[1].target_robust.perturbation",
            "Did you mean 'typo'?",
        ),
        (
            'target_robust = { method = "consistency", perturbation = "telex_vni" }',
            "xnli",
            "arms[1].target_robust.perturbation",
            "cannot act on the training text of mnli",
        ),
        (
            'target_robust = { method = "adversarial" }',
            "lareqa",
            "arms[1].target_robust",
            "each other's negatives",
        ),
        (
            (
                'stages = [{ tasks = ["mnli"], robust = { method = "noise_augmentation", '
                'perturbation = "typo", sides = "context" } }]'
            ),
            "xquad",
            "arms[1].stages[0].robust.sides",
            "choice of sides",
        ),
    ],
)
def test_a_mistake_is_one_clear_error(tmp_path, arm, task, place, said):
    (problem,) = problems(tmp_path, arm, task)
    assert problem.place == f"{tmp_path / 'x.toml'}:8: {place}"
    assert said in problem.sentence()


def test_a_list_of_neighbors_that_is_absent_is_told(tmp_path):
    path = tmp_path / "x.toml"
    arm = 'target_robust = { method = "synonym_smoothing", neighbors = "no/such.txt" }'
    path.write_text(BASE.format(arm=arm, task="home_intents"))
    missing = [error.sentence() for error in prepare(str(path)).missing]
    assert sum("no such list of neighbors: 'no/such.txt'" in one for one in missing) == 1


def test_methods_on_trained_kinds_are_planned(tmp_path):
    path = tmp_path / "x.toml"
    for method in ("adversarial", "random_smoothing", "synonym_smoothing"):
        arm = f'target_robust = {{ method = "{method}" }}'
        path.write_text(BASE.format(arm=arm, task="home_slots"))
        assert prepare(str(path)).plan.counts()["fine_tune"] == 2
