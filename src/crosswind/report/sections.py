"""Sections: which tables and figures stand in which section of the page."""

from collections.abc import Sequence

from crosswind.report.benchmark_facts import BenchmarkFacts
from crosswind.report.benchmark_matrix import matrix_table, source_table
from crosswind.report.benchmark_tables import benchmark_conditions, detail_table, missing_table
from crosswind.report.curve_figures import curve_figures
from crosswind.report.dose import Dose
from crosswind.report.fertility import Fertility
from crosswind.report.figure import Figure
from crosswind.report.gain_figure import gain_figures
from crosswind.report.gain_tables import gain_matrix, gain_table
from crosswind.report.language_figures import language_figures
from crosswind.report.matched_dose import matched_table
from crosswind.report.metric_tables import metric_table, threshold_table
from crosswind.report.model_table import model_table
from crosswind.report.opinion_tables import (
    best_arm_table,
    family_table,
    mcnemar_table,
    opinion_table,
)
from crosswind.report.pair_figures import pair_figures
from crosswind.report.pair_tables import pair_tables
from crosswind.report.published_noise import published_table
from crosswind.report.spread_tables import power_table, spread_table
from crosswind.report.study import Study
from crosswind.report.table import Table
from crosswind.report.tables import (
    condition_table,
    error_table,
    further_table,
    heat_table,
    language_table,
    perturbation_table,
    transfer_table,
)


def build_figures(study: Study, fertility: Sequence[Fertility]) -> dict[str, list[Figure]]:
    """All figures by section of the page."""
    return {
        "benchmark": [],
        "claims": [],
        "gains": gain_figures(study),
        "curves": curve_figures(study),
        "languages": [*language_figures(study, fertility), *pair_figures(study)],
        "metrics": [],
    }


def build_tables(
    study: Study, doses: Sequence[Dose], fertility: Sequence[Fertility]
) -> dict[str, list[Table]]:
    """All tables by section of the page; one without rows is left out by the caller."""
    gains = [gain_table(study)]
    if len(study.rivals) > 1:
        gains += [
            gain_matrix(study, "intermediate_gain", "clean_gain_matrix", "Clean gain"),
            gain_matrix(study, "robustness_gain", "robustness_gain_matrix", "Robustness gain"),
        ]
    return {
        "gains": [
            *gains,
            best_arm_table(study),
            model_table(study),
            opinion_table(study),
            family_table(study),
            spread_table(study),
            power_table(study),
        ],
        "curves": [
            condition_table(study, doses),
            further_table(study),
            perturbation_table(study),
            published_table(study),
            error_table(study),
        ],
        "languages": [
            language_table(study, fertility),
            heat_table(study),
            transfer_table(study),
            matched_table(study, doses),
            *pair_tables(study),
            mcnemar_table(study),
        ],
        "metrics": [metric_table(study), threshold_table(study)],
    }


def benchmark_tables(study: Study, facts: BenchmarkFacts) -> list[Table]:
    """The tables of the benchmark's section."""
    return [
        matrix_table(study, facts),
        detail_table(study, facts),
        missing_table(study, facts),
        benchmark_conditions(study, facts),
        source_table(facts),
    ]
