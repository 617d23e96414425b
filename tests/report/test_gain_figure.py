from collections.abc import Callable

from crosswind.report.figure import Figure
from crosswind.report.gain_figure import gain_figures
from crosswind.report.study import Study


def test_gains_show_every_target_and_the_average(
    study_of: Callable[..., Study], words_of: Callable[[Figure], str]
) -> None:
    (figure,) = gain_figures(study_of())
    for text in ("home_intents", "interface_retrieval", "all", "robustness gain"):
        assert text in words_of(figure)
    assert gain_figures(study_of(arms=("none",))) == []
