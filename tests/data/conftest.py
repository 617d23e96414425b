"""Fixtures of the data room: embedded text read once, small files written by hand."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples
from crosswind.data.sources import find_sources
from crosswind.records.example import Example

Reader = Callable[[str, str, str], tuple[list[Example], dict[str, int]]]
Writer = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def embedded() -> Reader:
    """(examples, left out) of an embedded task x language x split."""

    @cache
    def read(task: str, language: str, split: str) -> tuple[list[Example], dict[str, int]]:
        found = find_sources(TASKS.get(task), language, split, Path("nowhere"))
        return read_examples(TASKS.get(task), found, language, split)

    return read


@pytest.fixture
def put(tmp_path: Path) -> Writer:
    """Write a text below the test's folder and return that folder, to be used as data root."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        return tmp_path

    return write
