import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.statistics.counts import read_counts
from crosswind.statistics.grid import task_grids
from tests.statistics.grids import cell

CELLS = [cell(), cell(perturbation="typo", severity=3), cell(language="fr")]
ROWS = [
    {"ids": "abc", "clusters": "xxy", "said": "pqr", "right": [1, 0, 1]},
    {"ids": "abc", "clusters": "xxy", "said": "pzz", "right": [1, 0, 0]},
    {"ids": "bd", "clusters": "yw", "said": "pq", "right": [0, 1]},
]


def write(folder, ids, clusters, said, right):
    folder.mkdir(exist_ok=True)
    columns = {
        "example_id": list(ids),
        "parallel_id": list(clusters),
        "predicted_digest": list(said),
        "count_correct": [float(value) for value in right],
        "count_n": [1.0] * len(right),
    }
    pq.write_table(pa.table(columns), folder / "items.parquet")
    return folder


def counts_of(root, rows=ROWS, cells=CELLS):
    folders = [write(root / str(i), **row) for i, row in enumerate(rows)]
    (grid,) = task_grids(cells, folders, "none")
    return read_counts(grid), folders


def test_items_become_cluster_sums(tmp_path):
    counts, folders = counts_of(tmp_path)
    places = [counts.source_of[folder] for folder in folders]
    # Clusters are sorted: w, x, y.
    assert counts.sums[:, places[0], 0].tolist() == [0, 1, 1]
    assert counts.sums[:, places[0], 1].tolist() == [0, 2, 1]
    assert counts.sums[:, places[2], 0].tolist() == [1, 0, 0]
    assert counts.items.tolist() == [[0, 1], [2, 0], [1, 1]]
    assert counts.flips[:, places[1]].tolist() == [0, 1, 1]
    assert counts.flips[:, places[0]].tolist() == [0, 0, 0]


@settings(max_examples=20)
@given(st.permutations(range(3)))
def test_the_order_of_rows_does_not_matter(tmp_path_factory, order):
    root = tmp_path_factory.mktemp("rows")
    shuffled = {name: [values[i] for i in order] for name, values in ROWS[1].items()}
    (root / "a").mkdir()
    (root / "b").mkdir()
    plain, _ = counts_of(root / "a")
    other, _ = counts_of(root / "b", [ROWS[0], shuffled, ROWS[2]])
    assert np.array_equal(plain.sums, other.sums)
    assert np.array_equal(plain.flips, other.flips)


def test_a_folder_that_serves_two_cells_is_one_source(tmp_path):
    folder = write(tmp_path / "x", **ROWS[0])
    cells = [cell(), cell(target_seed=2)]
    (grid,) = task_grids(cells, [folder, folder], "none")
    assert read_counts(grid).sums.shape == (2, 1, 2)


def test_no_clean_cell_no_flips(tmp_path):
    counts, _ = counts_of(tmp_path, ROWS[1:2], CELLS[1:2])
    assert np.isnan(counts.flips).all()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**ROWS[1], "ids": "abd"}, "items differ from those of none xnli de clean"),
        ({**ROWS[1], "clusters": "xyy"}, "parallel ids differ"),
        ({"ids": "a", "clusters": "x", "said": "p", "right": [1]}, "items differ"),
    ],
)
def test_unequal_items_are_errors(tmp_path, row, problem):
    with pytest.raises(DataError, match=problem):
        counts_of(tmp_path, [ROWS[0], row, ROWS[2]])


def test_doubled_items_and_empty_scores_are_errors(tmp_path):
    for row in ({**ROWS[0], "ids": "aab"}, {"ids": "", "clusters": "", "said": "", "right": []}):
        with pytest.raises(DataError, match=r"none or doubled|not the item counts"):
            counts_of(tmp_path, [row], CELLS[:1])


def test_a_file_without_the_counts_of_the_metric_is_an_error(tmp_path):
    folders = [write(tmp_path / "0", **ROWS[0])]
    (grid,) = task_grids([cell(metric="entity_f1", kind="tagging")], folders, "none")
    with pytest.raises(DataError, match=r"not the item counts.*count_tp"):
        read_counts(grid)
