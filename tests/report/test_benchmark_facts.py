from crosswind.report.benchmark_facts import read_benchmark
from tests.report.rich import BENCHMARK


def test_what_is_missing_is_counted() -> None:
    facts = read_benchmark({"benchmark": BENCHMARK})
    assert facts is not None
    assert facts.scored("none", "udpos") == 2
    assert facts.tasks("none") == ["bucc2018", "udpos", "xquad"]
    assert facts.extent("none") == "3 of 4 tasks, 6 of 9 language cells"
    assert not facts.is_complete("none")
    assert facts.retrieval == {"bucc2018"}


def test_an_arm_without_any_cell_lacks_everything() -> None:
    facts = read_benchmark({"benchmark": BENCHMARK})
    assert facts is not None
    assert facts.extent("other") == "0 of 4 tasks, 0 of 9 language cells"


def test_without_a_benchmark_there_are_no_facts() -> None:
    assert read_benchmark({}) is None
    assert read_benchmark({"benchmark": {}}) is None
