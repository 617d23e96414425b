"""Records are facts: frozen, slotted, keyword-only, told apart by their values."""

import dataclasses

import pytest

from crosswind.records.encoder_card import EncoderCard, PriorSupervision
from crosswind.records.estimate import Cell, Estimate, Interval
from crosswind.records.example import Answer, EditRow, Example
from crosswind.records.metric import Metric
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts, Score
from crosswind.records.task_card import TaskCard
from crosswind.records.versions import CODEC_VERSIONS

RECORDS = (
    Answer,
    Cell,
    EditRow,
    EncoderCard,
    Estimate,
    Example,
    Interval,
    ItemCounts,
    Metric,
    Prediction,
    PriorSupervision,
    Score,
    TaskCard,
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_is_frozen_and_keyword_only(record: type) -> None:
    parameters = record.__dataclass_params__  # type: ignore[attr-defined]
    assert parameters.frozen
    assert all(field.kw_only for field in dataclasses.fields(record))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_is_documented(record: type) -> None:
    assert (record.__doc__ or "").strip()
    assert not (record.__doc__ or "").startswith(f"{record.__name__}(")


def test_every_artifact_has_a_codec_version() -> None:
    assert set(CODEC_VERSIONS) == {
        "checkpoint",
        "estimates",
        "examples",
        "predictions",
        "report",
        "scores",
    }
    assert all(type(version) is int and version >= 1 for version in CODEC_VERSIONS.values())
