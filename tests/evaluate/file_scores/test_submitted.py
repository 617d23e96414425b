import logging
from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.file_scores.submitted import (
    Submitted,
    matched_ids,
    report_unknown,
    require_equal_counts,
    require_known,
    warn,
)

FILES = Submitted(task="t", language="de", gold=Path("g"), predictions=Path("p"))


def test_counts():
    require_equal_counts(2, 2, "lines", FILES)
    with pytest.raises(DataError, match=r"g:1: the gold file is empty. Allowed: at least one of"):
        require_equal_counts(0, 2, "lines", FILES)
    with pytest.raises(DataError, match=r"p:3: 4 lines of predictions for 2 lines of gold \(g\)"):
        require_equal_counts(2, 4, "lines", FILES)
    with pytest.raises(DataError, match=r"^p: 1 sentences of predictions for 2"):
        require_equal_counts(2, 1, "sentences", FILES)


def test_labels():
    require_known([(1, "a")], ("a", "b"), FILES.gold)
    with pytest.raises(DataError, match=r"g:2: unknown gold label: 'A'. Did you mean 'a'"):
        require_known([(1, "a"), (2, "A")], ("a", "b"), FILES.gold)
    with pytest.raises(DataError, match="g:1: the gold file holds no label"):
        require_known([], ("a",), FILES.gold)
    report_unknown([(1, "a"), (2, "c")], ("a", "b"), FILES.predictions)
    with pytest.raises(DataError, match="p:1: not one prediction is a label of the task"):
        report_unknown([(1, "c")], ("a", "b"), FILES.predictions)


def test_ids():
    assert matched_ids(["b", "a", "c"], {"a": 1, "b": 2, "d": 3}, FILES) == ["b", "a"]
    with pytest.raises(DataError, match="p:1: no question of the gold file has a prediction"):
        matched_ids(["a"], {}, FILES)


def test_warnings_count_and_stay_short(caplog):
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        warn(FILES.gold, "faults", [])
        assert caplog.text == ""
        warn(FILES.gold, "faults", ["a" * 500, "b"])
    assert f"g: 2 faults (first: {'a' * 80})" in caplog.text
    assert len(caplog.records[0].getMessage()) < 120
