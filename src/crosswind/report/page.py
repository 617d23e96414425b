"""Page: the template filled in. Everything that comes from data is escaped by autoescape."""

import base64
import hashlib
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crosswind.report.cards import ExampleCard
from crosswind.report.distrust import MARKS
from crosswind.report.figure import Figure
from crosswind.report.layout import blocks
from crosswind.report.table import Table, csv_text, tex_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the template needs.

    Attributes:
        title, question: of the experiment.
        answer, changes: sentences.
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
    answer: list[str]
    changes: list[str]
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
    style, script = (_source(environment, name) for name in ("style.css", "page.js"))
    script_digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = environment.get_template("page.html").render(
        page=page,
        marks={mark: MARKS.get(mark, "") for mark in _marks(page)},
        # Our own markup: the style sheet, the script and the figures drawn by Vega.
        style=Markup(style),
        script=Markup(script),
        svg={
            figure.name: Markup(figure.svg)
            for figures in page.figures.values()
            for figure in figures
        },
        policy=f"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; "
        f"script-src 'sha256-{script_digest}'; base-uri 'none'; form-action 'none'",
        choices=_choices(page.examples),
    )
    return text if text.endswith("\n") else f"{text}\n"


def printable(text: str) -> str:
    """Text with control characters as their pictures: HTML has no place for them."""
    return "".join(
        chr(0x2400 + ord(letter))
        if ord(letter) < 0x20 and letter not in "\n\t"
        else "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(letter) == "Cc" and letter not in "\n\t"
        else letter
        for letter in text
    )


def breakable(text: str) -> Markup:
    """Escaped text that may break after an underscore: names of tasks are long for a phone."""
    return Markup(str(escape(text)).replace("_", "_<wbr>"))


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
    }


def _data_link(text: str, kind: str) -> str:
    return f"data:{kind};charset=utf-8,{quote(text, safe='')}"
