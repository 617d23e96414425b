from pathlib import Path
from typing import Any

import pytest

from crosswind.core.errors import DataError
from crosswind.core.files import write_json
from crosswind.report.overlap import overlap_lines, overlap_table, read_overlaps


def content(task: str = "xquad", overlapping: int = 3) -> dict[str, Any]:
    row = {"n": 10, "overlapping": overlapping, "whole": 0, "context": overlapping,
           "parallel_id": 1, "texts": {"question": 4}, "examples": ["<b>q1</b>", "q2"]}  # fmt: skip
    trained = {"task": "squad", "language": "en", "split": "train", "role": "trained"}
    return {
        "task": task,
        "n": 20,
        "languages": {"en": row, "de": {**row, "overlapping": 0, "context": 0, "examples": []}},
        "trained": [{**trained, "overlapping": overlapping}],
    }


def write(folder: Path, found: object) -> Path:
    folder.mkdir()
    write_json(folder / "overlap.json", found)
    return folder


def test_counts_stand_by_target_and_language(tmp_path: Path) -> None:
    folders = [write(tmp_path / "b", content()), write(tmp_path / "a", content("mlqa", 0))]
    found = read_overlaps(folders)
    table = overlap_table(found, ("xquad",))
    texts = [[cell.text for cell in row] for row in table.rows]
    assert table.columns[3:] == ("scored", "overlapping", "share", "by context", "by parallel id")
    assert texts == [
        ["mlqa", "all", "", "20", "0", "0.00%", "0", "2"],
        ["xquad", "de", "", "10", "0", "0.00%", "0", "1"],
        ["xquad", "en", "<b>q1</b>, q2", "10", "3", "30.0%", "3", "1"],
    ]
    assert [row[0].marks for row in table.rows] == [(), ("allowed",), ("allowed",)]


def test_contamination_is_one_sentence_a_target(tmp_path: Path) -> None:
    found = read_overlaps(
        [write(tmp_path / "a", content()), write(tmp_path / "b", content("z", 0))]
    )
    (line,) = overlap_lines(found, ())
    assert line == (
        "Contamination: 3 of 20 scored examples of xquad (15.0%; en 3) stand in text that trains "
        "or selects an arm (squad en train)."
    )
    assert overlap_lines(found, ("xquad",))[0].endswith("; the experiment allows it.")


@pytest.mark.parametrize("wrong", [[], {}, {"task": "x"}, {**content(), "languages": {"en": 3}}])
def test_another_shape_is_one_error(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(DataError, match="JSON of another shape"):
        read_overlaps([write(tmp_path / "a", wrong)])
    with pytest.raises(DataError, match="cannot read the file"):
        read_overlaps([tmp_path / "nowhere"])
