import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.statistics.cube import missing_cells
from tests.statistics.grids import cube_of

LANGUAGES = ("de", "en", "fr")
CONDITIONS = (("", 0), ("ocr", 1), ("ocr", 3), ("typo", 3))


def shares(value=0.5):
    return {
        ("none", language, *condition): value for language in LANGUAGES for condition in CONDITIONS
    }


@settings(max_examples=30)
@given(
    st.sets(st.sampled_from(LANGUAGES), min_size=1),
    st.sets(st.sampled_from(["ocr", "typo"]), min_size=1),
)
def test_weights_are_equal_by_language_perturbation_and_severity(languages, perturbations):
    cube, _ = cube_of(shares())
    names = sorted(perturbations)
    weights = cube.noisy_weights(sorted(languages), names)
    assert weights.sum() == pytest.approx(1)
    assert weights[:, 0].sum() == 0
    rows = weights.sum(axis=1)
    assert set(np.round(rows[rows > 0], 9)) == {round(1 / len(languages), 9)}
    assert cube.clean_beside(weights)[:, 0] == pytest.approx(rows)


def test_nested_weights_by_hand():
    cube, _ = cube_of(shares())
    weights = cube.noisy_weights(("de", "fr"), ("ocr", "typo"))
    assert weights[0] == pytest.approx([0, 1 / 8, 1 / 8, 1 / 4])
    assert cube.noisy_weights(("de",), ("ocr", "typo"), 3)[0] == pytest.approx([0, 0, 1 / 2, 1 / 2])


def test_a_cell_that_nobody_has_takes_no_weight_and_is_listed():
    known = shares()
    del known["none", "fr", "typo", 3]
    cube, _ = cube_of(known)
    weights = cube.noisy_weights(("de", "fr"), ("ocr", "typo"))
    assert weights[2] == pytest.approx([0, 1 / 4, 1 / 4, 0])
    assert missing_cells(cube) == ["xnli in fr (typo 3): scored for no arm"]


def test_a_cell_that_one_arm_lacks_makes_its_means_undefined():
    known = shares()
    known["mnli", "de", "", 0] = 0.5
    cube, _ = cube_of(known)
    assert missing_cells(cube) == [
        "xnli in de (ocr 1, 3; typo 3): not scored for arm mnli (seeds 1-1)",
        "xnli in en, fr (clean; ocr 1, 3; typo 3): not scored for arm mnli (seeds 1-1)",
    ]
    weights = cube.noisy_weights(("de",), ("typo",))
    assert np.isnan(cube.mean("mnli", weights)).all()
    assert cube.mean("none", weights)[0, 0] == 0.5
    assert cube.mean("none", np.zeros_like(weights)) is None


def test_sizes_count_clusters_once():
    cube, _ = cube_of(shares())
    assert cube.size(cube.clean_weights(("de", "fr"))) == (20, 10)
    assert cube.size(cube.clean_weights(("de",))) == (10, 10)


def test_models_tell_score_folders_apart():
    cube, _ = cube_of(shares())
    clean, noisy = cube.clean_weights(("de",)), cube.noisy_weights(("de",), ("typo",))
    assert cube.models_of("none", clean) != cube.models_of("none", noisy)
