"""What the tests of all decodings read with."""

from collections.abc import Callable

import pytest

from crosswind.evaluate.reading import Reading
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


@pytest.fixture
def how() -> Callable[..., Reading]:
    """How a kind is read, with few tokens."""

    def made(kind: str, fields: tuple[str, ...] = ("text",), **changes: object) -> Reading:
        parts = {"max_tokens": 20, "stride": 4, "max_answer_tokens": 30, **changes}
        return Reading(kind=kind, fields=fields, **parts)

    return made


@pytest.fixture
def example() -> Callable[..., Example]:
    """An example by its number."""

    def made(number: int, **parts: object) -> Example:
        return Example(example_id=f"e{number}", parallel_id="p", language="en", **parts)

    return made
