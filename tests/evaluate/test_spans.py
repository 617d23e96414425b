"""The best span, against trying all of them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate.spans import Span, best_span, null_score
from crosswind.model.tokenise import ModelInput
from crosswind.model.windows import SpanWindow


def window(offsets, first=2):
    ids = tuple(range(first + len(offsets) + 1))
    return SpanWindow(read=ModelInput(ids), first=first, offsets=tuple(offsets))


@settings(max_examples=60)
@given(
    values=st.lists(
        st.tuples(st.integers(-5, 5), st.integers(-5, 5), st.booleans()), min_size=1, max_size=12
    ),
    longest=st.integers(1, 6),
)
def test_equals_the_best_of_all_spans(values, longest):
    offsets = [(3 * i, 3 * i + 2 if seen else 3 * i) for i, (_, _, seen) in enumerate(values)]
    logits = np.array([[9, 9], [9, 9], *[(a, b) for a, b, _ in values], [9, 9]], dtype=np.float32)
    every = [
        (values[first][0] + values[last][1], -first, -last)
        for first in range(len(values))
        for last in range(first, min(first + longest, len(values)))
        if values[first][2] and values[last][2]
    ]
    found = best_span([window(offsets)], [logits], max_answer_tokens=longest)
    if not every:
        assert found == Span()
        return
    score, first, last = max(every)
    assert found == Span(start=offsets[-first][0], end=offsets[-last][1], score=score)


def test_the_best_window_wins_and_the_first_of_equals():
    low = np.zeros((4, 2), dtype=np.float32)
    high = low + 1
    windows = [window([(0, 3)]), window([(4, 7)]), window([(8, 9)])]
    assert best_span(windows, [low, high, high], max_answer_tokens=5).start == 4
    assert Span(start=4, end=7).text("fog moon") == "moo"


def test_no_context_is_an_empty_answer():
    found = best_span([window([])], [np.zeros((3, 2), dtype=np.float32)], max_answer_tokens=5)
    assert found.start == -1
    assert found.text("anything") == ""


def test_the_null_score_is_the_lowest_over_the_windows():
    high, low = np.full((3, 2), 2.0, dtype=np.float32), np.zeros((4, 2), dtype=np.float32)
    low[0] = (1.0, 0.5)
    assert null_score([high, low]) == 1.5
