"""Metrics are functions of additive counts; every formula is worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError
from crosswind.records.metric import METRICS, chance_level, metric_named, pooled_metric

# (metric, sums, value worked out by hand)
BY_HAND = [
    ("accuracy", {"correct": 3, "n": 4}, 0.75),
    ("accuracy", {"correct": 0, "n": 0}, 0.0),
    # 3 of 4 said duplicates are right, of 6: precision 3/4, recall 1/2
    ("positive_f1", {"tp": 3, "predicted": 4, "gold": 6, "correct": 9, "n": 13}, 0.6),
    ("positive_f1", {"tp": 0, "predicted": 0, "gold": 0}, 0.0),
    # precision 2/3, recall 2/4: 2 * (1/3) / (7/6) = 4/7
    ("udpos_f1_seqeval_0_0_12", {"tp": 2, "predicted": 3, "gold": 4}, 4 / 7),
    ("udpos_f1_seqeval_0_0_12", {"tp": 0, "predicted": 0, "gold": 0}, 0.0),
    (
        "udpos_f1_seqeval_1_2_2",
        {"tp_1_2_2": 1, "predicted_1_2_2": 1, "gold_1_2_2": 3, "tp": 9, "predicted": 9, "gold": 9},
        0.5,
    ),
    ("entity_f1", {"tp": 5, "predicted": 5, "gold": 5}, 1.0),
    ("entity_f1", {"tp": 0, "predicted": 7, "gold": 2}, 0.0),
    ("token_accuracy", {"tokens_correct": 9, "tokens": 12}, 0.75),
    # F1 sum 2.5 over 4 questions, 2 exact: (0.625 + 0.5) / 2
    ("qa_score", {"f1": 2.5, "exact": 2, "n": 4}, 0.5625),
    ("f1", {"f1": 2.5, "exact": 2, "n": 4}, 0.625),
    ("exact_match", {"f1": 2.5, "exact": 2, "n": 4}, 0.5),
    ("answerable_f1", {"answerable_f1": 1.5, "answerable": 3, "f1": 9, "n": 9}, 0.5),
    ("answerable_exact_match", {"answerable_exact": 1, "answerable": 4}, 0.25),
    ("unanswerable_accuracy", {"unanswerable_exact": 3, "unanswerable": 4}, 0.75),
    ("unanswerable_accuracy", {"unanswerable_exact": 0, "unanswerable": 0}, 0.0),
    # precision 2/3, recall 2/5
    ("mining_f1", {"tp": 2, "predicted": 3, "gold": 5}, 0.5),
    ("mining_precision", {"tp": 2, "predicted": 3, "gold": 5}, 2 / 3),
    ("mining_recall", {"tp": 2, "predicted": 3, "gold": 5}, 0.4),
    ("map_at_20", {"average_precision": 1.5, "n": 4}, 0.375),
]


@pytest.mark.parametrize(("name", "sums", "value"), BY_HAND)
def test_values_worked_out_by_hand(name: str, sums: dict[str, float], value: float) -> None:
    found = METRICS.get(name).from_sums(sums)
    assert isinstance(found, float)
    assert found == pytest.approx(value, abs=1e-15)


@pytest.mark.parametrize("name", METRICS.names())
def test_every_metric_has_a_value_worked_out_by_hand(name: str) -> None:
    assert name in {case[0] for case in BY_HAND}


@pytest.mark.parametrize("name", METRICS.names())
def test_arrays_give_the_numbers_of_their_elements(name: str) -> None:
    metric = METRICS.get(name)
    rows = np.arange(12.0).reshape(3, 4)
    sums = {count: rows + number for number, count in enumerate(metric.counts)}
    table = metric.from_sums(sums)
    assert table.shape == (3, 4)
    for place in np.ndindex(3, 4):
        alone = metric.from_sums({count: float(sums[count][place]) for count in metric.counts})
        assert table[place] == alone


@pytest.mark.parametrize("name", METRICS.names())
def test_every_metric_says_what_it_is(name: str) -> None:
    metric = METRICS.get(name)
    assert metric.name == name
    assert metric.source
    assert metric.unit == "fraction"
    assert (metric.low, metric.high, metric.higher_is_better) == (0.0, 1.0, True)


@pytest.mark.parametrize("name", METRICS.names())
def test_a_metric_reads_the_counts_it_declares_and_no_others(name: str) -> None:
    metric = METRICS.get(name)

    class Watched(dict[str, float]):
        def __getitem__(self, key: str) -> float:
            read.add(key)
            return super().__getitem__(key)

    read: set[str] = set()
    metric.from_sums(Watched(dict.fromkeys(metric.counts, 1.0)))
    assert read == set(metric.counts)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=20))
@profile(max_examples=40)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(
    chunks: list[tuple[bool, bool, bool]],
) -> None:
    gold = sum(first for first, _, _ in chunks)
    predicted = sum(second for _, second, _ in chunks)
    tp = sum(all(item) for item in chunks)
    found = METRICS.get("entity_f1").from_sums({"tp": tp, "predicted": predicted, "gold": gold})
    if tp == 0:
        assert found == 0.0
    else:
        precision, recall = tp / predicted, tp / gold
        assert found == pytest.approx(2 * precision * recall / (precision + recall))


@pytest.mark.parametrize(
    ("kind", "n_labels", "n_candidates", "chance"),
    [
        ("pair_classification", 3, 0, 1 / 3),
        ("classification", 20, 100, 0.05),
        ("retrieval", 0, 1000, 0.001),
        ("retrieval", 5, 0, 0.0),
        ("multiple_choice", 4, 0, 0.25),
        ("multiple_choice", 0, 9, 0.0),
        ("tagging", 17, 0, 0.0),
        ("span_qa", 0, 0, 0.0),
        ("mining", 0, 100, 0.0),
        # One right candidate of four, in random order: (1 + 1/2 + 1/3 + 1/4) / 4.
        ("answer_retrieval", 0, 4, pytest.approx(25 / 48)),
        ("entity_retrieval", 0, 0, 0.0),
    ],
)
def test_chance(kind: str, n_labels: int, n_candidates: int, chance: float) -> None:
    assert chance_level(kind, n_labels, n_candidates) == chance


def test_a_ranking_is_cut_at_20() -> None:
    harmonic = sum(1 / rank for rank in range(1, 21))
    assert chance_level("entity_retrieval", 0, 1000) == pytest.approx(harmonic / 1000)


def test_the_languages_of_a_pool_are_part_of_the_name() -> None:
    name = pooled_metric("map_at_20", ("de", "en"))
    assert name == "map_at_20[de,en]"
    assert metric_named(name) is metric_named("map_at_20") is METRICS.get("map_at_20")
    with pytest.raises(ConfigError, match="Did you mean 'map_at_20'"):
        metric_named("map_at_10[de]")
