from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.codecs import predictions_of, read_predictions_table, write_predictions
from crosswind.records.prediction import Prediction
from crosswind.report.flips import flipped_ids, rows_of
from crosswind.report.sample import reply_of

ROWS = st.lists(
    st.builds(
        Prediction,
        example_id=st.sampled_from("abcdef"),
        predicted=st.sampled_from(["", "x", "y"]),
        tags=st.lists(st.sampled_from(["O", "B"]), max_size=2).map(tuple),
    ),
    unique_by=lambda row: row.example_id,
)


def table_of(folder: Path, rows: list[Prediction]) -> pa.Table:
    write_predictions(folder, rows)
    return read_predictions_table(folder)


@settings(max_examples=40, deadline=None)
@given(before=ROWS, after=ROWS)
def test_columns_say_what_rows_say(
    tmp_path_factory: object, before: list[Prediction], after: list[Prediction]
) -> None:
    folder = tmp_path_factory.mktemp("flips")  # type: ignore[attr-defined]
    said = {row.example_id: reply_of(row) for row in before}
    wanted = {
        row.example_id
        for row in after
        if row.example_id in said and said[row.example_id] != reply_of(row)
    }
    assert flipped_ids(table_of(folder, before), table_of(folder, after)) == wanted


def test_scores_and_positions_flip_nothing(tmp_path: Path) -> None:
    row = Prediction(example_id="a", predicted="x", start=3, score=0.5)
    other = replace(row, start=4, score=0.7)
    assert flipped_ids(table_of(tmp_path, [row]), table_of(tmp_path, [other])) == set()


def test_rows_of_few_examples(tmp_path: Path) -> None:
    rows = [Prediction(example_id=name, predicted=name) for name in "abc"]
    found = predictions_of(rows_of(table_of(tmp_path, rows), ["c", "a", "z"]))
    assert [row.example_id for row in found] == ["a", "c"]
