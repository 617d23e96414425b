from pathlib import Path
from typing import Any

from crosswind.core.files import write_json
from crosswind.report.retrieval import retrieval_table
from crosswind.report.table import Table
from tests.report.rich import study_of


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def predicted(
    folder: Path, task: str, summary: dict[str, Any], **params: Any
) -> tuple[dict[str, Any], Path]:
    folder.mkdir(parents=True)
    write_json(folder / "manifest.json", {"step": {"params": params}})
    write_json(folder / "summary.json", summary)
    return {"arm": "none", "task": task, "language": "de", "severity": 0}, folder


def test_settings_come_from_what_was_run(tmp_path: Path) -> None:
    cells = [
        predicted(
            tmp_path / "1", "bucc2018", {"search": "faiss", "recall": 0.9931, "n_candidates": 9000},
            layer=14, pooling="mean", margin="ratio", k=4, direction="max", search="auto",
        ),
        predicted(tmp_path / "2", "lareqa", {}, layer=-1, pooling="cls"),
        predicted(tmp_path / "3", "xnli", {}, layer=-1, pooling="mean"),
    ]  # fmt: skip
    experiment = {"targets": [{"task": "bucc2018", "retrieval": {"preset": "jiant"}}]}
    table = retrieval_table(study_of(), cells, experiment)
    assert texts(table) == [
        ["bucc2018", "mining_f1", "jiant", "14", "mean", "ratio", "4", "max",
         "faiss (9,000 candidates, recall 99.3%)", "–"],
        ["lareqa", "map_at_20[de+en]", "none", "last", "cls", "–", "–", "–", "exact", "de, en"],
    ]  # fmt: skip
    bare = {"arm": "none", "task": "lareqa", "language": "de", "severity": 0}, tmp_path
    assert retrieval_table(study_of(), [bare], {}).rows == ()
