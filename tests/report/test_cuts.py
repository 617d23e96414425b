from pathlib import Path
from typing import Any

from crosswind.core.files import write_json
from crosswind.report.cuts import cut_lines


def cell(
    folder: Path, arm: str = "none", severity: int = 0, language: str = "de", **summary: Any
) -> tuple[dict[str, Any], Path]:
    folder.mkdir(parents=True)
    write_json(folder / "summary.json", {"n_examples": 1000, **summary})
    return {"arm": arm, "task": "xquad", "language": language, "severity": severity}, folder


def test_cuts_are_counted_once_a_language(tmp_path: Path) -> None:
    cells = [
        cell(tmp_path / "1", n_truncated=12, n_windowed=300),
        cell(tmp_path / "2", arm="mnli", n_truncated=12, n_windowed=300),
        cell(tmp_path / "3", severity=3, n_truncated=40),
        cell(tmp_path / "4", language="th", n_truncated=8, n_candidates_truncated=5),
    ]
    cut, candidates, windowed = cut_lines(cells)
    assert cut == (
        "Cut: 20 of 2,000 examples of xquad (1.0%) did not fit into the model and lost their end "
        "(de 12, th 8)."
    )
    assert candidates.startswith("Cut: 5 candidates of xquad did not fit")
    assert windowed.startswith("Windowed: 300 of 2,000 examples of xquad were read in several")


def test_what_fits_and_what_was_made_by_hand_says_nothing(tmp_path: Path) -> None:
    whole = cell(tmp_path / "1", n_truncated=0, n_windowed=0)
    bare = {"arm": "none", "task": "xnli", "language": "de", "severity": 0}, tmp_path
    assert cut_lines([whole, bare]) == []
