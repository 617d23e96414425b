"""Panics and errors of the tokenizers library are errors of the folder; others pass."""

import json

import pytest

from crosswind.core.errors import EncoderError
from crosswind.model.tokenise import open_reader
from crosswind.model.tokenizer_errors import opening_told, panics_told
from crosswind.testing.tiny import tiny_encoder_folder


class PanicException(BaseException):
    """What a panic looks like."""


def test_a_panic_is_an_error_of_the_folder():
    with pytest.raises(EncoderError, match="breaks down") as caught, panics_told("folder"):
        raise PanicException("no entry found for key")
    assert "folder" in str(caught.value)
    assert "no entry found for key" in str(caught.value)


def test_an_interrupt_passes():
    with pytest.raises(KeyboardInterrupt), opening_told("folder"):
        raise KeyboardInterrupt


def test_other_errors_are_told_while_opening_only():
    with pytest.raises(EncoderError, match="cannot be opened"), opening_told("folder"):
        raise ValueError("x")
    with pytest.raises(ValueError, match="x"), panics_told("folder"):
        raise ValueError("x")


def test_a_template_without_its_special_tokens(tmp_path, capfd):
    folder = tiny_encoder_folder(tmp_path / "encoder")
    file = folder / "tokenizer.json"
    content = json.loads(file.read_text("utf-8"))
    content["post_processor"]["special_tokens"] = {}
    file.write_text(json.dumps(content), "utf-8")
    with pytest.raises(EncoderError, match=r"breaks down|cannot be opened"):
        open_reader(folder, "x")
    capfd.readouterr()  # the library tells a panic itself
