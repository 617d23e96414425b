from crosswind.report.benchmark_facts import read_benchmark
from crosswind.report.sections import benchmark_tables, build_figures, build_tables
from tests.report.rich import study_of


def test_rows_fit_their_columns_and_names_are_unique() -> None:
    study = study_of()
    facts = read_benchmark(study.facts)
    assert facts is not None
    sections = build_tables(study, [], [])
    tables = [table for some in sections.values() for table in some]
    tables += benchmark_tables(study, facts)
    for table in tables:
        assert {len(row) for row in table.rows} <= {len(table.columns)}, table.name
        assert table.n_heads < table.n_words <= len(table.columns), table.name
    names = [table.name for table in tables]
    assert len(set(names)) == len(names)


def test_figures_have_a_section_each() -> None:
    figures = build_figures(study_of(), [])
    names = [figure.name for some in figures.values() for figure in some]
    assert len(set(names)) == len(names)
    assert "pairs_1" in names
