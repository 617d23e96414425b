import csv
import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.report.render import render_report


def test_every_estimate_is_in_the_tables_unrounded(quickstart: Path) -> None:
    with (quickstart / "tables" / "estimates.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    gain = [
        row for row in rows if row["quantity"] == "robustness_gain" and "task" not in row["where"]
    ]
    assert float(gain[0]["point"]) == 0.008
    assert {row["interval"] for row in rows} == {"items"}
    with (quickstart / "tables" / "gains.csv").open(encoding="utf-8", newline="") as stream:
        named = {(row["target"], row["arm"]): row for row in csv.DictReader(stream)}
    shown = named[("home_intents", "home_paraphrase")]
    assert float(shown["clean gain"]) == pytest.approx(3.45)
    assert float(shown["clean gain: low"]) == pytest.approx(1.95)


def test_the_dose_stands_beside_the_noise(quickstart: Path) -> None:
    with (quickstart / "tables" / "conditions.csv").open(encoding="utf-8", newline="") as stream:
        rows = {(row["target"], row["condition"]): row for row in csv.DictReader(stream)}
    assert float(rows[("home_slots", "typo 3")]["CER"]) == pytest.approx(0.018)
    assert rows[("home_slots", "clean")]["CER"] == ""


def test_cells_must_fit_their_folders(built: Callable[..., Any], tmp_path: Path) -> None:
    study = built(tasks=("home_intents",), languages=("en",), conditions=(("typo", 1),))
    params = replace(study.params, clean_cells=())
    with pytest.raises(DataError, match="0 clean cells for 1 clean folders"):
        render_report(params, **study.inputs, out=tmp_path / "out", options=RunOptions())


def test_params_arrive_as_lists_too(built: Callable[..., Any], tmp_path: Path) -> None:
    study = built(tasks=("home_slots",), languages=("en", "he"), conditions=(("typo", 5),))
    params = replace(
        study.params,
        notes=list(study.params.notes),
        clean_cells=list(study.params.clean_cells),
        commands=["crosswind run other.toml"],
    )
    out = tmp_path / "out"
    out.mkdir()
    summary = render_report(params, **study.inputs, out=out, options=RunOptions())
    page = (out / "report.html").read_text("utf-8")
    assert "crosswind run other.toml" in page
    assert summary["tables"] == len(list((out / "tables").glob("*.tex")))
    assert summary["figures"] == len(list((out / "figures").glob("*.svg")))
    data = page.partition('id="example-data">')[2].partition("</script>")[0]
    assert summary["examples"] == len(json.loads(data)["cards"])


def test_the_experiment_can_be_run_again(built: Callable[..., Any], tmp_path: Path) -> None:
    study = built(tasks=("home_intents",), languages=("en",), conditions=())
    text = 'name = "again"\n[[arms]]\nname = "<none>"\n'
    params = replace(study.params, experiment_file=text)
    out = tmp_path / "out"
    out.mkdir()
    render_report(params, **study.inputs, out=out, options=RunOptions())
    page = (out / "report.html").read_text("utf-8")
    assert text in html.unescape(page)
    link = page.partition('download="experiment.toml"')[0].rpartition('href="')[2].rstrip('" ')
    assert unquote(link.partition(",")[2]) == text


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"arms": ("none",)}, ["both arms", "turn the sign", "(none)", "held against"]),
        ({"conditions": ()}, ["Scores under noise", "noisy", "obustness"]),
    ],
)
def test_a_page_says_nothing_of_what_was_not_scored(
    built: Callable[..., Any], tmp_path: Path, changes: dict[str, Any], absent: list[str]
) -> None:
    study = built(tasks=("home_intents",), languages=("en", "de"), **changes)
    params = replace(study.params, question="?", notes=())
    render_report(params, **study.inputs, out=tmp_path, options=RunOptions())
    page = (tmp_path / "report.html").read_text("utf-8")
    sections = page.partition('<section id="gains"')[2].partition('<section id="distrust"')[0]
    assert "74.0" in sections
    shown = sections.partition('<section id="examples"')[0]
    assert [text for text in absent if text in shown] == []
    first = page.partition('<section id="answer"')[2].partition('<section id="gains"')[0]
    assert [text for text in absent[:3] if text in first.replace("no noisy condition", "")] == []
