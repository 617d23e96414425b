import json
from collections.abc import Callable
from dataclasses import replace

from crosswind.records.estimate import slice_key
from crosswind.report.curve_figures import curve_figures
from crosswind.report.figure import Figure
from crosswind.report.study import Study


def test_curves_come_three_targets_a_figure(
    study_of: Callable[..., Study], words_of: Callable[[Figure], str]
) -> None:
    tasks = ("home_intents", "home_slots", "interface_retrieval", "xquad")
    first, second = curve_figures(study_of(tasks=tasks))
    assert "home_slots (entity_f1)" in words_of(first)
    assert "xquad (qa_score)" in words_of(second)
    assert curve_figures(study_of(conditions=())) == []


def test_a_curve_starts_from_the_clean_text_of_its_own_languages(
    study_of: Callable[..., Study],
) -> None:
    study = study_of(tasks=("home_intents",), conditions=(("ocr", 3), ("typo", 3)))
    place = {"arm": "none", "task": "home_intents", "perturbation": "ocr"}
    noisy = study.find("score", {**place, "severity": 3})
    assert noisy is not None
    own = replace(noisy, where={**place, "severity": 0}, point=0.5)
    table = {**study.table, slice_key(own.quantity, own.where): own}
    (figure,) = curve_figures(replace(study, table=table))
    (rows,) = json.loads(figure.drawing.specification)["datasets"].values()
    clean = {
        row["perturbation"]: row["point"]
        for row in rows
        if row["arm"] == "none" and row["severity"] == 0
    }
    assert clean == {"ocr": 50.0, "typo": 74.0}
