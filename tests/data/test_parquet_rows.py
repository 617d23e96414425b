import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.parquet_rows import read_rows

NAMES = {"label": ("no", "yes"), "tags": ("O", "B")}


def write(path: Path, table: dict[str, Any], metadata: dict[str, str] | None = None) -> Path:
    pq.write_table(pa.table(table).replace_schema_metadata(metadata), path)
    return path


def test_rows_of_all_parts_in_order_with_their_places(tmp_path: Path) -> None:
    parts = [write(tmp_path / f"{n}.parquet", {"text": [f"{n}a", f"{n}b"]}) for n in (0, 1)]
    rows = list(read_rows(parts, ("text",), {}))
    assert [row["text"] for _, row in rows] == ["0a", "0b", "1a", "1b"]
    assert rows[3][0] == f"{parts[1]}: row 2"


def test_numbers_become_names_and_none_stands_for_no_gold(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", {"label": [0, 1, -1], "tags": [[0, 1], [], [1]]})
    rows = [row for _, row in read_rows([path], ("label", "tags"), NAMES)]
    assert [row["label"] for row in rows] == ["no", "yes", None]
    assert [row["tags"] for row in rows] == [["O", "B"], [], ["B"]]


def test_texts_stay_as_they_are(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", {"label": ["yes", "2"], "other": [1, 2]})
    rows = [row for _, row in read_rows([path], ("label",), NAMES)]
    assert rows == [{"label": "yes"}, {"label": "2"}]


@pytest.mark.parametrize(
    "features",
    [
        '{"label": {"names": ["yes", "no"], "_type": "ClassLabel"}}',
        '{"label": {"feature": {"names": ["yes", "no"], "_type": "ClassLabel"}, "_type": "List"}}',
    ],
)
def test_names_that_the_file_says_win(tmp_path: Path, features: str) -> None:
    said = {"huggingface": json.dumps({"info": {"features": json.loads(features)}})}
    path = write(tmp_path / "x.parquet", {"label": [0, 1]}, said)
    assert [row["label"] for _, row in read_rows([path], ("label",), NAMES)] == ["yes", "no"]


@pytest.mark.parametrize("said", ["{", "[]", "{}", '{"info": {"features": [1]}}', "[" * 10_000])
def test_metadata_that_cannot_be_read_says_nothing(tmp_path: Path, said: str) -> None:
    path = write(tmp_path / "x.parquet", {"label": [0, 1]}, {"huggingface": said})
    assert [row["label"] for _, row in read_rows([path], ("label",), NAMES)] == ["no", "yes"]


def test_a_number_without_a_name(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", {"label": [0, 2]})
    with pytest.raises(DataError, match=r"row 2, label: a label number without a name: 2.*1 = yes"):
        list(read_rows([path], ("label",), NAMES))


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", {"premises": ["a"]})
    with pytest.raises(DataError, match=r"lacks a column: 'premise'. Did you mean 'premises'"):
        list(read_rows([path], ("premise",), {}))


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_one_clear_error_or_is_read(tmp_path_factory: Any, data: Any) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = write(folder / "x.parquet", {"label": [0, 1] * 20, "tags": [[0]] * 40})
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        path.write_bytes(whole[:cut])
    else:
        path.write_bytes(whole[:cut] + bytes([byte]) + whole[cut + 1 :])
    try:
        assert len(list(read_rows([path], ("label", "tags"), NAMES))) == 40
    except DataError as error:
        assert str(path) in error.place
