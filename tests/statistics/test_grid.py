from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.statistics.grid import described, task_grids
from tests.statistics.grids import cell, grid_of

CELLS = [
    cell(arm=arm, language=language, perturbation=name, severity=severity)
    for arm in ("zeta", "none", "mnli")
    for language in ("fr", "en")
    for name, severity in (("typo", 3), ("", 0), ("ocr", 1))
]


@settings(max_examples=25)
@given(st.permutations(range(len(CELLS))))
def test_the_order_of_cells_does_not_matter(order):
    folders = [Path(str(i)) for i in range(len(CELLS))]
    shuffled = task_grids([CELLS[i] for i in order], [folders[i] for i in order], "none")
    assert shuffled == task_grids(CELLS, folders, "none")


def test_order_and_names():
    grid = grid_of(CELLS)
    assert grid.arms == ("none", "mnli", "zeta")
    assert grid.conditions == (("", 0), ("ocr", 1), ("typo", 3))
    assert grid.languages == ("en", "fr")
    assert grid.target_languages == ("fr",)
    assert grid.perturbations == ("ocr", "typo")
    assert grid.replicates["mnli"] == ((1, 1),)
    assert not grid.is_retrieval


def test_flags_are_of_arm_and_perturbation():
    seen = cell(arm="mnli", perturbation="typo", severity=3, seen_noise=True)
    grid = grid_of([cell(), cell(arm="mnli"), seen])
    assert grid.has("mnli", "seen_noise")
    assert grid.has("mnli", "seen_noise", "typo")
    assert not grid.has("mnli", "seen_noise", "ocr")
    assert not grid.has("none", "seen_noise")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ([cell(), cell()], r"a cell occurs twice: 'none xnli de clean \(seeds 1-1\)'"),
        ([cell(), cell(language="fr", world="embedded")], "disagree about world"),
        ([cell(severity=2)], "severity 0 is for clean cells alone"),
        ([cell(arm="nome")], "no cell belongs to the baseline arm.*Did you mean 'nome'"),
    ],
)
def test_contradictions_are_errors(cells, problem):
    with pytest.raises(DataError, match=problem):
        grid_of(cells)


def test_a_cell_in_words():
    words = described(cell(perturbation="typo", severity=3))
    assert words == "none xnli de typo 3 (seeds 1-1)"


def test_a_pair_with_the_source_language_is_a_target():
    grid = grid_of([cell(language=name) for name in ("en", "de", "de+en", "en+de", "de+fr")])
    assert grid.target_languages == ("de", "de+en", "de+fr", "en+de")
    assert grid.language_pairs == ("de+en", "de+fr", "en+de")


def test_published_noise_is_of_its_task():
    cells = [cell(), cell(task="noisy")]
    folders = [Path("a"), Path("b")]
    grids = task_grids(cells, folders, "none", {"noisy": "real_typos"})
    assert [(grid.task, grid.published) for grid in grids] == [
        ("noisy", "real_typos"),
        ("xnli", ""),
    ]
