"""Contrast of every pair of colors that text and its ground have, light, dark and in print."""

import re
from importlib import resources

import pytest

from crosswind.report import figure

SCHEMES = ("light", "dark", "print")
# Text, ground.
PAIRS = [
    *((text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "wash", "tint")),
    *(("out", ground) for ground in ("paper", "wash", "tint", "out-bg")),
    *(("in", ground) for ground in ("paper", "tint", "in-bg")),
    ("ink", "gold-bg"),
    ("ink", "out-bg"),
]


def style() -> str:
    return resources.files("crosswind.report").joinpath("templates/style.css").read_text("utf-8")


def colors(scheme: str) -> dict[str, str]:
    """The variables of a scheme; those that it leaves alone are those of light."""
    found = {}
    for number, block in enumerate(re.findall(r":root \{(.*?)\}", style(), flags=re.DOTALL)):
        if number == 0 or number == SCHEMES.index(scheme):
            found.update(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
    return found


def luminance(color: str) -> float:
    """Relative luminance as in the guidelines for accessible content (WCAG 2)."""
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    known = colors(scheme)
    weak = {
        (text, ground): round(found, 2)
        for text, ground in PAIRS
        if (found := contrast(known[text], known[ground])) < 4.5
    }
    assert weak == {}


def test_every_color_of_a_rule_is_a_variable() -> None:
    rules = re.sub(r":root \{.*?\}", "", style(), flags=re.DOTALL)
    # A selector names the color that a drawing was given.
    rules = re.sub(r"\[(?:fill|stroke)=\"[^\"]*\"\]", "", rules)
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", rules) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_of_figures_stand_out_from_their_ground(scheme: str) -> None:
    known = colors(scheme)
    text = {name: contrast(known[name], known["ground"]) for name in ("mark", "tick")}
    marks = {name: contrast(known[name], known["ground"]) for name in ("baseline", "first", "last")}
    kept = {color: contrast(color, known["ground"]) for color in figure._PALETTE[1:-1]}
    assert {name: found for name, found in text.items() if found < 4.5} == {}
    assert {name: found for name, found in marks.items() if found < 3} == {}
    # Two of the colors that every color vision tells apart are pale on white; shapes differ too.
    assert {color: found for color, found in kept.items() if found < 1.9} == {}


def test_a_page_knows_the_colors_that_drawings_are_given() -> None:
    known = colors("light")
    drawn = {
        "mark": figure.INK, "tick": figure._TEXT, "axis": figure.AXIS, "grid": figure._GRID,
        "baseline": figure._BASELINE, "first": figure._PALETTE[0], "last": figure._PALETTE[-1],
    }  # fmt: skip
    for name, color in drawn.items():
        assert known[name] == color.lower()
        assert re.search(rf'="{color}"\][^{{]* {{ (fill|stroke): var\(--{name}\)', style()), name
    assert f'[fill="{figure.HINT}"]' in style()


def test_nothing_is_loaded_by_the_style_sheet() -> None:
    assert "url(" not in style()
    assert "@import" not in style()


def test_no_class_of_table_rows_is_styled_whatever_carries_it():
    # The grid of the first screen once shared its name with the first row of a group, and took
    # the row's cells out of their columns.
    template = (
        resources.files("crosswind.report").joinpath("templates/page.html").read_text("utf-8")
    )
    rows = set(re.findall(r"<tr[^>]*class=\"(\w+)\"", template))
    assert rows
    for name in rows:
        selectors = re.findall(rf"([^\s,{{}}]*)\.{name}\b", style())
        assert "" not in selectors, name
