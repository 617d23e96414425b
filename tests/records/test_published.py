"""Published figures: well formed, and consistent with each other."""

from crosswind.records.benchmark import BENCHMARKS
from crosswind.records.metric import METRICS
from crosswind.records.published import PUBLISHED, published_scores


def test_every_figure_has_its_place_a_source_and_a_certainty() -> None:
    for item in PUBLISHED:
        benchmark = BENCHMARKS.get(item.benchmark)
        tasks = {entry.task: entry for entry in benchmark.tasks}
        assert item.task in {*tasks, *benchmark.groups, "overall"}
        assert item.metric == "score" or item.metric in METRICS
        assert not item.language or item.language in tasks[item.task].languages
        assert 0.0 < item.value < 100.0
        assert item.source


def test_no_figure_stands_twice() -> None:
    keys = [
        (item.system, item.benchmark, item.task, item.metric, item.language) for item in PUBLISHED
    ]
    assert len(keys) == len(set(keys))


def test_figures_of_a_task_in_the_order_of_the_table() -> None:
    found = published_scores("xtreme", "xnli")
    assert (found[0].system, found[0].value) == ("mBERT", 65.4)
    assert {item.task for item in found} == {"xnli"}
    assert len(published_scores("xtreme")) == len(PUBLISHED)
    assert published_scores("xtreme_r") == ()


def test_the_average_of_the_baseline_is_the_mean_of_its_tasks() -> None:
    """68.1 recomputes from the single tasks, question answering as the mean of F1 and EM."""
    of = {
        (item.task, item.metric): item.value
        for item in PUBLISHED
        if item.system == "XLM-R Large" and not item.language
    }
    tasks = []
    for task in BENCHMARKS.get("xtreme").tasks:
        names = ("f1", "exact_match") if task.metric == "qa_score" else (task.metric,)
        tasks.append(sum(of[task.task, name] for name in names) / len(names))
    assert round(sum(tasks) / len(tasks), 1) == of["overall", "score"] == 68.1


def test_the_mean_of_the_untuned_retrieval_is_the_one_that_was_reported() -> None:
    for task, mean, n in (("bucc2018", 71.5, 4), ("tatoeba", 31.0, 36)):
        values = [item.value for item in published_scores("xtreme", task) if item.language]
        assert len(values) == n
        assert round(sum(values) / n, 1) == mean
