import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crosswind.core.errors import DataError
from crosswind.core.files import write_json
from crosswind.statistics.companions import (
    companion_findings,
    companions_of,
    stated_cube,
    threshold_findings,
)
from crosswind.statistics.counts import read_counts
from crosswind.statistics.finding import TaskSetting
from crosswind.statistics.grid import task_grids
from tests.statistics.grids import cell

SETTING = TaskSetting(baseline="none", chance=None, collapsed=frozenset())


def write(folder, scores, counts=("correct", "n"), summary=None):
    folder.mkdir()
    ids = pa.array(["a", "b"])
    table = {"example_id": ids, "parallel_id": ids, "predicted_digest": ids}
    pq.write_table(
        pa.table(table | {f"count_{name}": pa.array([1.0, 1.0]) for name in counts}),
        folder / "items.parquet",
    )
    rows = [{"metric": name, "value": value, "n": 2} for name, value in scores.items()]
    write_json(folder / "scores.json", {"scores": rows})
    if summary is not None:
        write_json(folder / "summary.json", summary)
    return folder


def grid_of(root, scores, cells=None, **more):
    cells = cells or [cell(metric="accuracy")]
    folders = [write(root / str(number), found, **more) for number, found in enumerate(scores)]
    (grid,) = task_grids(cells, folders, "none")
    return grid


def test_functions_of_counts_are_told_from_values_of_whole_cells(tmp_path):
    scores = {"accuracy": 1.0, "token_accuracy": 0.5, "exact_match": 0.5, "average_precision": 0.3}
    counts = ("correct", "n", "tokens_correct", "tokens")
    companions = companions_of(grid_of(tmp_path, [scores], counts=counts))
    assert companions.resampled == ("token_accuracy",)
    # The items carry no count of exact matches, so only its value is known.
    assert companions.stated == ("exact_match", "average_precision")


def test_stated_values_have_no_draws_and_may_be_missing(tmp_path):
    cells = [cell(), cell(language="fr"), cell(language="en")]
    rows = [{"accuracy": 1.0, "ap": 0.3}, {"accuracy": 1.0, "ap": 0.5}, {"accuracy": 1.0}]
    grid = grid_of(tmp_path, rows, cells)
    cube = stated_cube(grid, read_counts(grid), "ap")
    found = {
        item.where.get("language", item.where.get("scope")): item.sampled
        for item in companion_findings(cube, "none", "ap", SETTING)
    }
    assert found["de"].point == 0.3
    assert len(found["de"].draws) == 0
    assert found["target_languages"].point == pytest.approx(0.4)
    assert found["en"] is None
    assert found["all_languages"] is None


def test_findings_name_their_metric_and_condition(tmp_path):
    cells = [cell(), cell(perturbation="typo", severity=3)]
    grid = grid_of(tmp_path, [{"accuracy": 1.0, "ap": 0.8}, {"accuracy": 1.0, "ap": 0.6}], cells)
    cube = stated_cube(grid, read_counts(grid), "ap")
    found = list(companion_findings(cube, "none", "ap", SETTING))
    assert {item.where["metric"] for item in found} == {"ap"}
    assert all(item.enters == () for item in found)
    noisy = [item for item in found if item.where.get("severity") == 3]
    assert [item.sampled.point for item in noisy] == [0.6]
    (mean,) = [item for item in found if item.quantity == "mean_corrupted_score"]
    assert mean.sampled.point == 0.6


def test_thresholds_are_those_of_clean_mined_cells(tmp_path):
    cells = [
        cell(kind="mining", target_seed=1),
        cell(kind="mining", target_seed=2),
        cell(kind="mining", perturbation="typo", severity=3),
    ]
    folders = [
        write(tmp_path / str(number), {"accuracy": 1.0}, summary=summary)
        for number, summary in enumerate(
            [{"thresholds": [1.02]}, {"thresholds": [1.03, 1.05]}, {"thresholds": [3]}]
        )
    ]
    (grid,) = task_grids(cells, folders, "none")
    (found,) = threshold_findings(grid)
    assert found.where == {"arm": "none", "task": "xnli", "language": "de"}
    assert found.sampled.point == pytest.approx(1.03)
    assert found.marks == ("cross-fitted",)
    assert np.array_equal(found.sampled.draws, np.empty(0))
    (other,) = task_grids([cell()], folders[:1], "none")
    assert list(threshold_findings(other)) == []


def test_a_score_without_items_is_one_error(tmp_path):
    grid = grid_of(tmp_path, [{"accuracy": 1.0}])
    (grid.cells[0].folder / "items.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match="not the item counts of a score"):
        companions_of(grid)
    (grid.cells[0].folder / "scores.json").write_text("{}", "utf-8")
    with pytest.raises(DataError, match="JSON of another shape"):
        companions_of(grid)
