from collections.abc import Callable

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
