import itertools
import warnings

import numpy as np
import pytest

from crosswind.statistics.mixed import CellMean, CellMeans, mixed_model
from tests.statistics.grids import cube_of


def study(gain: float = 0.01, seed: int = 0, arms: tuple[str, ...] = ("none", "mnli")):
    """Cells with a slope of -0.03 a severity, and of this much less for the arms."""
    rng = np.random.default_rng(seed)
    tasks, languages = ("a", "b", "c"), ("de", "fr", "sw", "th")
    shift = {name: rng.normal(0, 0.05) for name in (*tasks, *languages, "1", "2", "3")}
    rows = []
    for arm, task, language, one in itertools.product(arms, tasks, languages, "123"):
        for name, dose in (("", 0), ("ocr", 1), ("ocr", 3), ("typo", 1), ("typo", 3)):
            mean = 0.7 + shift[task] + shift[language] + shift[one] - 0.03 * dose
            mean += (0.02 + gain * dose) * (arm != "none") - 0.01 * dose * (name == "typo")
            rows.append(
                CellMean(arm=arm, task=task, language=language, seeds=one, perturbation=name,
                         dose=dose, score=mean + rng.normal(0, 0.01))
            )  # fmt: skip
    return rows


def test_a_known_slope_is_found() -> None:
    (row,) = mixed_model(study(), "none", 0.95)
    assert row["slope"] == pytest.approx(0.01, abs=0.002)
    assert row["gain"] == pytest.approx(2 * row["slope"])
    assert row["clean_gain"] == pytest.approx(0.02, abs=0.005)
    assert row["clean_low"] < 0.02 < row["clean_high"]
    assert row["low"] < 0.02 < row["high"]
    assert row["deviations"]["rest"] == pytest.approx(0.01, abs=0.002)


def test_the_interval_covers_nothing_where_there_is_nothing() -> None:
    hits = 0
    for seed in range(40):
        (row,) = mixed_model(study(0.0, seed), "none", 0.95)
        hits += row["low"] <= 0 <= row["high"]
    assert hits >= 35


def test_it_agrees_with_statsmodels() -> None:
    smf = pytest.importorskip("statsmodels.formula.api")
    pandas = pytest.importorskip("pandas")
    rows = study()
    frame = pandas.DataFrame([{name: getattr(row, name) for name in row.__slots__} for row in rows])
    frame["arm"] = (frame["arm"] != "none").astype(float)
    frame["typo"] = frame["dose"] * (frame["perturbation"] == "typo")
    frame["pair"] = frame["task"] + frame["language"]
    frame["whole"] = 1
    parts = {name: f"0 + C({name})" for name in ("task", "language", "pair", "seeds")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = smf.mixedlm("score ~ arm * dose + typo", frame, groups="whole", vc_formula=parts)
        fitted = model.fit(reml=True)
    (row,) = mixed_model(rows, "none", 0.95)
    assert row["slope"] == pytest.approx(fitted.params["arm:dose"], rel=1e-3)
    assert row["clean_gain"] == pytest.approx(fitted.params["arm"], rel=1e-2)
    error = (row["high"] - row["low"]) / (2 * 1.959964 * 2)
    assert error == pytest.approx(fitted.bse["arm:dose"], rel=1e-2)
    assert row["deviations"]["rest"] == pytest.approx(fitted.scale**0.5, rel=1e-2)


def test_balanced_cells_give_the_difference_of_slopes() -> None:
    rows = study(arms=("none", "mnli", "squad"))
    found = {row["arm"]: row for row in mixed_model(rows, "none", 0.95)}
    assert list(found) == ["mnli", "squad"]
    for arm, row in found.items():
        slopes = []
        for name in (arm, "none"):
            own = [item for item in rows if item.arm == name]
            doses = np.array([item.dose for item in own], float)
            extra = doses * np.array([item.perturbation == "typo" for item in own])
            design = np.column_stack([np.ones(len(own)), doses, extra])
            slopes.append(np.linalg.lstsq(design, np.array([i.score for i in own]), rcond=None)[0])
        assert row["slope"] == pytest.approx(slopes[0][1] - slopes[1][1], abs=0.002)


@pytest.mark.parametrize("kept", ["clean", "noisy", "one arm", "none"])
def test_what_cannot_be_estimated_is_not(kept: str) -> None:
    keep = {
        "clean": lambda row: row.dose == 0,
        "noisy": lambda row: row.dose > 0,
        "one arm": lambda row: row.arm == "none",
        "none": lambda row: False,
    }[kept]
    assert mixed_model([row for row in study() if keep(row)], "none", 0.95) == []


def test_cells_of_the_source_language_are_left_out() -> None:
    shares = {
        (arm, language, name, severity): 0.8 - severity / 20
        for arm in ("none", "mnli")
        for language in ("en", "de", "fr")
        for name, severity in (("", 0), ("typo", 1), ("typo", 3))
    }
    cells = CellMeans(baseline="none")
    cells.add(cube_of(shares)[0])
    assert {row.language for row in cells.rows["benchmark"]} == {"de", "fr"}
    assert len(cells.rows["benchmark"]) == 12
    (row,) = cells.fitted(0.95)
    assert row["world"] == "benchmark"
    assert row["gain"] == pytest.approx(0, abs=1e-9)
