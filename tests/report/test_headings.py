"""What stands above a section is true of the study."""

from collections.abc import Callable
from dataclasses import replace

from crosswind.records.estimate import Estimate
from crosswind.report.headings import section_headings
from crosswind.report.study import Study, read_study


def marked(study: Study, task: str, mark: str) -> Study:
    found = [
        replace(item, marks=(*item.marks, mark)) if item.where.get("task") == task else item
        for item in study.estimates
    ]
    return read_study(found, study.facts)


def test_all_languages_are_zero_shot_only_where_no_mark_says_otherwise(
    study_of: Callable[..., Study],
) -> None:
    study = study_of(tasks=("home_intents", "interface_retrieval"))
    lead = section_headings(study)["languages"].lead
    assert lead.endswith("every other language is zero-shot.")
    lead = section_headings(marked(study, "interface_retrieval", "not-zero-shot"))["languages"].lead
    assert "every other language is zero-shot" not in lead
    assert "labelled text in scored languages of interface_retrieval (not-zero-shot)" in lead
    lead = section_headings(marked(study, "home_intents", "oracle"))["languages"].lead
    assert "selected the checkpoint of home_intents (oracle)" in lead


def test_a_study_in_the_source_language_says_so() -> None:
    score = Estimate(
        quantity="score", where={"arm": "a", "task": "t", "language": "en"}, point=0.5,
        intervals=(), n_examples=1, n_clusters=1, n_seeds=1,
    )  # fmt: skip
    study = read_study([score], {"tasks": {"t": {"languages": ["en"]}}})
    assert "source" not in section_headings(study)["gains"].lead
    assert section_headings(study)["languages"].lead.endswith("training text alone.")


def test_one_arm_has_scores_and_no_gains(study_of: Callable[..., Study]) -> None:
    one = section_headings(study_of(arms=("none",)))["gains"]
    assert (one.short, one.title) == ("Scores", "Scores by target")
    assert "both arms" not in one.lead
    two = section_headings(study_of())["gains"]
    assert (two.short, two.title) == ("Gains", "Gains by target")
    assert "the same clean and the same noisy text" in two.lead
    assert "noisy" not in section_headings(study_of(conditions=()))["gains"].lead
