from crosswind.records.estimate import Estimate
from crosswind.report.study import read_study
from tests.report import rich


def test_silent_keys_do_not_change_the_slice() -> None:
    spelled = Estimate(
        quantity="score",
        where={"arm": "a", "task": "t", "perturbation": "", "severity": 0,
               "scope": "target_languages"},
        point=0.5,
    )  # fmt: skip
    study = read_study([spelled], {})
    assert study.find("score", {"arm": "a", "task": "t"}) is spelled
    assert study.find("score", {"arm": "a"}) is None


def test_another_scope_is_another_slice() -> None:
    where: dict[str, str | int] = {"arm": "a", "against": "none", "scope": "all_languages"}
    study = read_study([Estimate(quantity="robustness_gain", where=where, point=0.1)], {})
    assert study.compared("robustness_gain", "a") is None
    assert study.compared("robustness_gain", "a", {"scope": "all_languages"}) is not None


def test_the_baseline_comes_first() -> None:
    item = Estimate(quantity="robustness_gain", where={"arm": "a", "against": "none"}, point=0.1)
    study = read_study([item], {"arms": ["a", "none"]})
    assert study.arms == ("none", "a")
    assert study.rivals == ("a",)


def test_labels_of_pairs_are_told_from_languages() -> None:
    task = rich.study_of().tasks["xnli"]
    assert task.has_pairs
    assert task.single_languages == ("de", "en")
    assert not rich.study_of().tasks["udpos"].has_pairs


def test_metrics_beside_the_headline_and_the_pool_in_a_name() -> None:
    study = rich.study_of()
    assert study.metrics("bucc2018") == ("mining_f1", "average_precision")
    # F1 that stands beside a benchmark's task score is not a metric of the target.
    assert study.metrics("xquad") == ("qa_score",)
    assert study.tasks["lareqa"].metric_name() == "map_at_20[de+en]"
