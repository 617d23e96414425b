"""Page: the template filled in. Everything that comes from data is escaped by autoescape."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosswind.report.cards import ExampleCard
from crosswind.report.distrust import MARKS
from crosswind.report.example_data import examples_json, inert_json
from crosswind.report.figure import Figure
from crosswind.report.headings import Heading
from crosswind.report.headline import MAX_GAINS, Doubt, HeadlineGain
from crosswind.report.layout import blocks
from crosswind.report.markup import breakable, printable
from crosswind.report.scripts import chart_library, inert_script, policy
from crosswind.report.table import Table, csv_text, tex_text

# Examples that stand in the page as elements, for readers without scripts.
N_STATIC_EXAMPLES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the template needs.

    Attributes:
        title, question: of the experiment.
        setting: what was asked of which encoder, in one line.
        answer, changes: sentences.
        gains: averages over all targets, for the first screen.
        doubts: the gravest reasons for doubt, for the first screen.
        headings: title and first sentence of sections whose words depend on what was scored.
        benchmark: sentences on what there is of a benchmark.
        claims: sentences on what became of the claims.
        figures: section -> figures.
        tables: section -> tables.
        examples: cards, in order.
        n_candidates: cards there were before the page's size was bounded.
        arms: in order.
        distrust: sentences.
        facts: provenance as (name, text).
        experiment: TOML text.
        commands: lines that reproduce the page.
        estimates_csv: all estimates.
    """

    title: str
    question: str
    setting: str
    answer: list[str]
    changes: list[str]
    gains: list[HeadlineGain]
    doubts: list[Doubt]
    headings: Mapping[str, Heading]
    benchmark: list[str]
    claims: list[str]
    figures: dict[str, list[Figure]]
    tables: dict[str, list[Table]]
    examples: list[ExampleCard]
    n_candidates: int
    arms: tuple[str, ...]
    distrust: list[str]
    facts: list[tuple[str, str]]
    experiment: str
    commands: list[str]
    estimates_csv: str


def page_html(page: Page) -> str:
    """The whole page as one text. Its policy lets no address be loaded and no other script run."""
    environment = _environment(page)
    style = inert_script(_source(environment, "style.css"))
    figures = [figure for some in page.figures.values() for figure in some]
    names = ("page.js", "examples.js", *(("charts.js",) if figures else ()))
    script = inert_script("\n".join(_source(environment, name) for name in names))
    library = chart_library() if figures else ""
    text = environment.get_template("page.html").render(
        page=page,
        marks={mark: MARKS.get(mark, "") for mark in _marks(page)},
        # Our own markup: style sheet, scripts, the figures drawn by Vega, and JSON made inert.
        style=Markup(style),
        script=Markup(script),
        library=Markup(library),
        svg={figure.name: Markup(figure.svg) for figure in figures},
        charts=Markup(inert_json(_specifications(figures))),
        examples=Markup(examples_json(page.examples)),
        policy=policy(style, [script, library]),
        choices=_choices(page.examples),
        static_examples=page.examples[:N_STATIC_EXAMPLES],
        max_gains=MAX_GAINS,
    )
    return text if text.endswith("\n") else f"{text}\n"


def _environment(page: Page) -> Environment:
    environment = Environment(
        loader=PackageLoader("crosswind.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["csv_link"] = lambda table: _data_link(csv_text(table), "text/csv")
    environment.filters["tex_link"] = lambda table: _data_link(tex_text(table), "text/x-tex")
    environment.filters["text_link"] = lambda text: _data_link(text, "text/plain")
    environment.filters["printable"] = printable
    environment.filters["breakable"] = breakable
    environment.filters["blocks"] = blocks
    environment.globals["table_names"] = {
        table.name for tables in page.tables.values() for table in tables
    }
    return environment


def _specifications(figures: list[Figure]) -> Mapping[str, Any]:
    return {figure.name: json.loads(figure.drawing.specification) for figure in figures}


def _source(environment: Environment, name: str) -> str:
    loader = environment.loader
    assert loader is not None
    return loader.get_source(environment, name)[0]


def _marks(page: Page) -> list[str]:
    found = {mark for tables in page.tables.values() for table in tables for mark in table.marks}
    return [*(mark for mark in MARKS if mark in found), *sorted(found - set(MARKS))]


def _choices(cards: list[ExampleCard]) -> dict[str, list[str]]:
    return {
        "task": sorted({card.task for card in cards}),
        "language": sorted({card.language for card in cards}),
        "perturbation": sorted({card.perturbation for card in cards}),
        "severity": [str(level) for level in sorted({card.severity for card in cards})],
        "arm": list(dict.fromkeys(said.arm for card in cards for said in card.verdicts)),
    }


def _data_link(text: str, kind: str) -> str:
    return f"data:{kind};charset=utf-8,{quote(text, safe='')}"
