from collections.abc import Callable

import pytest

from crosswind.report.setting import setting_line
from crosswind.report.study import Study

EXPERIMENT = {
    "encoder": {"name": "tiny"},
    "arms": [
        {"name": "none"},
        {"name": "both", "stages": [{"tasks": ["mnli", "squad"]}, {"tasks": ["copa"]}]},
    ],
}


def test_a_reader_is_told_what_was_scored_and_what_the_arms_train(
    study_of: Callable[..., Study],
) -> None:
    study = study_of(
        arms=("none", "both"),
        tasks=("home_intents", "home_slots"),
        conditions=(("ocr", 3), ("typo", 1), ("typo", 3)),
        languages=("en", "de", "th"),
    )
    assert setting_line(study, EXPERIMENT) == (
        "tiny on home_intents and home_slots, in 2 languages besides en; clean, and under ocr and "
        "typo (severity 1, 3). both: trained on mnli + squad, then copa first."
    )


@pytest.mark.parametrize("experiment", [{}, {"encoder": None, "arms": []}])
def test_what_is_not_known_is_left_out(study_of: Callable[..., Study], experiment: dict) -> None:
    study = study_of(arms=("none", "both"), tasks=("home_intents",), conditions=())
    line = setting_line(study, experiment)
    assert line.startswith("An encoder on home_intents, in ")
    assert line.endswith("; on clean text alone.")
    assert setting_line(study_of(arms=(), tasks=(), conditions=()), experiment) == ""


def test_many_names_are_a_number(study_of: Callable[..., Study]) -> None:
    study = study_of(arms=("none", "a", "b", "c"), tasks=tuple("uvwxyz"))
    line = setting_line(study, EXPERIMENT)
    assert "tiny on 6 targets" in line
    assert line.endswith(" 3 arms are held against none.")


def test_the_source_language_alone_is_named(source_only: Study) -> None:
    assert setting_line(source_only, EXPERIMENT).startswith("tiny on t, in en alone; clean, and ")
