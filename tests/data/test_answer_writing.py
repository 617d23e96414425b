"""Questions and sentences in XQuAD-R's layout: read back as they were, in the same pool."""

import json
from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.core.files import write_text
from crosswind.data.answer_writing import paragraphs_with_breaks
from crosswind.data.load import read_task
from crosswind.records.example import Example
from tests.data.answer_samples import POOL, official


def examples_and_pool(root: Path) -> tuple[dict[str, list[Example]], list[Example]]:
    asked = {tag: read_task("lareqa", tag, "test", root, pool=POOL) for tag in POOL}
    pool = [
        one for tag in POOL for one in read_task("lareqa", tag, "test", root, part="candidates")
    ]
    return asked, pool


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    for tag in POOL:
        write_text(tmp_path / f"xquad-r/{tag}.json", json.dumps(official(tag)))
    return tmp_path


def test_questions_and_pool_are_read_back(whole: Path, tmp_path: Path) -> None:
    asked, pool = examples_and_pool(whole)
    assert [one.example_id for one in asked["de"]] == ["q0-0", "q0-1", "q2-0"]
    # Both sentences that read alike are right, in both languages.
    assert asked["de"][0].gold_ids == ("en:1:0", "en:1:1", "de:1:0", "de:1:1")
    for tag in POOL:
        content = paragraphs_with_breaks(asked[tag], pool, tag)
        write_text(tmp_path / f"again/xquad-r/{tag}.json", json.dumps(content))
    assert examples_and_pool(tmp_path / "again") == (asked, pool)


def test_a_sample_would_be_searched_in_another_pool(whole: Path) -> None:
    asked, pool = examples_and_pool(whole)
    with pytest.raises(ConfigError, match="max_examples"):
        paragraphs_with_breaks(asked["en"][:2], pool, "en")
