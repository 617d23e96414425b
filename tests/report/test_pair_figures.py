from collections.abc import Callable

from crosswind.report.figure import Figure
from crosswind.report.pair_figures import pair_figures
from tests.report.rich import study_of


def test_every_pair_is_in_the_map(words_of: Callable[[Figure], str]) -> None:
    (figure,) = pair_figures(study_of())
    words = words_of(figure)
    for text in ("none", "mnli", "80.0", "70.0", "60.0", "50.0", "second language"):
        assert text in words
    assert figure.table == "pairs_1"
