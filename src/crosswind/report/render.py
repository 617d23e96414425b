"""render_report: the last step of a plan, from estimates and artifacts to one page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.core.files import write_text
from crosswind.records.codecs import read_estimates
from crosswind.records.estimate import Estimate
from crosswind.report.answer import answer_lines, change_lines
from crosswind.report.arm_table import arm_table
from crosswind.report.benchmark_facts import read_benchmark
from crosswind.report.benchmark_tables import benchmark_lines
from crosswind.report.cards import ExampleCard, example_card, within_budget
from crosswind.report.claims import claim_lines, claim_table, read_stated, verdicts_of
from crosswind.report.cuts import cut_lines
from crosswind.report.distrust import distrust_lines
from crosswind.report.dose import read_doses
from crosswind.report.fertility import read_fertility
from crosswind.report.headings import section_headings
from crosswind.report.headline import first_doubts, headline_gains
from crosswind.report.overlap import Overlap, overlap_lines, overlap_table, read_overlaps
from crosswind.report.page import Page, page_html
from crosswind.report.provenance import checkpoint_table, flat_facts, surroundings
from crosswind.report.retrieval import retrieval_table
from crosswind.report.sample import Shown, draw_sample, index_sources
from crosswind.report.sections import benchmark_tables, build_figures, build_tables
from crosswind.report.selection_table import selection_table
from crosswind.report.setting import setting_line
from crosswind.report.study import Study, read_study
from crosswind.report.table import Table, csv_lines, csv_text, tex_text

# With 0.9 MB of chart library and some 800 kB of figures and tables, a page stays below 3 MB.
_EXAMPLE_BYTES = 1_000_000

Cells = tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]]
Placed = list[tuple[Mapping[str, Any], Path]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParams:
    """What the page says besides the numbers.

    Attributes:
        title, question: of the experiment.
        experiment: with every default, JSON-plain.
        experiment_file: the same as the text of a file that can be run.
        notes: sentences for "what to distrust" that were known before the run.
        commands: lines that reproduce the page; made up from the title if empty.
        allow_overlap: targets whose overlap with training text the experiment allows.
        clean_cells, perturbed_cells, prediction_cells, checkpoint_cells: parallel to the inputs.
        provenance: versions, encoder, threads ...
    """

    title: str
    question: str = ""
    experiment: dict[str, Any] = field(default_factory=dict)
    experiment_file: str = ""
    notes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    allow_overlap: tuple[str, ...] = ()
    clean_cells: Cells = ()
    perturbed_cells: Cells = ()
    prediction_cells: Cells = ()
    checkpoint_cells: Cells = ()
    provenance: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inputs:
    """Folders of artifacts, each beside its cell."""

    estimates: Path
    clean: Placed
    perturbed: Placed
    predictions: Placed
    checkpoints: Placed
    overlaps: tuple[Path, ...]
    claims: tuple[Path, ...]

    def folders(self) -> list[Path]:
        """Every input folder, the estimates first."""
        placed = (*self.clean, *self.perturbed, *self.predictions, *self.checkpoints)
        return [self.estimates, *(folder for _, folder in placed), *self.overlaps]


def render_report(  # noqa: PLR0913 - the runner passes every input by name
    params: ReportParams,
    *,
    estimates: Path,
    clean: tuple[Path, ...],
    perturbed: tuple[Path, ...],
    predictions: tuple[Path, ...],
    checkpoints: tuple[Path, ...],
    overlaps: tuple[Path, ...],
    claims: tuple[Path, ...],
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Write `report.html`, `tables/*.csv`, `*.tex` and `figures/*.svg`; return their counts.

    Args:
        params: what the page says.
        estimates: folder of the compare step.
        clean: folders parallel to `params.clean_cells`.
        perturbed: the same for `params.perturbed_cells`.
        predictions: the same for `params.prediction_cells`.
        checkpoints: the same for `params.checkpoint_cells`.
        overlaps: folders of the count_overlap steps, one a trained target.
        claims: folders of the state_claim steps, parallel to the claims of the estimates.
        out: existing, empty folder.
        options: not used.

    Raises:
        DataError: if an input cannot be read, or there are not as many cells as folders.
    """
    inputs = _Inputs(
        estimates=estimates,
        clean=_paired("clean", params.clean_cells, clean),
        perturbed=_paired("perturbed", params.perturbed_cells, perturbed),
        predictions=_paired("prediction", params.prediction_cells, predictions),
        checkpoints=_paired("checkpoint", params.checkpoint_cells, checkpoints),
        overlaps=overlaps,
        claims=claims,
    )
    return _write(build_page(params, inputs), out)


def _counts(page: Page) -> dict[str, object]:
    return {
        "tables": sum(map(len, page.tables.values())),
        "figures": sum(map(len, page.figures.values())),
        "examples": len(page.examples),
    }


def build_page(params: ReportParams, inputs: _Inputs) -> Page:
    """Everything the page says, read from the inputs."""
    rows, facts = read_estimates(inputs.estimates)
    overlaps = read_overlaps(inputs.overlaps)
    study = _study(rows, facts, overlaps)
    benchmark = read_benchmark(facts)
    verdicts, stated = verdicts_of(facts), read_stated(inputs.claims)
    doses, fertility = read_doses(inputs.perturbed), read_fertility(inputs.predictions)
    tables = build_tables(study, doses, fertility) | _further_tables(study, params, inputs)
    tables["benchmark"] = benchmark_tables(study, benchmark) if benchmark else []
    tables["claims"] = [claim_table(study, verdicts, stated)]
    tables["distrust"] = [overlap_table(overlaps, params.allow_overlap)]
    drawn = draw_sample(index_sources(inputs.clean, inputs.perturbed, inputs.predictions))
    cards = [_cards(study, shown) for shown in drawn]
    made_with, mixed = surroundings(inputs.folders())
    said = overlap_lines(overlaps, params.allow_overlap)
    said += [*distrust_lines(study, params.notes, doses), *cut_lines(inputs.predictions)]
    return Page(
        title=params.title,
        question=params.question,
        setting=setting_line(study, params.experiment),
        answer=answer_lines(rows, facts),
        changes=change_lines(rows, facts),
        gains=headline_gains(study),
        doubts=first_doubts(study),
        headings=section_headings(study),
        benchmark=benchmark_lines(study, benchmark) if benchmark else [],
        claims=claim_lines(verdicts, stated),
        figures=build_figures(study, fertility),
        tables={name: [table for table in some if table.rows] for name, some in tables.items()},
        examples=within_budget(cards, _EXAMPLE_BYTES),
        n_candidates=sum(map(len, cards)),
        arms=study.arms,
        distrust=[*said, *mixed, *_unfaithful(cards)],
        facts=flat_facts({**params.provenance, **made_with}),
        experiment=params.experiment_file,
        commands=list(params.commands) or _commands(),
        estimates_csv=_estimates_csv(rows),
    )


def _study(
    rows: Sequence[Estimate], facts: Mapping[str, Any], overlaps: Sequence[Overlap]
) -> Study:
    """The estimates, with what overlaps marked."""
    overlapping = frozenset(item.task for item in overlaps if item.total("overlapping"))
    return replace(read_study(rows, facts), overlapping=overlapping)


def _further_tables(study: Study, params: ReportParams, inputs: _Inputs) -> dict[str, list[Table]]:
    """The tables that are read off the inputs themselves."""
    retrieval = retrieval_table(study, inputs.predictions, params.experiment)
    return {
        "settings": [arm_table(study, params.experiment), retrieval],
        "provenance": [table(inputs.checkpoints) for table in (checkpoint_table, selection_table)],
    }


def _cards(study: Study, drawn: Sequence[Shown]) -> list[ExampleCard]:
    return [
        example_card(
            shown,
            source_language=study.tasks[shown.task].source_language
            if shown.task in study.tasks
            else "en",
        )
        for shown in drawn
    ]


def _unfaithful(cells: Sequence[Sequence[ExampleCard]]) -> list[str]:
    wrong = [card for cell in cells for card in cell if not card.is_faithful]
    if not wrong:
        return []
    first = wrong[0]
    place = f"{first.example_id} of {first.task}, {first.language}, {first.perturbation}"
    line = (
        f"Recorded edits do not give the noisy text for {len(wrong)} of the drawn examples "
        f"(first: {place}); they are shown without marks."
    )
    return [line]


def _write(page: Page, out: Path) -> dict[str, object]:
    for some in page.tables.values():
        for table in some:
            write_text(out / "tables" / f"{table.name}.csv", csv_text(table))
            write_text(out / "tables" / f"{table.name}.tex", tex_text(table))
    write_text(out / "tables" / "estimates.csv", page.estimates_csv)
    for figures in page.figures.values():
        for figure in figures:
            write_text(out / "figures" / f"{figure.name}.svg", figure.svg + "\n")
    write_text(out / "report.html", page_html(page))
    return _counts(page)


def _estimates_csv(estimates: Sequence[Estimate]) -> str:
    """Every estimate and interval, unrounded, in metric units: a row an interval."""
    header = ["quantity", "where", "point", "interval", "low", "high", "level", "method",
              "n_examples", "n_clusters", "n_seeds", "marks"]  # fmt: skip
    lines = [header]
    for item in estimates:
        where = json.dumps(item.where, ensure_ascii=False, sort_keys=True)
        sizes = [str(item.n_examples), str(item.n_clusters), str(item.n_seeds)]
        tail = [*sizes, " ".join(item.marks)]
        head = [item.quantity, where, repr(item.point)]
        if not item.intervals:
            lines.append([*head, "", "", "", "", "", *tail])
        for found in item.intervals:
            bounds = [repr(found.low), repr(found.high), repr(found.level)]
            lines.append([*head, found.kind, *bounds, found.method, *tail])
    return csv_lines(lines)


def _commands() -> list[str]:
    return [
        "# save the experiment above as experiment.toml, then",
        "crosswind plan experiment.toml",
        "crosswind run experiment.toml",
    ]


def _paired(name: str, cells: Sequence[Mapping[str, Any]], folders: Sequence[Path]) -> Placed:
    """Each cell with its folder."""
    if len(cells) != len(folders):
        raise DataError(
            f"{len(cells)} {name} cells for {len(folders)} {name} folders",
            place="render_report",
            allowed="as many cells as folders",
            action="Build the plan again.",
        )
    return list(zip(cells, folders, strict=True))
