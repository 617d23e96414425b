"""Figure: a Vega-Lite chart, drawn as SVG without a browser and kept as its specification."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from crosswind.records.estimate import Estimate
from crosswind.report.study import Study, interval_of

# Okabe and Ito's colors, which keep apart for all common color visions; the baseline is gray.
_PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6D00", "#5B4B8A")
_BASELINE = "#6B7280"
# What is no arm: the style sheet gives each of these its shade in a dark page.
INK = "#1F2937"
_TEXT = "#374151"
HINT = "#4B5563"
AXIS = "#9CA3AF"
_GRID = "#E5E7EB"
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart in both of its forms.

    Attributes:
        svg: its markup, which every reader sees.
        specification: Vega-Lite as JSON with the data inside, for a reader's own Vega.
    """

    svg: str
    specification: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawn figure.

    Attributes:
        name: file name without ending.
        title: what is shown, for the caption.
        note: how to read it.
        alt: the figure in one sentence, for those who cannot see it.
        drawing: its markup and its specification.
        table: name of the table that holds the same numbers, or "".
    """

    name: str
    title: str
    note: str
    alt: str
    drawing: Drawing
    table: str = ""

    @property
    def svg(self) -> str:
        """The markup of the drawing."""
        return self.drawing.svg

    @property
    def has_choice(self) -> bool:
        """Whether its legend hides and shows arms."""
        return '"bind":"legend"' in self.drawing.specification


def values(rows: Rows) -> Any:
    """Rows as inline data of a chart."""
    return alt.InlineData(values=rows)


def arm_color(study: Study, *, rivals_only: bool = False) -> Any:
    """The color of each arm, the same in every figure; redundant with its shape."""
    colors = _colors(study)
    arms = _arms(study, rivals_only=rivals_only)
    scale = alt.Scale(domain=arms, range=[colors[arm] for arm in arms])
    return alt.Color("arm:N", scale=scale, sort=arms, legend=_legend())


def arm_shape(study: Study, *, rivals_only: bool = False) -> Any:
    """The shape of each arm, so that print without color still tells them apart."""
    shapes = {arm: _SHAPES[at % len(_SHAPES)] for at, arm in enumerate(study.arms)}
    arms = _arms(study, rivals_only=rivals_only)
    scale = alt.Scale(domain=arms, range=[shapes[arm] for arm in arms])
    return alt.Shape("arm:N", scale=scale, sort=arms, legend=_legend())


def toggled(study: Study, *, rivals_only: bool = False) -> Any:
    """A choice of arms that starts with all: a click on an arm in the legend hides or shows it.

    It belongs to one layer of a chart (`add_params`); `shown` follows it in each.
    """
    chosen = [{"arm": arm} for arm in _arms(study, rivals_only=rivals_only)]
    return alt.selection_point(
        name="arms", fields=["arm"], bind="legend", toggle="true", value=chosen, empty=False
    )


def shown(choice: Any, opacity: float = 1.0) -> Any:
    """The opacity of a mark of an arm: none while its arm is hidden."""
    return alt.when(choice).then(alt.value(opacity)).otherwise(alt.value(0))


def told(*places: str, percent: bool = False) -> list[Any]:
    """What an interactive figure says at a mark: its place, the estimate and its interval.

    Args:
        places: fields of the row, in order.
        percent: whether the estimate is a score, not a signed difference.
    """
    form = ".1f" if percent else "+.1f"
    numbers = {"point": "estimate", "low": "interval from", "high": "interval to"}
    said = [alt.Tooltip(f"{field}:Q", title=title, format=form) for field, title in numbers.items()]
    return [*(alt.Tooltip(f"{place}:N") for place in places), *said]


def draw(chart: Any, name: str) -> Drawing:
    """A chart drawn; ids in the markup carry the figure's name, so that several fit into a page."""
    specification = chart.configure(
        aria=False,
        font=_FONT,
        background="white",
        # Text is measured without the reader's fonts, so labels may be wider than reckoned.
        padding={"left": 28, "right": 40, "top": 6, "bottom": 6},
        axis=alt.AxisConfig(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor=_GRID,
            domainColor=AXIS, tickColor=AXIS, labelColor=_TEXT, titleColor=_TEXT,
            labelLimit=220, labelFlush=False,
        ),
        header=alt.HeaderConfig(
            labelFontSize=13, labelFontWeight="bold", titleFontSize=12, labelColor=INK,
        ),
        legend=alt.LegendConfig(
            labelFontSize=12, titleFontSize=12, symbolSize=90, labelLimit=300, labelColor=INK,
            titleColor=INK,
        ),
        view=alt.ViewConfig(stroke=_GRID),
    ).to_dict(validate=False)  # fmt: skip
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    known = vl_convert.get_vegalite_versions()
    chosen = version if version in known else known[-1]
    svg = str(vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=chosen))
    del specification["$schema"]  # an address, which a page without addresses does not need
    said = json.dumps(specification, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Drawing(svg=_named_ids(svg, name), specification=said)


def estimate_row(estimate: Estimate | None, place: Mapping[str, Any]) -> Rows:
    """The estimate in points with its interval over items; without one, low = high = point."""
    if estimate is None:
        return []
    interval = interval_of(estimate, "items") or interval_of(estimate, "seeds")
    low, high = (interval.low, interval.high) if interval else (estimate.point, estimate.point)
    return [{**place, "point": 100 * estimate.point, "low": 100 * low, "high": 100 * high}]


def _named_ids(svg: str, name: str) -> str:
    """Ids by figure and order: Vega counts them through the whole process, and pages repeat it."""
    defined = re.findall(r'<(?:clipPath|linearGradient|radialGradient) id="([^"]+)"', svg)
    names = {old: f"{name}-{at}" for at, old in enumerate(dict.fromkeys(defined), start=1)}

    def renamed(match: re.Match[str]) -> str:
        return f"{match[1]}{names.get(match[2], match[2])}{match[3]}"

    svg = re.sub(r'(<(?:clipPath|linearGradient|radialGradient) id=")([^"]+)(")', renamed, svg)
    return re.sub(r'(="url\(#)([^)"]+)(\)")', renamed, svg)


def _legend() -> Any:
    return alt.Legend(orient="top", title=None, symbolOpacity=1)


def _arms(study: Study, *, rivals_only: bool) -> list[str]:
    return list(study.rivals if rivals_only else study.arms)


def _colors(study: Study) -> dict[str, str]:
    rivals = [arm for arm in study.arms if arm != study.baseline]
    colors = {arm: _PALETTE[index % len(_PALETTE)] for index, arm in enumerate(rivals)}
    return {arm: colors.get(arm, _BASELINE) for arm in study.arms}
