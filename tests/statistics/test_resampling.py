from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.seeds import generator
from crosswind.statistics import resampling
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.resampling import cluster_weights, resampled_values


def counts_of(sums, languages, items, flips=None):
    sums = np.asarray(sums, dtype=float)
    return TaskCounts(
        names=("correct", "n"),
        sums=sums,
        flips=np.zeros(sums.shape[:2]) if flips is None else flips,
        items=np.asarray(items, dtype=float),
        source_of={Path(str(i)): i for i in range(sums.shape[1])},
        language_of=np.asarray(languages),
    )


@settings(max_examples=25)
@given(st.integers(1, 30), st.integers(2, 40))
def test_every_resample_draws_as_many_clusters_as_there_are(n_clusters, n_resamples):
    blocks = list(cluster_weights(n_clusters, n_resamples, generator(1, "x")))
    weights = np.concatenate(blocks)
    assert weights.shape == (n_resamples, n_clusters)
    assert (weights.sum(axis=1) == n_clusters).all()


def test_draws_do_not_depend_on_the_block(monkeypatch):
    whole = np.concatenate(list(cluster_weights(7, 50, generator(1, "x"))))
    monkeypatch.setattr(resampling, "_BLOCK", 21)
    parts = list(cluster_weights(7, 50, generator(1, "x")))
    assert len(parts) == 17
    assert (np.concatenate(parts) == whole).all()


def test_joint_resampling_is_what_brute_force_gives():
    rng = np.random.default_rng(5)
    items = np.array([[2, 1], [1, 1], [1, 0], [3, 2]])
    n = items[:, [0, 0, 1]]
    right = rng.binomial(n, 0.6)
    flips = rng.binomial(n, 0.3).astype(float)
    counts = counts_of(np.stack([right, n], axis=2), [0, 0, 1], items, flips)
    values, flipped = resampled_values(counts, "accuracy", 30, generator(2, "y"))
    draws = generator(2, "y").integers(0, 4, size=(30, 4))
    for number, rows in enumerate(draws, start=1):
        for source in range(3):
            total = n[rows, source].sum()
            if total == 0:
                assert np.isnan(values[source, number])
                continue
            assert values[source, number] == pytest.approx(right[rows, source].sum() / total)
            assert flipped[source, number] == pytest.approx(flips[rows, source].sum() / total)
    assert values[:, 0] == pytest.approx(right.sum(axis=0) / n.sum(axis=0))


def test_f1_is_recomputed_and_not_averaged():
    sums = np.array([[[1, 1, 1]], [[0, 8, 8]]], dtype=float)
    counts = TaskCounts(
        names=("tp", "predicted", "gold"),
        sums=sums,
        flips=np.zeros((2, 1)),
        items=np.ones((2, 1)),
        source_of={Path("0"): 0},
        language_of=np.array([0]),
    )
    values, _ = resampled_values(counts, "entity_f1", 200, generator(0, "z"))
    assert values[0, 0] == pytest.approx(1 / 9)
    assert {round(value, 6) for value in values[0, 1:]} == {0.0, round(1 / 9, 6), 1.0}


def test_a_source_without_a_clean_cell_has_no_flip_rate():
    counts = counts_of([[[1, 1]]], [0], [[1]], np.full((1, 1), np.nan))
    values, flips = resampled_values(counts, "accuracy", 3, generator(0, "w"))
    assert np.isnan(flips).all()
    assert (values == 1.0).all()


def test_joint_draws_cover_and_separate_draws_do_not():
    # Nine parallel languages; the mean over them varies with the item, not with the language.
    n_items, n_languages, hits = 60, 9, np.zeros(2)
    for study in range(150):
        rng = generator(11, study)
        latent = rng.normal(0, 1, (n_items, 1)) + rng.normal(0, 0.5, (n_items, n_languages))
        right = latent > -0.5
        sums = np.stack([right, np.ones_like(right)], axis=2)
        counts = counts_of(sums, range(n_languages), np.ones((n_items, n_languages)))
        joint, _ = resampled_values(counts, "accuracy", 200, rng)
        apart = [
            resampled_values(
                counts_of(sums[:, [k]], [0], np.ones((n_items, 1))), "accuracy", 200, rng
            )[0]
            for k in range(n_languages)
        ]
        truth = 0.672639577
        for method, values in enumerate((joint, np.concatenate(apart))):
            low, high = np.quantile(values[:, 1:].mean(axis=0), [0.025, 0.975])
            hits[method] += low <= truth <= high
    assert 0.88 <= hits[0] / 150 <= 0.99
    assert hits[1] / 150 < 0.8
