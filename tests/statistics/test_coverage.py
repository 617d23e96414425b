import pytest

from crosswind.statistics.coverage import Coverage, equal_weights
from tests.statistics.benchmarks import SMALL, coverage_of
from tests.statistics.grids import cell, cube_of, grid_of

PAIRS, SEARCH = SMALL.tasks
CLEAN = {("none", "en", "", 0): 0.5, ("none", "de", "", 0): 0.5}
NOISY = {("none", "de", "typo", 3): 0.5, ("none", "de", "ocr", 1): 0.5}
ONE = {("none", "de", "", 0): 0.5}


def test_a_whole_benchmark_is_complete():
    coverage, _ = coverage_of(SMALL, pairs=CLEAN, search=ONE)
    assert coverage.is_complete(SMALL.tasks, "none")
    assert coverage.tasks("none") == SMALL.tasks
    assert coverage.scored(PAIRS) == ("en", "de")


def test_missing_tasks_languages_and_arms_are_named():
    coverage, _ = coverage_of(SMALL, pairs={**ONE, ("mnli", "de", "", 0): 0.5})
    assert coverage.tasks("none") == (PAIRS,)
    assert coverage.missing(PAIRS, "none") == ("en",)
    assert coverage.missing(SEARCH, "none") == ("de",)
    assert coverage.missing(PAIRS, "squad") == ("en", "de")
    assert not coverage.is_complete([PAIRS], "none")
    assert coverage.tasks("squad") == ()


def test_a_seed_without_a_clean_score_leaves_its_language_missing():
    cells = [cell(language=name, task="pairs", target_seed=seed)
             for name, seed in (("de", 1), ("de", 2), ("en", 1))]  # fmt: skip
    coverage = Coverage.of(SMALL, [grid_of(cells)])
    assert coverage.missing(PAIRS, "none") == ("en",)
    assert coverage.scored(PAIRS) == ("en", "de")


def test_languages_beyond_the_benchmark_do_not_count():
    coverage, _ = coverage_of(SMALL, search={("none", "fr", "", 0): 0.5})
    assert coverage.grids == {}


def test_a_condition_counts_if_every_task_has_it():
    coverage, _ = coverage_of(
        SMALL, pairs=CLEAN | NOISY, search={**ONE, ("none", "de", "typo", 3): 0.5}
    )
    assert coverage.conditions("none") == (("typo", 3),)
    assert coverage.left_out("none") == ["ocr 1: not scored for search"]


@pytest.mark.parametrize("flag", ["seen_noise", "apart"])
def test_seen_and_doubtful_noise_does_not_count(flag):
    cube, _ = cube_of(CLEAN | NOISY, task="pairs", **{flag: True})
    coverage = Coverage.of(SMALL, [cube.grid])
    assert coverage.conditions("none") == ()
    assert len(coverage.left_out("none")) == 2


def test_published_noise_does_not_count():
    cube, _ = cube_of(CLEAN | NOISY, task="pairs", published="ocr")
    coverage = Coverage.of(SMALL, [cube.grid])
    assert coverage.conditions("none") == (("typo", 3),)
    assert coverage.left_out("none") == ["ocr 1: published noise, in pairs"]


def test_perturbations_weigh_equally_whatever_their_severities():
    weights = equal_weights([("ocr", 1), ("ocr", 3), ("typo", 3)])
    assert weights == {("ocr", 1): 0.25, ("ocr", 3): 0.25, ("typo", 3): 0.5}
    assert equal_weights([]) == {}
