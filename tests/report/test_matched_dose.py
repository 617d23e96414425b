from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.estimate import Estimate
from crosswind.report.dose import Dose
from crosswind.report.matched_dose import matched_gap, matched_table
from crosswind.report.study import Study, read_study

RATES = st.floats(0.01, 1.0)


@settings(max_examples=40)
@given(RATES, st.lists(RATES, min_size=1, max_size=4))
def test_languages_that_lose_as_much_a_word_have_no_gap(
    source: float, targets: list[float]
) -> None:
    curves = {str(at): [(0.0, 0.0), (rate, 0.3 * rate)] for at, rate in enumerate(targets)}
    found = matched_gap([(0.0, 0.0), (source, 0.3 * source)], curves)
    assert found is not None
    gap, rate = found
    assert gap == pytest.approx(0.0, abs=1e-9)
    assert rate == pytest.approx(sum(min(source, one) for one in targets) / len(targets))


def test_each_language_is_held_at_the_rates_of_the_source_language() -> None:
    source = [(0.0, 0.0), (0.1, 0.02), (0.2, 0.06)]
    gap, rate = matched_gap(
        source, {"de": [(0.0, 0.0), (0.4, 0.2)], "fi": [(0.0, 0.0), (0.1, 0.1)]}
    )
    # de at 0.1 and 0.2: 0.05 and 0.1 against 0.02 and 0.06; fi at 0.1 twice: 0.1 against 0.02.
    assert gap == pytest.approx((0.03 + 0.04 + 0.08 + 0.08) / 4)
    assert rate == pytest.approx((0.1 + 0.2 + 0.1 + 0.1) / 4)
    assert matched_gap(source, {}) is None


def study_of_scores(scores: dict[tuple[str, int], float]) -> Study:
    rows = [
        Estimate(
            quantity="score",
            where={"arm": "none", "task": "t", "language": language,
                   "perturbation": "typo" if severity else "", "severity": severity},
            point=point,
            intervals=(),
        )
        for (language, severity), point in scores.items()
    ]  # fmt: skip
    task = {"source_language": "en", "languages": sorted({name for name, _ in scores})}
    facts = {"arms": ["none"], "tasks": {"t": task}, "conditions": [["typo", 1], ["typo", 3]]}
    return read_study(rows, facts)


def dose(language: str, severity: int, words: float | None) -> Dose:
    return Dose(task="t", language=language, perturbation="typo", severity=severity,
                characters=None, words=words, changed=None)  # fmt: skip


def test_the_table_leaves_out_what_has_no_words_and_what_was_not_measured() -> None:
    scores = {
        (language, severity): 0.9 - drop * severity
        for language, drop in (("en", 0.01), ("de", 0.02), ("th", 0.2), ("fi", 0.1))
        for severity in (0, 1, 3)
    }
    doses = [dose(language, severity, 0.1 * severity)
             for language in ("en", "de", "th") for severity in (1, 3)]  # fmt: skip
    doses += [dose("fi", 1, None)]
    (row,) = matched_table(study_of_scores(scores), doses).rows
    assert [cell.text for cell in row][1:3] == ["none", "typo"]
    assert row[4].value == pytest.approx(100 * (0.01 + 0.03) / 2)
    assert (row[5].text, row[6].text) == ("20.0%", "1")


def test_without_doses_or_source_there_is_no_row(study_of: Callable[..., Study]) -> None:
    assert matched_table(study_of(), []).rows == ()
    scores = {("de", 0): 0.9, ("de", 1): 0.8}
    assert matched_table(study_of_scores(scores), [dose("de", 1, 0.1)]).rows == ()
