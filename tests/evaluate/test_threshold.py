import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate.threshold import extract_at_tuned_threshold, tuned_threshold

PAIRS = st.lists(
    st.tuples(st.integers(-8, 8).map(lambda step: step / 4), st.booleans()), min_size=1, max_size=14
)


def f1(extracted, n_gold):
    right = sum(flag for _, flag in extracted)
    return 2 * right / (len(extracted) + n_gold)


def prefix_f1(pairs, size, n_gold):
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    return f1(ordered[:size], n_gold)


@settings(max_examples=120)
@given(PAIRS, st.integers(0, 3))
def test_the_first_best_prefix_is_extracted_and_what_ties_with_its_end(pairs, n_missing):
    n_gold = sum(flag for _, flag in pairs) + n_missing
    if not any(flag for _, flag in pairs):
        assert tuned_threshold([s for s, _ in pairs], [False] * len(pairs), max(n_gold, 1)) == 0.0
        return
    threshold = tuned_threshold([s for s, _ in pairs], [flag for _, flag in pairs], n_gold)
    values = [prefix_f1(pairs, size, n_gold) for size in range(1, len(pairs) + 1)]
    ordered = sorted((score for score, _ in pairs), reverse=True)
    # Near-ties: the search compares floats, so any prefix within rounding of the best may win.
    sizes = [i + 1 for i, value in enumerate(values) if value >= max(values) - 1e-12]
    middles = [
        (ordered[size - 1] + ordered[size]) / 2 if size < len(pairs) else ordered[-1]
        for size in sizes
    ]
    assert threshold in middles
    kept = [pair for pair in pairs if pair[0] >= threshold]
    assert any(len(kept) == sum(score >= ordered[size - 1] for score in ordered) for size in sizes)


@settings(max_examples=40)
@given(st.lists(st.floats(0.5, 2.0), min_size=1, max_size=10, unique=True))
def test_a_perfect_order_is_found(scores):
    half = sorted(scores, reverse=True)[: (len(scores) + 1) // 2]
    threshold = tuned_threshold(scores, [score in half for score in scores], len(half))
    assert {score for score in scores if score >= threshold} == set(half)


def test_by_hand():
    # F1 after each pair, of three gold: 1/2, 4/5, 2/3, 6/7: all are kept, where the script stops.
    assert tuned_threshold([4, 3, 2, 1], [True, True, False, True], 3) == 1.0
    # ... and of two gold: 2/3, 1, 4/5, 2/3.
    assert tuned_threshold([4, 3, 2, 1], [True, True, False, False], 2) == 2.5
    # The first of two equal bests.
    assert tuned_threshold([4, 3, 2, 1], [True, False, False, True], 2) == 3.5
    # A tie across the border is extracted whole: the threshold is the tied score.
    assert tuned_threshold([2, 2], [True, False], 1) == 2.0
    assert tuned_threshold([5, 4], [False, False], 3) == 0.0
    assert tuned_threshold([], [], 3) == 0.0


def test_a_threshold_from_one_part_is_applied_to_another():
    gold = frozenset({("a", "x")})
    found = extract_at_tuned_threshold(
        {("a", "x"): 2.0, ("b", "y"): 1.0}, gold, {("c", "z"): 1.5, ("d", "w"): 1.49}
    )
    assert (found.threshold, found.extracted) == (1.5, (("c", "z"),))


@pytest.mark.shared_data
def test_the_official_thresholds(shared_data):
    from crosswind.evaluate.file_scores.pairs import mined_pairs
    from crosswind.evaluate.file_scores.submitted import Submitted

    for folder in sorted((shared_data / "oracles" / "bucc2018").iterdir()):
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        found = mined_pairs(
            Submitted(task="bucc2018", language="de", gold=folder, predictions=folder)
        )
        test, dev = (expected["scores"][part] for part in ("test_at_dev_threshold", "dev"))
        assert found.facts["threshold"] == pytest.approx(test["threshold"], abs=1e-12)
        for name in ("f1", "precision", "recall"):
            assert found.metrics[name] == pytest.approx(test[name], abs=1e-9)
        tuned = expected["scores"].get("dev_all_candidates_kept", {}) if "error" in dev else dev
        for name, value in tuned.items():
            if name != "best-threshold":
                assert found.facts["tuning"][name.lower()] == pytest.approx(value, abs=1e-9)
