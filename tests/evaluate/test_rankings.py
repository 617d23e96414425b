import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate.rankings import average_precision, average_precision_at

IDS = st.sampled_from("abcdef")


@settings(max_examples=80)
@given(st.lists(IDS, max_size=10), st.sets(IDS, min_size=1), st.integers(1, 8))
def test_average_precision_is_a_mean_of_precisions(ranked, right, cut):
    found = average_precision_at(ranked, right, cut=cut)
    hits = [
        rank
        for rank, item in enumerate(ranked[:cut], start=1)
        if item in right and item not in ranked[: rank - 1]
    ]
    precisions = [(number + 1) / rank for number, rank in enumerate(hits)]
    assert found == pytest.approx(sum(precisions) / min(len(right), cut))
    assert 0.0 <= found <= 1.0
    assert average_precision_at([*ranked[:cut], "z"], right, cut=cut) == found


@pytest.mark.parametrize(
    ("ranked", "right", "expected"),
    [
        (["a"], ["a"], 1.0),
        (["b", "a"], ["a"], 1 / 2),
        # A repetition counts once, but keeps its rank: the hits are at ranks 1 and 3.
        (["a", "a", "b"], ["a", "b"], (1 + 2 / 3) / 2),
        ([], ["a"], 0.0),
        # Twenty-five right candidates, of which the first twenty are looked at.
        ([str(i) for i in range(25)], [str(i) for i in range(25)], 1.0),
        (["x"] * 20 + ["a"], ["a"], 0.0),
    ],
)
def test_values_worked_out_by_hand(ranked, right, expected):
    assert average_precision_at(ranked, right) == pytest.approx(expected)


def test_a_question_without_a_right_candidate_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        average_precision_at(["a"], [])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=12), st.integers(0, 3))
def test_the_order_of_pairs_does_not_matter(pairs, n_missing):
    n_gold = sum(right for _, right in pairs) + n_missing
    scores, right = [score for score, _ in pairs], [flag for _, flag in pairs]
    found = average_precision(scores, right, n_gold)
    assert found == pytest.approx(average_precision(scores[::-1], right[::-1], n_gold))
    assert 0.0 <= found <= 1.0


def test_average_precision_of_scored_pairs_by_hand():
    # Right at ranks 1 and 3 of distinct scores, one of three gold pairs never found.
    assert average_precision([9, 7, 5], [True, False, True], 3) == pytest.approx((1 + 2 / 3) / 3)
    # Tied pairs enter together: precision 1/2 for the one right pair.
    assert average_precision([1.0, 1.0], np.array([True, False]), 1) == 0.5
    assert average_precision([], [], 4) == 0.0
    assert average_precision([1.0], [False], 0) == 0.0
