"""The benchmarks as data, and their official aggregation."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.benchmark import BENCHMARKS, XTREME, XTREME_R, Benchmark, aggregate
from crosswind.records.metric import METRICS
from tests.evaluate.oracles import cases, expected_of

EVERY = pytest.mark.parametrize("benchmark", [XTREME, XTREME_R], ids=["xtreme", "xtreme_r"])
SIZES = {
    "xtreme": {
        "pawsx": 7,
        "xnli": 15,
        "panx": 40,
        "udpos": 33,
        "bucc2018": 4,
        "tatoeba": 36,
        "xquad": 11,
        "mlqa": 7,
        "tydiqa": 9,
    },
    "xtreme_r": {
        "xnli": 15,
        "panx": 48,
        "udpos": 38,
        "tatoeba": 41,
        "xcopa": 11,
        "lareqa": 11,
        "mewslix": 11,
        "xquad": 12,
        "mlqa": 7,
        "tydiqa": 9,
    },
}


def full_table(benchmark: Benchmark, value: float = 50.0) -> dict[str, dict[str, float]]:
    return {item.task: dict.fromkeys(item.languages, value) for item in benchmark.tasks}


@EVERY
def test_lists_have_the_published_sizes(benchmark: Benchmark) -> None:
    sizes = {item.task: len(set(item.languages)) for item in benchmark.tasks}
    assert sizes == SIZES[benchmark.name]
    assert all(len(item.languages) == sizes[item.task] for item in benchmark.tasks)
    assert BENCHMARKS.get(benchmark.name) is benchmark
    languages = {name for item in benchmark.tasks for name in item.languages}
    assert len(languages) == {"xtreme": 40, "xtreme_r": 50}[benchmark.name]


@EVERY
def test_tasks_are_well_formed(benchmark: Benchmark) -> None:
    for item in benchmark.tasks:
        assert item.metric in METRICS
        assert benchmark.task(item.task) is item
    assert benchmark.task("squad") is None
    names = {item.task for item in benchmark.tasks}
    assert {task for group in benchmark.groups.values() for task in group} <= names
    left_out = names - {task for group in benchmark.groups.values() for task in group}
    assert left_out == ({"lareqa"} if benchmark.name == "xtreme_r" else set())


def test_question_answering_enters_by_the_mean_of_both_measures() -> None:
    item = XTREME.task("xquad")
    assert item is not None
    assert item.value_of({"exact_match": 40.0, "f1": 60.0}) == 50.0


@EVERY
@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_one_missing_cell_takes_away_what_it_is_part_of(benchmark: Benchmark, random) -> None:  # type: ignore[no-untyped-def]
    table = full_table(benchmark)
    item = random.choice(benchmark.tasks)
    language = random.choice(item.languages)
    del table[item.task][language]
    found = aggregate(benchmark, table)
    assert found.overall is None
    assert found.missing == (f"{item.task} {language}",)
    assert found.tasks[item.task] is None
    assert language not in found.languages[item.task]
    assert set(found.groups) == {
        name for name, members in benchmark.groups.items() if item.task not in members
    }
    apart = (found.retrieval, found.non_retrieval)
    assert apart == ((None, 50.0) if item.is_retrieval else (50.0, None))


@EVERY
def test_a_task_that_is_absent_is_named_once(benchmark: Benchmark) -> None:
    table = full_table(benchmark)
    del table["panx"]
    table["xnli"] = {}
    found = aggregate(benchmark, table)
    assert set(found.missing) == {"panx", "xnli"}
    assert not {"panx", "xnli"} & set(found.tasks)


@EVERY
def test_what_the_benchmark_has_not_is_left_aside(benchmark: Benchmark) -> None:
    table = full_table(benchmark)
    table["udpos"]["xx"] = 0.0
    table["squad"] = {"en": 0.0}
    assert aggregate(benchmark, table) == aggregate(benchmark, full_table(benchmark))


def test_the_overall_score_is_a_mean_over_tasks_not_over_groups_or_cells() -> None:
    table = full_table(XTREME_R, 0.0)
    table["lareqa"] = dict.fromkeys(table["lareqa"], 100.0)
    table["xcopa"]["et"] = 110.0
    found = aggregate(XTREME_R, table)
    assert found.overall == pytest.approx((100 + 10) / 10)
    assert found.groups == {
        "classification": 5.0,
        "tagging": 0.0,
        "qa": 0.0,
        "retrieval": 0.0,
        "multi_choice": 10.0,
    }
    assert found.retrieval == pytest.approx(100 / 3)
    assert found.non_retrieval == pytest.approx(10 / 7)


OFFICIAL_NAMES = {"udpos_f1_seqeval_0_0_12": "f1", "map_at_20": "map@20"}


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", cases("aggregation"))
def test_the_official_aggregation(folder) -> None:  # type: ignore[no-untyped-def]
    expected = expected_of(folder)
    benchmark = BENCHMARKS.get(expected["parameters"]["xtreme_version"].replace("-", "_"))
    scores = json.loads((folder / "predictions.scores.json").read_text("utf-8"))
    table = {
        item.task: {
            language: item.value_of(
                {name: metrics[OFFICIAL_NAMES.get(name, name)] for name in item.file_metrics}
            )
            for language, metrics in scores.get(item.task, {}).items()
        }
        for item in benchmark.tasks
    }
    found = aggregate(benchmark, table)
    overall = dict(expected["scores"]["overall"])
    assert found.overall == (
        pytest.approx(overall.pop("all_task"), abs=1e-9) if "all_task" in overall else None
    )
    assert found.groups == pytest.approx(overall, abs=1e-9)
    averages = expected["scores"]["task_averages"]
    assert found.tasks == pytest.approx(
        {task: entry["avg_metric"] for task, entry in averages.items()}, abs=1e-9
    )
    assert list(found.missing) == expected["parameters"]["missing_tasks"]
