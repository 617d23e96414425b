"""Spoiled files of every task: one clear error, or everything that is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.core.registry import Registry
from crosswind.data.catalogue import TASKS
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard
from crosswind.testing import reader_fuzz
from crosswind.testing.reader_fuzz import Case, Contents, cases, count_fault, fuzz

FIXTURES = Path(__file__).parents[1] / "data" / "fixtures"
CASES = list(cases(FIXTURES))


def test_every_benchmark_task_is_covered() -> None:
    # Lines of plain text have no layout that could be spoiled.
    wanted = {name for name in TASKS.names() if TASKS.get(name).card.world == "benchmark"}
    wanted -= {name for name in wanted if TASKS.get(name).card.kind == "masked_lm"}
    assert {case.task for case in CASES} == wanted
    pools = {name for name in wanted if TASKS.get(name).candidates}
    assert {case.task for case in CASES if case.part == "candidates"} == pools


@settings(max_examples=60)
@given(case=st.sampled_from(CASES), seed=st.integers(1, 2**31))
def test_a_reader_answers_with_one_clear_error_or_reads_it_all(
    tmp_path_factory, case, seed
) -> None:
    tally = fuzz(case, 8, tmp_path_factory.mktemp("spoiled"), seed=seed)
    assert tally.faults == []
    assert tally.n_read + tally.n_refused == 8


def _toy_case(monkeypatch: pytest.MonkeyPatch, root: Path, read) -> Case:
    """A task of one file, read by a reader that may be wrong."""
    card = TaskCard(
        name="toy", kind="classification", metric="accuracy", languages=("en",), splits=("test",),
        labels=("x", "y"),
    )  # fmt: skip
    files = (SourceFile(role="text", patterns=("toy.txt",)),)
    task = Task(card=card, files=lambda language, split: files, read=read)
    monkeypatch.setattr(reader_fuzz, "TASKS", Registry("task", {"toy": task}))
    (root / "toy.txt").write_text("one\ntwo\nthree\n", "utf-8")
    (case,) = cases(root, ["toy"])
    assert case.by_line == {"toy.txt"}
    return case


def _rows(source: Source) -> Iterator[Placed]:
    path = source.one("text")
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").split("\n"), 1):
        if line:
            yield Placed(
                place=f"{path}:{number}",
                example=Example(
                    example_id=str(number), parallel_id="1", language="en", label="x",
                    texts={"text": line},
                ),
            )  # fmt: skip


def _crashing(source: Source, language: str, split: str) -> Reading:
    rows = list(_rows(source))
    assert "q" not in "".join(row.example.texts["text"] for row in rows)
    return Reading(rows=rows)


def _losing(source: Source, language: str, split: str) -> Reading:
    return Reading(
        rows=[row for row in _rows(source) if "e" in row.example.texts["text"] + "e"][:3]
    )


def _placeless(source: Source, language: str, split: str) -> Reading:
    rows = list(_rows(source))
    if len(rows) != 3:
        raise DataError("wrong somewhere", place="the file")
    return Reading(rows=rows)


@pytest.mark.parametrize(
    ("read", "fault"),
    [
        (_crashing, "AssertionError"),
        (_losing, "by line_doubled"),
        (_placeless, "an error without file and line"),
    ],
)
def test_faults_of_a_reader_are_found(monkeypatch, tmp_path, read, fault) -> None:
    (tmp_path / "scratch").mkdir()
    case = _toy_case(monkeypatch, tmp_path, read)
    faults = fuzz(case, 150, tmp_path / "scratch").faults
    assert any(fault in item for item in faults), faults[:3]
    assert all(item.startswith("toy/en/test/examples toy.txt ") for item in faults)
    assert fuzz(case, 150, tmp_path / "scratch").faults == faults


def _contents(n_examples: int, n_left_out: int = 0, n_words: int = 9) -> Contents:
    return Contents(n_examples=n_examples, n_left_out=n_left_out, n_words=n_words)


@pytest.mark.parametrize(
    ("way", "after", "is_fault"),
    [
        ("letters", _contents(3), False),
        ("letters", _contents(2, 1), False),
        ("letters", _contents(2), True),
        ("letters", _contents(4), True),
        ("blank_line", _contents(4), False),
        ("blank_line", _contents(3, n_words=8), True),
        ("blank_line", _contents(2, 1, n_words=6), False),
        ("line_deleted", _contents(2), False),
        ("line_deleted", _contents(3), True),
        ("line_doubled", _contents(3, 1), False),
        ("line_doubled", _contents(3), True),
        ("damaged", _contents(1), False),
    ],
)
def test_what_counts_can_be(way, after, is_fault) -> None:
    case = Case(
        task="t", language="en", split="test", part="examples", files={}, contents=_contents(3),
        by_line=frozenset({"a"}),
    )  # fmt: skip
    assert bool(count_fault(case, "a", way, after)) is is_fault
    if way.startswith("line"):
        assert count_fault(case, "labels", way, after) == ""
