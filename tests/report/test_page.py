import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from crosswind.report.page import breakable, printable

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


def test_the_quickstart_page(quickstart: Path) -> None:
    reader = check(quickstart)
    said = " ".join("".join(reader.text).split())
    for heading in ("Answer", "Gains by target", "Scores under noise", "Languages", "Examples",
                    "What to distrust", "Provenance"):  # fmt: skip
        assert heading in said
    assert "changed clean zero-shot scores by +2.3 points [1.2, 3.4]" in said
    assert "One noise seed" in said
    assert (quickstart / "report.html").stat().st_size < 1_500_000
    tables = sum(tag == "table" and "class" not in attrs for tag, attrs in reader.tags)
    assert tables == sum(tag == "caption" for tag, _ in reader.tags)
    assert {path.suffix for path in (quickstart / "tables").iterdir()} == {".csv", ".tex"}
    figures = [attrs for tag, attrs in reader.tags if attrs.get("role") == "img" and tag == "div"]
    assert len(figures) == len(list((quickstart / "figures").iterdir())) >= 6
    assert all(attrs["aria-label"] for attrs in figures)


def test_text_has_its_language_and_direction(quickstart: Path) -> None:
    reader = read(quickstart)
    seen = {
        (attrs["lang"], attrs["dir"])
        for tag, attrs in reader.tags
        if tag == "p" and "lang" in attrs and "dir" in attrs
    }
    assert {("ar", "rtl"), ("he", "rtl"), ("th", "ltr"), ("zh", "ltr"), ("ru", "ltr")} <= seen
    assert any(attrs.get("dir") == "rtl" and tag == "table" for tag, attrs in reader.tags)


def test_hostile_text_stays_text(rendered: Callable[..., Path], hostile: str) -> None:
    folder = rendered(
        title=hostile, poison=hostile, arms=("none", hostile), tasks=(hostile, "home_slots"),
        conditions=((hostile, 5),),
    )  # fmt: skip
    reader = check(folder)
    assert sum(tag == "script" for tag, _ in reader.tags) == 1
    assert not any(tag == "img" for tag, _ in reader.tags)
    shown = "".join(reader.text)
    assert shown.count('<script>alert("x")</script>') >= 8
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


def test_names_break_after_underscores_and_stay_escaped() -> None:
    assert str(breakable("a_<b>")) == "a_<wbr>&lt;b&gt;"


def test_control_characters_are_shown() -> None:
    assert printable("a\x00\x1b\x85\n") == "a\u2400\u241b\ufffd\n"
