from collections.abc import Callable
from dataclasses import replace

from crosswind.report.distrust import distrust_lines
from crosswind.report.dose import Dose
from crosswind.report.study import Study


def dose(language: str, severity: int, changed: float) -> Dose:
    return Dose(
        task="home_intents", language=language, perturbation="ocr", severity=severity,
        characters=0.0, words=0.0, changed=changed,
    )  # fmt: skip


def test_what_is_known_is_said_once_and_in_order(study_of: Callable[..., Study]) -> None:
    study = study_of(languages=("en", "de"))
    lines = distrust_lines(study, ["One noise seed.", "One noise seed."], [])
    assert lines.count("One noise seed.") == 1
    assert lines[0] == "One noise seed."
    assert "training variance is not covered: two seeds." in lines
    assert "Missing: ocr in th." in lines
    assert any(line.startswith("Small n: home_slots has 400 examples in only 60") for line in lines)
    assert any(line.startswith("Embedded data: home_intents") for line in lines)


def test_a_note_of_the_plan_stands_for_that_of_the_statistics(
    study_of: Callable[..., Study],
) -> None:
    notes = ["2 training seeds: the intervals do not cover training again.", "Embedded data: all."]
    lines = distrust_lines(study_of(), notes, [])
    assert not any("variance" in line for line in lines)
    assert sum("mbedded" in line for line in lines) == 1


def test_noise_that_did_nothing_is_named(study_of: Callable[..., Study]) -> None:
    study = study_of(languages=("en", "de"))
    doses = [dose("en", 1, 0.0), dose("de", 1, 0.02), dose("en", 3, 0.01), dose("de", 3, 0.9)]
    idle = [line for line in distrust_lines(study, [], doses) if line.startswith("Hardly")]
    assert len(idle) == 1
    assert "severity 1 in every language; severity 3 in en." in idle[0]


def test_collapsed_and_marked_cells_are_listed(study_of: Callable[..., Study]) -> None:
    study = study_of()
    marked = replace(study.estimates[0], marks=("oracle",))
    study = replace(
        study,
        estimates=(marked, *study.estimates[1:]),
        facts={**study.facts, "collapsed": ["home_slots, seed 2"]},
    )
    lines = distrust_lines(study, [], [])
    assert "Collapsed run: home_slots, seed 2." in lines
    assert any(line.startswith("Marked oracle") for line in lines)


def test_a_long_list_of_missing_cells_is_counted(study_of: Callable[..., Study]) -> None:
    study = study_of()
    missing = [f"cell {number}" for number in range(40)]
    lines = distrust_lines(replace(study, facts={**study.facts, "missing": missing}), [], [])
    said = [line for line in lines if line.startswith("Missing")]
    assert len(said) == 16
    assert said[-1].startswith("Missing: 25 more cells or estimates")
