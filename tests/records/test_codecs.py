"""Records to files and back: nothing is lost, equal rows give equal bytes, damage is told."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.records import codecs
from crosswind.records.estimate import Cell, Estimate, Interval
from crosswind.records.example import Answer, EditRow, Example
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts, Score

# Every code point but the surrogates, which UTF-8 cannot carry: NUL, U+2028, astral, unassigned.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
INT32 = st.integers(-(2**31), 2**31 - 1)
ANSWERS = st.builds(Answer, start=INT32, text=TEXT)
EXAMPLES = st.builds(
    Example,
    example_id=TEXT,
    parallel_id=TEXT,
    language=TEXT,
    texts=st.dictionaries(TEXT, TEXT, max_size=3),
    words=st.lists(TEXT, max_size=4).map(tuple),
    label=TEXT,
    tags=st.lists(TEXT, max_size=4).map(tuple),
    answers=st.lists(ANSWERS, max_size=3).map(tuple),
)
PREDICTIONS = st.builds(
    Prediction,
    example_id=TEXT,
    predicted=TEXT,
    tags=st.lists(TEXT, max_size=4).map(tuple),
    start=INT32,
    score=st.floats(width=32, allow_nan=False),
    n_tokens=INT32,
)
EDITS = st.builds(EditRow, example_id=TEXT, field=TEXT, start=INT32, end=INT32, text=TEXT)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("codecs")


@given(st.lists(EXAMPLES, max_size=5))
@profile(max_examples=50)
def test_examples_come_back(folder: Path, examples: list[Example]) -> None:
    codecs.write_examples(folder, examples)
    found = codecs.read_examples(folder)
    assert found == examples
    assert [list(item.texts) for item in found] == [list(item.texts) for item in examples]


@given(st.lists(PREDICTIONS, max_size=5))
@profile(max_examples=50)
def test_predictions_come_back(folder: Path, predictions: list[Prediction]) -> None:
    codecs.write_predictions(folder, predictions)
    assert codecs.read_predictions(folder) == predictions


@given(st.lists(EDITS, max_size=5))
@profile(max_examples=30)
def test_edits_come_back(folder: Path, edits: list[EditRow]) -> None:
    codecs.write_edits(folder, edits)
    assert codecs.read_edits(folder) == edits


def test_clean_examples_have_no_edits(tmp_path: Path) -> None:
    assert codecs.read_edits(tmp_path) == []


@given(st.lists(EXAMPLES, max_size=5))
@profile(max_examples=25)
def test_equal_rows_give_equal_bytes(folder: Path, examples: list[Example]) -> None:
    codecs.write_examples(folder, examples)
    first = (folder / "examples.parquet").read_bytes()
    codecs.write_examples(folder, [replace(item) for item in examples])
    assert (folder / "examples.parquet").read_bytes() == first


def test_a_probability_keeps_its_thirty_two_bits(tmp_path: Path) -> None:
    codecs.write_predictions(tmp_path, [Prediction(example_id="1", score=0.1)])
    assert codecs.read_predictions(tmp_path)[0].score == float(np.float32(0.1))


def items() -> list[ItemCounts]:
    return [
        ItemCounts(
            example_id=f"{number}",
            parallel_id=f"p{number // 2}",
            predicted_digest=f"d{number}",
            counts={"correct": float(number % 2), "n": 1.0},
        )
        for number in range(4)
    ]


def test_scores_and_their_items_come_back(tmp_path: Path) -> None:
    scores = [Score(metric="accuracy", value=1 / 3, n=4), Score(metric="f1", value=0.0, n=4)]
    codecs.write_scores(tmp_path, scores, items())
    assert codecs.read_scores(tmp_path) == scores
    assert codecs.read_items_table(tmp_path).to_pydict() == {
        "example_id": ["0", "1", "2", "3"],
        "parallel_id": ["p0", "p0", "p1", "p1"],
        "predicted_digest": ["d0", "d1", "d2", "d3"],
        "count_correct": [0.0, 1.0, 0.0, 1.0],
        "count_n": [1.0] * 4,
    }


def test_an_empty_score_has_an_empty_table(tmp_path: Path) -> None:
    codecs.write_scores(tmp_path, [], [])
    assert codecs.read_items_table(tmp_path).num_rows == 0
    assert codecs.read_scores(tmp_path) == []


def test_an_item_without_a_count_that_the_others_have_is_refused(tmp_path: Path) -> None:
    broken = [*items(), replace(items()[0], counts={"correct": 1.0})]
    with pytest.raises(KeyError):
        codecs.write_scores(tmp_path, [], broken)


def test_estimates_come_back_with_the_facts_about_their_grid(tmp_path: Path) -> None:
    estimates = [
        Estimate(
            quantity="robustness_gain",
            where={"arm": "mnli", "severity": 3},
            point=-0.1 / 3,
            intervals=(
                Interval(kind="items", low=-0.2, high=0.1, level=0.95, method="paired bootstrap"),
            ),
            n_examples=10,
            n_clusters=5,
            n_seeds=3,
            marks=("embedded", "same-task"),
        ),
        Estimate(quantity="score", where={}, point=1.0),
    ]
    facts = {"arms": ["none", "mnli"], "level": 0.95}
    codecs.write_estimates(tmp_path, estimates, facts)
    assert codecs.read_estimates(tmp_path) == (estimates, facts)


def test_a_cell_is_read_strictly() -> None:
    row = {
        "arm": "none",
        "task": "xnli",
        "kind": "pair_classification",
        "metric": "accuracy",
        "language": "de",
        "source_language": "en",
    }
    assert codecs.cell_from_json(row) == Cell(**row)
    with pytest.raises(TypeError):
        codecs.cell_from_json({**row, "colour": "red"})


READERS = {
    "examples.parquet": codecs.read_examples,
    "edits.parquet": codecs.read_edits,
    "predictions.parquet": codecs.read_predictions,
}


def written(folder: Path, name: str) -> bytes:
    """A file of some rows, as its bytes."""
    rows: dict[str, Any] = {
        "examples.parquet": lambda: codecs.write_examples(
            folder,
            [
                Example(
                    example_id=f"{number}",
                    parallel_id="p",
                    language="de",
                    texts={"text": f"Satz {number} ü"},
                    words=("a", "b"),
                    tags=("X", "Y"),
                    answers=(Answer(start=1, text="a"),),
                )
                for number in range(50)
            ],
        ),
        "edits.parquet": lambda: codecs.write_edits(
            folder, [EditRow(example_id="1", field="text", start=0, end=1, text="ü")]
        ),
        "predictions.parquet": lambda: codecs.write_predictions(
            folder, [Prediction(example_id="1", predicted="a", tags=("X",))]
        ),
    }
    rows[name]()
    return (folder / name).read_bytes()


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_a_truncated_file_is_a_data_error(tmp_path: Path, name: str, kept: float) -> None:
    payload = written(tmp_path, name)
    (tmp_path / name).write_bytes(payload[: math.floor(len(payload) * kept)])
    with pytest.raises(DataError) as caught:
        READERS[name](tmp_path)
    assert caught.value.place == str(tmp_path / name)
    assert caught.value.action


@pytest.mark.parametrize("name", ["examples.parquet", "predictions.parquet"])
def test_a_missing_file_is_a_data_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="Parquet"):
        READERS[name](tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_other_columns_are_a_data_error_that_names_them(tmp_path: Path, name: str) -> None:
    pq.write_table(pa.table({"example_id": ["1"], "colour": ["red"]}), tmp_path / name)
    with pytest.raises(DataError, match="colour"):
        READERS[name](tmp_path)


def test_text_that_is_not_utf_8_is_a_data_error(tmp_path: Path) -> None:
    table = pq.read_table(_predictions(tmp_path))
    bad = pa.array([b"\xff\xfe"], pa.binary()).view(pa.string())
    table = table.set_column(1, "predicted", bad)
    pq.write_table(table, tmp_path / "predictions.parquet")
    with pytest.raises(DataError):
        codecs.read_predictions(tmp_path)


def test_a_missing_value_is_a_data_error(tmp_path: Path) -> None:
    table = pq.read_table(_predictions(tmp_path))
    table = table.set_column(2, "tags", pa.array([None], pa.list_(pa.string())))
    pq.write_table(table, tmp_path / "predictions.parquet")
    with pytest.raises(DataError):
        codecs.read_predictions(tmp_path)


def _predictions(folder: Path) -> Path:
    codecs.write_predictions(folder, [Prediction(example_id="1", predicted="a")])
    return folder / "predictions.parquet"


@given(st.data())
@profile(max_examples=60)
def test_a_flipped_byte_is_read_or_refused_and_never_a_crash(folder: Path, data: Any) -> None:
    payload = bytearray(written(folder, "examples.parquet"))
    where = data.draw(st.integers(0, len(payload) - 1))
    payload[where] ^= data.draw(st.integers(1, 255))
    (folder / "examples.parquet").write_bytes(bytes(payload))
    try:
        found = codecs.read_examples(folder)
    except DataError:
        return
    assert all(isinstance(item, Example) for item in found)


def test_a_store_in_a_folder_with_an_equals_sign_reads_the_same(tmp_path: Path) -> None:
    inside = tmp_path / "seed=1"
    inside.mkdir()
    rows = [Prediction(example_id="1", predicted="a")]
    codecs.write_predictions(inside, rows)
    assert codecs.read_predictions(inside) == rows


@pytest.mark.parametrize("text", ["[]", "{}", '{"scores": [{"metric": 1}]}', '{"scores": 3}'])
def test_json_of_another_shape_is_a_data_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "scores.json").write_text(text, "utf-8")
    with pytest.raises(DataError):
        codecs.read_scores(tmp_path)
    (tmp_path / "estimates.json").write_text(text.replace("scores", "estimates"), "utf-8")
    with pytest.raises(DataError):
        codecs.read_estimates(tmp_path)
