from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from crosswind.statistics.grid import task_grids
from crosswind.statistics.mcnemar import mcnemar, mcnemar_rows
from tests.statistics.grids import cell


@given(gained=st.integers(0, 60), lost=st.integers(0, 60))
@settings(max_examples=50)
def test_it_is_the_exact_sign_test_of_the_items_that_differ(gained: int, lost: int) -> None:
    expected = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    assert mcnemar(gained, lost) == pytest.approx(expected)
    assert mcnemar(gained, lost) == mcnemar(lost, gained)


def write(folder: Path, right: list[bool], ids: list[str]) -> Path:
    folder.mkdir()
    table = {
        "example_id": pa.array(ids, pa.string()),
        "count_correct": pa.array([float(value) for value in right]),
        "count_n": pa.array([1.0] * len(right)),
    }
    pq.write_table(pa.table(table), folder / "items.parquet")
    return folder


def test_items_are_matched_by_id_and_adjusted_over_arms_and_languages(tmp_path: Path) -> None:
    ids = [str(number) for number in range(20)]
    base = [number < 10 for number in range(20)]
    better = [number < 18 for number in range(20)]
    cells, folders = [], []
    for language in ("de", "fr"):
        for arm, right in (("none", base), ("mnli", better)):
            order = np.random.default_rng(len(folders)).permutation(20)
            cells.append(cell(arm, language))
            folders.append(
                write(tmp_path / str(len(folders)), [right[i] for i in order],
                      [ids[i] for i in order])
            )  # fmt: skip
    (grid,) = task_grids(cells, folders, "none")
    rows = mcnemar_rows(grid, "none")
    assert [(row["language"], row["gained"], row["lost"], row["n"]) for row in rows] == [
        ("de", 8, 0, 20),
        ("fr", 8, 0, 20),
    ]
    assert rows[0]["p"] == pytest.approx(2 / 256)
    assert rows[0]["holm"] == pytest.approx(4 / 256)


def test_other_metrics_have_no_such_test() -> None:
    (grid,) = task_grids([cell(metric="entity_f1", kind="tagging")], [Path("a")], "none")
    assert mcnemar_rows(grid, "none") == []
