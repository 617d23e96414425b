"""Task cards and the versions of what artifacts hold."""

from collections.abc import Callable
from typing import get_args

import pytest

from crosswind.records.metric import Metric
from crosswind.records.task_card import POOL_KINDS, RETRIEVAL_KINDS, TaskCard, TaskKind
from crosswind.records.versions import CODEC_VERSIONS


@pytest.mark.parametrize("record", [Metric, TaskCard])
def test_records_are_facts(record: type, check_record: Callable[[type], None]) -> None:
    check_record(record)


def test_a_card_has_no_role() -> None:
    assert not {"role", "is_intermediate", "is_target"} & set(TaskCard.__slots__)


def test_a_task_is_never_trained_unless_its_card_says_on_what() -> None:
    card = TaskCard(
        name="a", kind="retrieval", metric="accuracy", languages=("en", "de"), splits=("test",)
    )
    assert card.train_tasks == ()
    assert card.evaluation_split == "test"
    assert card.world == "benchmark"


def test_kinds_with_a_pool_are_of_the_retrieval_group() -> None:
    assert POOL_KINDS < RETRIEVAL_KINDS < set(get_args(TaskKind))


def test_every_kind_of_artifact_has_a_codec_version() -> None:
    assert set(CODEC_VERSIONS) == {
        "checkpoint",
        "claim",
        "estimates",
        "examples",
        "overlap",
        "predictions",
        "report",
        "scores",
    }
    assert all(type(version) is int and version >= 1 for version in CODEC_VERSIONS.values())
