"""Quick versions of the studies of coverage: no interval covers far less than it promises."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswind.core.seeds import generator
from crosswind.statistics.gain_findings import gain_findings
from crosswind.statistics.mixed import CellMeans

N_STUDIES = 80
# Three deviations of a share of 0.95 over so many studies.
LEAST = 0.95 - 3 * (0.95 * 0.05 / N_STUDIES) ** 0.5


def loaded(name: str) -> Iterator[Any]:
    path = Path(__file__).parents[2] / "studies" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_study", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with pytest.MonkeyPatch.context() as patch:
        # As where it is run as a program: beside the module that the studies share.
        patch.syspath_prepend(path.parent)
        spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def study() -> Iterator[Any]:
    yield from loaded("coverage")


@pytest.fixture(scope="module")
def extremes() -> Iterator[Any]:
    yield from loaded("extremes")


@pytest.mark.parametrize(
    ("table", "name"),
    [("plain", "items, accuracy"), ("plain", "5 paired seeds"), ("stress", "items, ceiling")],
)
def test_every_quantity_is_covered(study: Any, table: str, name: str) -> None:
    (design,) = [item for item in study.designs(200)[table] if item.name == name]
    shares = study.coverage(design, N_STUDIES, 1)
    assert set(shares) >= {*study.TASK_QUANTITIES, *study.BENCHMARK_QUANTITIES}
    assert {key: value for key, value in shares.items() if value < LEAST} == {}


def test_nothing_is_found_where_there_is_nothing(study: Any) -> None:
    (design,) = [item for item in study.designs(200)["no effect"] if item.name == "items"]
    shares = study.coverage(design, N_STUDIES, 1)
    assert {key: shares[key] for key in study.DIFFERENCES if shares[key] < LEAST} == {}


# An arm that is picked on the scores it is judged by looks better than it is: that it covers less
# is why no claim is judged by it.
OPTIMISTIC = "best_arm_gain, oracle"


@pytest.mark.parametrize("name", ["items, 3 seeds", "items, ties", "5 seeds, ties"])
def test_what_counts_or_chooses_is_covered_even_where_it_ties(extremes: Any, name: str) -> None:
    (design,) = [item for item in extremes.designs(200) if item.name == name]
    shares = extremes.coverage(design, N_STUDIES, 1)
    assert set(shares) == set(extremes.QUANTITIES) - (
        {"probability_of_improvement"} if design.kind == "seeds" else set()
    )
    found = {key: value for key, value in shares.items() if key != OPTIMISTIC}
    assert {key: value for key, value in found.items() if value < LEAST} == {}


def test_the_mean_of_the_lower_of_two_is_that_of_draws(extremes: Any) -> None:
    rng = generator(0, "lower of two")
    drawn = rng.normal([0.4, 0.5], [0.3, 0.4], (200_000, 2)).min(axis=1).mean()
    assert extremes.lower_of_two([0.4, 0.5], 0.5) == pytest.approx(drawn, abs=0.003)


def test_the_mixed_model_agrees_with_the_headline_in_sign_and_size(study: Any) -> None:
    (design,) = [item for item in study.designs(2)["plain"] if item.name == "5 paired seeds"]
    grid = study.grid_of(design, study.TASKS[0])
    for number in range(15):
        rng = generator(number, "agreement")
        counts, _ = study.simulate(design, grid, rng)
        cube = study.cube_of(design, grid, counts, rng)
        cells = CellMeans(baseline="none")
        cells.add(cube)
        (model,) = cells.fitted(0.95)
        headline = {
            item.quantity: item.sampled.point
            for item in gain_findings(cube, "mnli", study.SETTING)
            if item.sampled
            and item.where.get("scope") == "target_languages"
            and not item.where.get("perturbation")
        }
        # One severity and no missing cell: then both are the same contrast of the cells.
        assert model["gain"] == pytest.approx(headline["robustness_gain"], abs=1e-6)
        assert model["clean_gain"] == pytest.approx(headline["intermediate_gain"], abs=1e-6)
