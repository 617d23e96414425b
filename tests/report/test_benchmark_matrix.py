from crosswind.records.published import published_scores
from crosswind.report.benchmark_facts import BenchmarkFacts, read_benchmark
from crosswind.report.benchmark_matrix import matrix_table, source_table
from crosswind.report.study import Study
from tests.report.rich import study_of


def both(*, is_whole: bool = False) -> tuple[Study, BenchmarkFacts]:
    study = study_of(is_whole=is_whole)
    facts = read_benchmark(study.facts)
    assert facts is not None
    return study, facts


def test_arms_stand_above_published_systems() -> None:
    table = matrix_table(*both())
    assert table.columns == (
        "origin", "system", "text", "bucc2018", "udpos", "xquad", "pawsx", "non-retrieval",
        "retrieval", "overall", "mean of what exists",
    )  # fmt: skip
    assert {len(row) for row in table.rows} == {len(table.columns)}
    clean = table.rows[0]
    assert [cell.text for cell in clean] == [
        "this experiment", "none", "clean", "60.0", "60.0", "60.0", "–", "60.0", "60.0", "–",
        "60.0",
    ]  # fmt: skip
    assert [cell.detail for cell in clean[3:7]] == ["", "2 of 3", "F1 65.0", ""]
    assert [row[2].text for row in table.rows[:3]] == ["clean", "noisy", "noisy / clean"]
    assert table.rows[2][3].text == "0.80"


def test_published_numbers_carry_their_source() -> None:
    table = matrix_table(*both())
    rows = {row[1].text: row for row in table.rows if row[0].text == "published"}
    large = dict(zip(table.columns, rows["XLM-R Large"], strict=True))
    assert (large["bucc2018"].text, large["overall"].text) == ("66.0", "68.1")
    # F1 76.6 and exact match 60.8 are both known: their mean is what the benchmark averages.
    assert (large["xquad"].text, large["xquad"].detail.split("\n")[0]) == ("68.7", "F1 76.6")
    stilts = dict(zip(table.columns, rows["X-STILTs"], strict=True))
    assert stilts["xquad"].detail.startswith("F1 [")
    cited = {part for row in rows.values() for cell in row for part in cell.detail.split() if cell}
    numbers = {part for text in cited for part in text.strip("[]").split("][") if part.isdigit()}
    assert all(f"[{number}]" in table.note for number in numbers)


def test_a_whole_benchmark_has_one_mean_of_all() -> None:
    table = matrix_table(*both(is_whole=True))
    assert table.columns[-1] == "overall"
    assert table.rows[0][-1].text == "60.0"


def test_every_published_number_is_listed() -> None:
    _, facts = both()
    assert len(source_table(facts).rows) == len(published_scores("xtreme"))
