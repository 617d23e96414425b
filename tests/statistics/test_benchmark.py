import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.benchmark import Benchmark, aggregate
from tests.statistics.benchmarks import SETTING, SMALL, coverage_of, tally_of

PAIRS = {
    ("none", "en", "", 0): 0.9,
    ("none", "de", "", 0): 0.7,
    ("none", "en", "typo", 3): 0.6,
    ("none", "de", "typo", 3): 0.4,
    ("none", "de", "ocr", 1): 0.6,
    ("mnli", "en", "", 0): 0.9,
    ("mnli", "de", "", 0): 0.9,
    ("mnli", "en", "typo", 3): 0.8,
    ("mnli", "de", "typo", 3): 0.8,
    ("mnli", "de", "ocr", 1): 0.8,
}
SEARCH = {
    ("none", "de", "", 0): 0.4,
    ("none", "de", "typo", 3): 0.2,
    ("none", "de", "ocr", 1): 0.4,
    ("mnli", "de", "", 0): 0.5,
    ("mnli", "de", "typo", 3): 0.4,
    ("mnli", "de", "ocr", 1): 0.3,
}


def points(tally):
    """(quantity, arm, slice, perturbation) -> (value, marks)."""
    return {
        (
            item.quantity,
            item.where["arm"],
            str(item.where.get("part", item.where.get("group", item.where.get("task")))),
            item.where.get("perturbation"),
        ): (item.sampled.point if item.sampled else None, item.marks)
        for item in tally.findings()
    }


def test_the_whole_benchmark_by_hand():
    found = points(tally_of(SMALL, pairs=PAIRS, search=SEARCH))
    assert all("partial" not in marks for _, marks in found.values())
    values = {key: value for key, (value, _) in found.items()}
    assert values["benchmark_score", "none", "pairs", ""] == pytest.approx(0.8)
    assert values["benchmark_score", "none", "overall", ""] == pytest.approx((0.8 + 0.4) / 2)
    typo, ocr = (0.5 + 0.2) / 2, (0.6 + 0.4) / 2
    assert values["benchmark_score", "none", "overall", "typo"] == pytest.approx(typo)
    # ocr cannot act on English: the task score is that of German.
    assert values["benchmark_score", "none", "overall", "ocr"] == pytest.approx(ocr)
    corrupted = values["benchmark_mean_corrupted_score", "none", "overall", None]
    assert corrupted == pytest.approx((typo + ocr) / 2)
    # Clean scores of the same cells: both languages beside typo, German alone beside ocr.
    beside = ((0.8 + 0.4) / 2 + (0.7 + 0.4) / 2) / 2
    ratio = values["benchmark_retention", "none", "overall", None]
    assert ratio == pytest.approx(corrupted / beside)
    assert values["benchmark_gain", "mnli", "overall", ""] == pytest.approx((0.1 + 0.1) / 2)
    noisy = ((0.8 + 0.4) / 2 + (0.8 + 0.3) / 2) / 2 - corrupted
    assert values["benchmark_gain_noisy", "mnli", "overall", None] == pytest.approx(noisy)
    mnli_beside = ((0.9 + 0.5) / 2 + (0.9 + 0.5) / 2) / 2
    gain = noisy - (mnli_beside - beside)
    assert values["benchmark_robustness_gain", "mnli", "overall", None] == pytest.approx(gain)
    assert values["benchmark_score", "mnli", "retrieval", ""] == pytest.approx(0.5)
    assert values["benchmark_score", "mnli", "non_retrieval", ""] == pytest.approx(0.9)
    assert values["benchmark_score", "mnli", "sentence pairs", ""] == pytest.approx(0.9)


def test_a_partial_mean_is_never_called_overall():
    german = {key: value for key, value in PAIRS.items() if key[1] == "de"}
    found = points(tally_of(SMALL, pairs=german))
    assert not [key for key in found if key[2] == "overall"]
    assert found["benchmark_score", "none", "partial", ""] == (pytest.approx(0.7), ("partial",))
    assert found["benchmark_score", "none", "pairs", ""][1] == ("partial",)
    assert found["benchmark_gain", "mnli", "partial", ""] == (pytest.approx(0.2), ("partial",))


def test_a_group_may_be_whole_beside_one_that_is_not():
    german = {key: value for key, value in PAIRS.items() if key[1] == "de"}
    found = points(tally_of(SMALL, pairs=german, search=SEARCH))
    assert found["benchmark_score", "none", "retrieval", ""][1] == ()
    assert found["benchmark_score", "none", "sentence pairs", ""][1] == ("partial",)
    assert found["benchmark_score", "none", "both", ""][1] == ("partial",)
    assert found["benchmark_score", "none", "non_retrieval", ""][1] == ("partial",)
    assert found["benchmark_score", "none", "partial", ""][1] == ("partial",)


def test_an_arm_with_fewer_tasks_is_held_against_the_baseline_on_those():
    pairs = {key: value for key, value in PAIRS.items() if key[0] == "none"}
    tally = tally_of(SMALL, pairs=pairs, search=SEARCH)
    found = points(tally)
    assert found["benchmark_gain", "mnli", "partial", ""] == (pytest.approx(0.1), ("partial",))
    assert found["benchmark_score", "none", "overall", ""][0] == pytest.approx(0.6)
    assert tally.facts()["missing"] == {"none": {}, "mnli": {"pairs": ["en", "de"]}}


def test_a_cell_that_an_arm_lacks_leaves_its_means_undefined():
    lacking = {key: value for key, value in PAIRS.items() if key != ("mnli", "en", "", 0)}
    found = points(tally_of(SMALL, pairs=lacking, search=SEARCH))
    assert found["benchmark_score", "mnli", "partial", ""] == (None, ("partial",))
    assert found["benchmark_score", "mnli", "search", ""][0] == pytest.approx(0.5)
    assert found["benchmark_score", "none", "overall", ""][0] == pytest.approx(0.6)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 10), min_size=6, max_size=6))
def test_equal_arms_gain_nothing_and_tasks_come_in_any_order(right):
    keys = [key for key in SEARCH if key[0] == "none"]
    twin = [("copy", *key[1:]) for key in keys]
    pairs = dict(zip(keys + twin, [value / 10 for value in (right[:3] * 2)], strict=True))
    search = dict(zip(keys + twin, [value / 10 for value in (right[3:] * 2)], strict=True))
    first = points(tally_of(SMALL, pairs=pairs, search=search))
    second = points(tally_of(SMALL, search=search, pairs=pairs))
    assert first == second
    gains = [value for key, (value, _) in first.items() if "gain" in key[0]]
    assert len(gains) > 10
    assert set(gains) == {0.0}


def test_companions_are_averaged_over_the_languages_of_the_benchmark():
    shares = {**SEARCH, ("none", "fr", "", 0): 0.9, ("mnli", "fr", "", 0): 0.9}
    tally = tally_of(SMALL, search=shares)
    _, (cube,) = coverage_of(SMALL, search=shares)
    (found,) = tally.companion(cube, "none", "f1", SETTING)
    assert found.where == {
        "benchmark": "small", "arm": "none", "task": "search", "metric": "f1",
        "perturbation": "", "severity": 0,
    }  # fmt: skip
    assert found.sampled.point == pytest.approx(0.4)


def test_facts_list_tasks_and_what_does_not_count():
    pairs = {**PAIRS, ("none", "de", "case", 1): 0.5, ("mnli", "de", "case", 1): 0.5}
    facts = tally_of(SMALL, pairs=pairs, search=SEARCH).facts()
    assert facts["name"] == "small"
    assert facts["groups"] == {"sentence pairs": ["pairs"], "both": ["pairs", "search"]}
    assert facts["tasks"]["search"] == {"is_retrieval": True, "languages": ["de"]}
    assert facts["missing"] == {"none": {}, "mnli": {}}
    assert facts["left_out"] == ["case 1: not scored for search"]
    assert facts["conditions"]["none"] == [["ocr", 1], ["typo", 3]]


def test_a_benchmark_of_which_nothing_was_scored_has_no_findings():
    tally = tally_of(Benchmark(name="other", tasks=(), groups={}), pairs=PAIRS)
    assert list(tally.findings()) == []
    assert tally.facts()["missing"] == {}


@settings(max_examples=25)
@given(st.lists(st.integers(0, 10), min_size=3, max_size=3), st.sets(st.sampled_from(range(3))))
def test_clean_means_are_those_of_the_official_aggregation(right, gone):
    places = [("pairs", "en"), ("pairs", "de"), ("search", "de")]
    table = {}
    for index, (task, language) in enumerate(places):
        if index not in gone:
            table.setdefault(task, {})[language] = right[index] / 10
    shares = {
        task: {("none", language, "", 0): value for language, value in found.items()}
        for task, found in table.items()
    }
    found = points(tally_of(SMALL, **shares))
    official = aggregate(SMALL, table)
    expected = {
        "overall": official.overall,
        "retrieval": official.retrieval,
        "non_retrieval": official.non_retrieval,
        **{name: official.groups.get(name) for name in SMALL.groups},
        **official.tasks,
    }
    for name, value in expected.items():
        ours = found.get(("benchmark_score", "none", name, ""), (None, ("partial",)))
        if value is None:
            assert "partial" in ours[1]
        else:
            assert ours == (pytest.approx(value), ())
