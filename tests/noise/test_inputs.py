"""What a caller hands over is checked before anything happens."""

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.inputs import (
    as_list,
    checked_spans,
    checked_words,
    require_same_length,
    require_whole_number,
    strings,
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
    assert strings(("a", ""), "text") == ["a", ""]
    assert as_list(range(2), "number") == [0, 1]
    with pytest.raises(DataError, match="text 1"):
        strings(["a", b"b"], "text")
    for one in ("abc", b"abc", {"a": 1}, None, 7):
        with pytest.raises(DataError, match="one text stands where many"):
            strings(one, "text")
    with pytest.raises(ConfigError, match="1 entries"):
        require_same_length(["a"], None, ["1", "2"])


@pytest.mark.parametrize("value", ["1", 1.0, None, True])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(ConfigError, match="whole number"):
        require_whole_number(value, "seed")
    require_whole_number(7, "seed")
