import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.files import write_json
from crosswind.records.claim import Verdict
from crosswind.records.codecs import write_estimates
from crosswind.records.estimate import Estimate, Interval
from crosswind.report.page import N_STATIC_EXAMPLES
from crosswind.report.render import ReportParams, render_report
from tests.report import rich

VOID = {"meta", "link", "img", "input", "br", "hr", "wbr"}
LOADING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}


class Reader(HTMLParser):
    """Checks that tags are balanced, and collects what the page says and points to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(folder: Path) -> Reader:
    reader = Reader()
    reader.feed((folder / "report.html").read_text("utf-8"))
    reader.close()
    assert reader.open == []
    return reader


def check(folder: Path) -> Reader:
    """The laws that every page keeps."""
    reader = read(folder)
    ids = Counter(attrs["id"] for _, attrs in reader.tags if "id" in attrs)
    assert [name for name, times in ids.items() if times > 1] == []
    for tag, attrs in reader.tags:
        assert not LOADING & attrs.keys(), f"<{tag}> loads something"
        assert not any(name.startswith("on") for name in attrs), f"<{tag}> has a script"
        target = attrs.get("href", attrs.get("xlink:href", "data:"))
        assert target.startswith(("#", "data:")), f"<{tag}> points to {target}"
        if target.startswith("#"):
            assert target[1:] in ids, f"no element {target}"
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    text = (folder / "report.html").read_text("utf-8")
    assert "url(http" not in text
    assert "@import" not in text
    for path in (folder / "figures").glob("*.svg"):
        ET.fromstring(path.read_text("utf-8"))
    return reader


def scripts_of(reader: Reader) -> list[str]:
    """Types of the script elements; the one without a type is the only one that runs."""
    return [attrs.get("type", "") for tag, attrs in reader.tags if tag == "script"]


def policy_of(reader: Reader) -> str:
    return next(a["content"] for t, a in reader.tags if t == "meta" and "http-equiv" in a)


def data_of(folder: Path) -> dict[str, Any]:
    """The data of the examples."""
    text = (folder / "report.html").read_text("utf-8")
    found = text.partition('id="example-data">')[2].partition("</script>")[0]
    return dict(json.loads(found))


def test_the_quickstart_page(quickstart: Path) -> None:
    reader = check(quickstart)
    said = " ".join("".join(reader.text).split())
    for heading in ("The answer", "How sure", "What to distrust first",
                    "Gains by target", "Scores under noise", "Languages", "Examples",
                    "What to distrust", "Provenance"):  # fmt: skip
        assert heading in said
    assert "changed clean zero-shot scores by +2.3 points [1.2, 3.4]" in said
    assert "One noise seed" in said
    assert (quickstart / "report.html").stat().st_size < 3_000_000
    tables = sum(tag == "table" and attrs.get("class") != "words" for tag, attrs in reader.tags)
    assert tables == sum(tag == "caption" for tag, _ in reader.tags)
    assert {path.suffix for path in (quickstart / "tables").iterdir()} == {".csv", ".tex"}
    figures = [attrs for tag, attrs in reader.tags if attrs.get("role") == "img" and tag == "div"]
    assert len(figures) == len(list((quickstart / "figures").iterdir())) >= 6
    assert all(attrs["aria-label"] for attrs in figures)


def test_text_has_its_language_and_direction(quickstart: Path) -> None:
    wanted = {("ar", "rtl"), ("he", "rtl"), ("th", "ltr"), ("zh", "ltr"), ("ru", "ltr")}
    data = data_of(quickstart)
    assert wanted <= {tuple(item) for item in data["languages"]}
    assert wanted <= {(language, direction) for _, language, direction in data["fields"]}
    # The static examples are a few of them, written by the template.
    static = [attrs for tag, attrs in read(quickstart).tags if tag == "p" and "lang" in attrs]
    assert static
    assert {(attrs["lang"], attrs["dir"]) for attrs in static} <= {
        (language, direction) for _, language, direction in data["fields"]
    }


def test_without_scripts_a_few_examples_stand_in_the_page(quickstart: Path) -> None:
    reader = read(quickstart)
    n_static = sum(tag == "article" for tag, _ in reader.tags)
    assert n_static == N_STATIC_EXAMPLES < len(data_of(quickstart)["cards"])
    assert "Without scripts these are the first 6." in " ".join("".join(reader.text).split())


def test_hostile_text_stays_text(rendered: Callable[..., Path], hostile: str) -> None:
    folder = rendered(
        title=hostile, poison=hostile, arms=("none", hostile), tasks=(hostile, "home_slots"),
        conditions=((hostile, 5),),
    )  # fmt: skip
    reader = check(folder)
    assert scripts_of(reader) == ["application/json", "application/json", "text/plain", ""]
    assert not any(tag == "img" for tag, _ in reader.tags)
    shown = "".join(reader.text)
    assert shown.count('<script>alert("x")</script>') >= 8
    assert hostile in data_of(folder)["tasks"]
    assert "unsafe" not in policy_of(reader)
    assert "{{ 7*7 }}" in shown
    assert "49" not in re.findall(r"&amp;(\d+)", (folder / "report.html").read_text("utf-8"))
    assert all(path.parent == folder / "figures" for path in folder.rglob("*.svg"))


def test_two_renders_are_equal_bytes(rendered: Callable[..., Path]) -> None:
    first, second = rendered("first"), rendered("second")
    names = sorted(str(path.relative_to(first)) for path in first.rglob("*") if path.is_file())
    assert len(names) > 10
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"intervals": ()}, "No interval was estimated"),
        ({"intervals": ("items", "seeds")}, "then over training again"),
        ({"arms": ("none",)}, "Without a second arm there is no gain to state"),
        ({"conditions": ()}, "no noisy condition was scored"),
        ({"dropped": ("robustness_gain", "score", "robustness_drop")}, "was not estimated"),
        ({"arms": ("none", "mnli", "squad")}, "Robustness gain"),
        ({"tasks": ("xquad",), "languages": ("en", "ja", "he")}, "Long passages are cut"),
    ],
)
def test_odd_studies_give_whole_pages(
    rendered: Callable[..., Path], changes: dict[str, object], said: str
) -> None:
    assert said in " ".join("".join(check(rendered(**changes)).text).split())


def test_nothing_estimated_at_all(rendered: Callable[..., Path]) -> None:
    folder = rendered(arms=(), tasks=(), conditions=())
    assert "there is no answer" in "".join(check(folder).text)


# ---- a benchmark, pairs of languages, published noise, overlap


def render_rich(folder: Path, *, name: str = "", is_whole: bool = False) -> Path:
    """The page of the rich study; `name` stands for the arm, a target and an example's id."""
    rows, facts = rich.rows_of(is_whole=is_whole)
    text = json.dumps([[asdict(row) for row in rows], facts])
    if name:
        inside = json.dumps(name)[1:-1]
        text = text.replace('"mnli"', f'"{inside}"').replace('"udpos"', f'"{inside} t"')
    found, facts = json.loads(text)
    for row in found:
        row["intervals"] = tuple(Interval(**item) for item in row["intervals"])
    (folder / "estimates").mkdir(parents=True)
    write_estimates(folder / "estimates", [Estimate(**row) for row in found], facts)
    (folder / "overlap").mkdir()
    counts = {"n": 10, "overlapping": 2, "whole": 2, "examples": [name or "q1"]}
    trained = {"task": name or "squad", "language": "en", "split": "train", "overlapping": 2}
    write_json(
        folder / "overlap" / "overlap.json",
        {"task": "xquad", "languages": {"en": counts}, "trained": [trained]},
    )
    out = folder / "out"
    out.mkdir()
    render_report(
        ReportParams(title="rich", allow_overlap=("xquad",)),
        estimates=folder / "estimates", clean=(), perturbed=(), predictions=(), checkpoints=(),
        overlaps=(folder / "overlap",), claims=(), out=out, options=RunOptions(),
    )  # fmt: skip
    return out


def test_a_partial_benchmark_says_what_is_missing(tmp_path: Path) -> None:
    said = " ".join("".join(check(render_rich(tmp_path)).text).split())
    assert "3 of 4 tasks, 6 of 9 language cells of xtreme were scored" in said
    assert "Missing for an overall score of xtreme" in said
    assert "On published noisy text (real_typos)" in said
    assert "Contamination: 2 of 10 scored examples of xquad" in said
    assert "xtreme@noise" not in said


def test_a_whole_benchmark_is_in_the_answer(tmp_path: Path) -> None:
    said = " ".join("".join(check(render_rich(tmp_path, is_whole=True)).text).split())
    assert (
        "xtreme@noise: none 50.0 [48.0, 52.0], 0.80 of the clean score of the same cells (60.0 "
        "over all cells); mnli 60.0 [58.0, 62.0], 0.85"
    ) in said
    assert "so there is no overall score" not in said


def test_hostile_names_stay_text_in_every_section(tmp_path: Path, hostile: str) -> None:
    folder = render_rich(tmp_path, name=hostile)
    reader = check(folder)
    assert scripts_of(reader) == ["application/json", "text/plain", ""]
    assert not any(tag == "img" for tag, _ in reader.tags)
    assert "".join(reader.text).count('<script>alert("x")</script>') >= 20
    assert all(path.parent == folder / "tables" for path in folder.rglob("*.csv"))


def test_a_row_of_the_benchmark_in_markup(tmp_path: Path) -> None:
    page = (render_rich(tmp_path) / "report.html").read_text("utf-8")
    table = page.partition('id="table-benchmark_gains"')[2].partition("</table>")[0]
    body = table.partition("<tbody>")[2]
    flat = re.sub(r">\s+<", "><", body)
    assert flat.strip().startswith(
        '<tr class="heading"><th scope="rowgroup" colspan="9"><bdi>tasks</bdi></th></tr>'
        '<tr><th scope="rowgroup" class="name" rowspan="2"><bdi>bucc2018</bdi>'
        '<span class="badges"><span class="badge" title="a mean of what exists: cells of the '
        'benchmark are missing">partial</span></span></th>'
        '<th scope="rowgroup" rowspan="2"><bdi>all</bdi></th>'
        '<th scope="row"><bdi>none</bdi></th>'
        "<td>60.0<small>[58.0, 62.0]</small></td>"
    )


def test_claims_have_a_section_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    for name in ("estimates", "overlap", "stated", "out"):
        (folder / name).mkdir(parents=True)
    rows, facts = rich.rows_of()
    claim = {
        "text": "MNLI <script>alert(1)</script>", "kind": "region", "quantity": "robustness_gain",
        "source": "here", "statement": 1, "encoder": "", "arm": "mnli", "against": "none",
        "over": "arms", "rivals": [], "where": {}, "expect": "> 0", "margin": None, "untested": "",
    }  # fmt: skip
    verdict = Verdict(claim=claim, verdict="undecided", reason="no interval", point=0.01)
    write_estimates(folder / "estimates", rows, {**facts, "verdicts": [asdict(verdict)]})
    record = {"scores_before": 4, "reported_before": False}
    write_json(folder / "stated" / "provenance.json", record)
    render_report(
        ReportParams(title="claims"),
        estimates=folder / "estimates", clean=(), perturbed=(), predictions=(), checkpoints=(),
        overlaps=(), claims=(folder / "stated",), out=folder / "out", options=RunOptions(),
    )  # fmt: skip
    html = (folder / "out" / "report.html").read_text("utf-8")
    assert '<section id="claims"' in html
    assert "1 claim: 1 undecided. 1 of them was added after scores existed (post hoc)." in html
    assert "<script>alert" not in html
    assert "post hoc</span>" in html
    assert (folder / "out" / "tables" / "claims.csv").exists()
    assert (folder / "out" / "tables" / "claims.tex").exists()
