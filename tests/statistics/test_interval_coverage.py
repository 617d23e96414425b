"""A quick version of studies/coverage.py: no interval covers far less than it promises."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

N_STUDIES = 80
# Three deviations of a share of 0.95 over so many studies.
LEAST = 0.95 - 3 * (0.95 * 0.05 / N_STUDIES) ** 0.5


@pytest.fixture(scope="module")
def study() -> Any:
    path = Path(__file__).parents[2] / "studies" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_study", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["coverage_study"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["coverage_study"]


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
