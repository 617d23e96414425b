"""The validation curve, and what was kept of it."""

from crosswind.core.files import write_json
from crosswind.report.selection_table import selection_table
from crosswind.report.table import csv_text


def test_the_whole_curve_and_what_was_kept(tmp_path):
    best = {
        "selection": "source_validation",
        "n_updates": 30,
        "kept_update": 20,
        "evaluations": [[10, 0.5], [20, 0.75], [30, 0.7]],
    }
    mean = {**best, "selection": "checkpoint_average", "kept_update": 30, "kept_share": 0.8}
    for name, training in (("best", best), ("mean", mean), ("last", {"evaluations": []})):
        write_json(tmp_path / name / "checkpoint.json", {"training": training})
    names = ("best", "mean", "last", "no record")
    table = selection_table([({"arm": name, "seed": 1}, tmp_path / name) for name in names])
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["best · 1", "source_validation", "10: 50.0; 20: 75.0; 30: 70.0", "30", "20", "75.0"],
        ["mean · 1", "checkpoint_average", "10: 50.0; 20: 75.0; 30: 70.0", "30", "30", "80.0"],
    ]
    assert "75.0" in csv_text(table)


def test_without_evaluations_there_is_no_row(tmp_path):
    assert selection_table([]).rows == ()
