"""What a caller hands over is checked before anything happens."""

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.inputs import (
    checked_spans,
    checked_words,
    require_same_length,
    require_strings,
)


@pytest.mark.parametrize("span", [(3, 2), (-1, 2), (0, 9), (1,), (0.0, 2), "ab", None, (True, 2)])
def test_spans_outside_the_text_are_refused(span):
    with pytest.raises(DataError, match="not inside the text"):
        checked_spans("abcd", [span], "text 3: spans")


def test_spans_may_touch_overlap_nest_and_be_empty():
    spans = [(0, 2), [2, 4], (1, 3), (1, 3), (2, 2), (0, 4)]
    assert checked_spans("abcd", spans, "") == tuple(map(tuple, spans))


@pytest.mark.parametrize("index", [-1, 2, "0", 1.0])
def test_indexes_without_a_word_are_refused(index):
    with pytest.raises(DataError, match="no word has this index"):
        checked_words([index], 2)


def test_strings_and_counts():
    require_strings(["a", ""], "text")
    with pytest.raises(DataError, match="text 1"):
        require_strings(["a", b"b"], "text")
    with pytest.raises(DataError, match="one text stands where many"):
        require_strings("abc", "text")
    with pytest.raises(ConfigError, match="1 entries"):
        require_same_length(["a"], None, ["1", "2"])
