from collections.abc import Callable

from crosswind.report.fertility import Fertility
from crosswind.report.figure import Figure
from crosswind.report.language_figures import language_figures
from crosswind.report.study import Study


def test_language_figures(
    study_of: Callable[..., Study], words_of: Callable[[Figure], str]
) -> None:
    study = study_of(tasks=("home_intents",), languages=("en", "sw"))
    grown = Fertility(task="home_intents", language="sw", clean_tokens=9.0, growth=0.2)
    drop, heat, growth = language_figures(study, [grown])
    assert "(source)" in words_of(drop)
    assert "points lost" in words_of(heat)
    assert "sw" in words_of(growth)
    assert f'id="{heat.name}-1"' in heat.svg
    assert language_figures(study_of(conditions=()), []) == []
