import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.mined import Mined, extracted, half_of
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def mined(*rows):
    """Rows of (id, gold id, predicted id, score); each is a cluster of its own."""
    return Mined(
        examples=[
            Example(
                example_id=name, parallel_id=name, language="de", gold_ids=(gold,) if gold else ()
            )
            for name, gold, _, _ in rows
        ],
        predictions=[
            Prediction(example_id=name, predicted=said, score=score)
            for name, _, said, score in rows
        ],
    )


PART = mined(("a", "x", "x", 2.0), ("b", "y", "y", 1.5), ("c", "", "z", 1.0), ("d", "w", "", 0.0))


def test_without_a_threshold_every_pair_counts():
    rows, thresholds = extracted(PART, "none", None, place="cell")
    assert [row.predicted for row in rows] == ["x", "y", "z", ""]
    assert thresholds == []


def test_a_threshold_of_another_part_takes_pairs_back():
    tuning = mined(("p", "q", "q", 1.8), ("r", "", "s", 1.4))
    rows, thresholds = extracted(PART, "tuned", tuning, place="cell")
    assert thresholds == [1.6]
    assert [row.predicted for row in rows] == ["x", "", "", ""]
    assert [row.score for row in rows] == [2.0, 1.5, 1.0, 0.0]


def names_of_half(number, n):
    found = (str(i) for i in range(1000))
    chosen = [i for i in found if half_of(mined((i, "", "", 0.0)).examples[0]) == number]
    return chosen[:n]


def test_cross_fitting_tunes_each_half_on_the_other():
    first, second = names_of_half(0, 2), names_of_half(1, 2)
    part = mined(
        (first[0], "x", "x", 4.0),
        (first[1], "", "y", 2.0),
        (second[0], "z", "z", 9.0),
        (second[1], "", "w", 7.0),
    )
    rows, thresholds = extracted(part, "cross_fitted", None, place="cell")
    # Half 0 is extracted at the threshold of half 1, and the other way round.
    assert thresholds == [8.0, 3.0]
    assert [row.predicted for row in rows] == ["", "", "z", "w"]


def test_the_clean_part_gives_the_thresholds_of_a_noisy_one():
    first, second = names_of_half(0, 1)[0], names_of_half(1, 1)[0]
    clean = mined((first, "x", "x", 4.0), (second, "z", "z", 9.0))
    noisy = mined((first, "x", "x", 8.5), (second, "z", "z", 3.0))
    rows, thresholds = extracted(noisy, "cross_fitted", clean, place="cell")
    assert thresholds == [9.0, 4.0]
    assert [row.predicted for row in rows] == ["", ""]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=4), unique=True, max_size=20))
def test_halves_are_whole_clusters_and_cover_everything(names):
    part = mined(*((name, "", "", 0.0) for name in names))
    halves = [part.half(number) for number in (0, 1)]
    ids = [example.example_id for half in halves for example in half.examples]
    assert sorted(ids) == sorted(names)
    other = Example(example_id="other", parallel_id="p", language="fr")
    assert half_of(other) == half_of(Example(example_id="1", parallel_id="p", language="de"))


def test_average_precision_needs_no_threshold():
    # Three gold pairs; scores 2.0 and 1.5 are right, 1.0 is wrong, one sentence has no pair.
    assert PART.average_precision() == pytest.approx(2 / 3)


def test_what_does_not_fit_is_an_error():
    with pytest.raises(ConfigError, match=r"unknown threshold: 'tune'. Did you mean 'tuned'"):
        extracted(PART, "tune", None, place="cell")
    for threshold, tuning in (("tuned", None), ("none", PART)):
        with pytest.raises(ConfigError, match="belong together"):
            extracted(PART, threshold, tuning, place="cell")
    with pytest.raises(DataError, match="cell: no threshold can be tuned"):
        extracted(PART, "tuned", mined(("p", "", "q", 1.0)), place="cell")
    with pytest.raises(DataError, match="cell: no prediction for an example: 'a'"):
        Mined.of(PART.examples, PART.predictions[1:], place="cell")
