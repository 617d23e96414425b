"""Files are written whole and read strictly."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.core.files import (
    folder_problem,
    iterate_lines,
    nearest_file,
    parse_json,
    read_json,
    read_json_lines,
    read_lines,
    read_text,
    write_bytes,
    write_json,
    write_text,
)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@profile(max_examples=50)
def test_text_comes_back_as_it_was_written(tmp_path_factory: Any, text: str) -> None:
    path = tmp_path_factory.mktemp("files") / "a.txt"
    write_text(path, text)
    assert path.read_bytes() == text.encode()
    assert read_text(path) == text


def test_a_folder_is_made_and_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b" / "c.txt", "x\r\n")
    assert [item.name for item in (tmp_path / "a" / "b").iterdir()] == ["c.txt"]


def test_a_failed_write_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    real = Path.write_bytes

    def half(self: Path, payload: bytes) -> int:
        real(self, payload[: len(payload) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        write_bytes(path, b"much longer than before")
    monkeypatch.undo()
    assert read_text(path) == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["", "file/below", "n" * 250])
def test_an_error_names_the_path_that_was_given(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / name
    with pytest.raises(OSError, match=r"[a-z]") as told:
        write_bytes(path, b"x")
    assert told.value.filename == str(tmp_path / "file" if "below" in name else path)
    assert ".draft" not in str(told.value)


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_bytes(pipe, b"word")
    assert os.read(reader, 9) == b"word"
    os.close(reader)
    assert pipe.is_fifo()


def test_an_interrupted_write_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")

    def interrupted(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "new")
    assert read_text(path) == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo\nth\xffree\n")
    with pytest.raises(DataError, match="byte 10 is not UTF-8") as caught:
        read_text(path)
    assert caught.value.place == f"{path}:3"
    assert caught.value.value == b"\xff"


@pytest.mark.parametrize("name", ["absent.txt", "."])
def test_what_cannot_be_read_is_a_data_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot read the file"):
        read_text(tmp_path / name)


@pytest.mark.parametrize(
    ("payload", "lines"),
    [
        ("", []),
        ("\n", [""]),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\n\n", ["a", ""]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("a\u2028b\u0085c\x0bd\n", ["a\u2028b\u0085c\x0bd"]),
        ("a\rb\n", ["a\rb"]),
    ],
)
def test_lines_end_at_lf_and_crlf_alone(tmp_path: Path, payload: str, lines: list[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(payload.encode())
    assert read_lines(path) == lines


def test_json_is_written_with_sorted_keys_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"b": ["ü", 1.5], "a": None})
    assert path.read_bytes() == '{\n "a": null,\n "b": [\n  "ü",\n  1.5\n ]\n}\n'.encode()
    assert read_json(path) == {"a": None, "b": ["ü", 1.5]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{", 1),
        ('{\n "a": \n}', 3),
        ("[1] x", 1),
        ("\ufeff{}", 1),
        ("[" * 100_000, 1),
        ("9" * 10_000, 1),
    ],
)
def test_what_is_no_json_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DataError, match="not JSON") as caught:
        parse_json(text, place="a.json")
    assert caught.value.place == f"a.json:{line}"


def test_json_lines_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_text(path, '{"a": "x\u2028y"}\r\n\n[2]\n')
    assert list(read_json_lines(path)) == [(1, {"a": "x\u2028y"}), (3, [2])]


@pytest.mark.parametrize("before", [0, 1, 10])
def test_a_bad_json_line_is_told_with_its_line(tmp_path: Path, before: int) -> None:
    path = tmp_path / "a.jsonl"
    write_text(path, "{}\n" * before + "{]\n")
    with pytest.raises(DataError) as caught:
        list(read_json_lines(path))
    assert caught.value.place == f"{path}:{before + 1}"


@given(st.text(st.characters(exclude_categories=["Cs"])))
@profile(max_examples=50)
def test_lines_one_at_a_time_are_the_lines(tmp_path_factory: Any, text: str) -> None:
    path = tmp_path_factory.mktemp("files") / "a.txt"
    write_text(path, text)
    expected = text.split("\n")
    expected = expected[:-1] if expected[-1] == "" else expected
    assert list(iterate_lines(path)) == [line.removesuffix("\r") for line in expected]


def test_a_byte_that_is_no_utf_8_is_told_with_its_line_and_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"ab\ncd\xff\n")
    found = iterate_lines(path)
    assert next(found) == "ab"
    with pytest.raises(DataError, match=r"a\.txt:2: byte 5 is not UTF-8"):
        next(found)
    with pytest.raises(DataError, match="cannot read the file"):
        list(iterate_lines(tmp_path / "absent"))


@pytest.mark.parametrize("text", [r'"a\ud83d"', r'{"\uDE00": 1}', r'["\ude00\ud83d"]'])
def test_half_of_a_surrogate_pair_is_no_text(text: str) -> None:
    with pytest.raises(DataError, match=r"a\.json:7: half of a surrogate pair"):
        parse_json(text, place="a.json", first_line=7)


@pytest.mark.parametrize(("text", "value"), [(r'"\ud83d\ude00"', "😀"), (r'"\\ud83d"', r"\ud83d")])
def test_a_whole_pair_is_text(text: str, value: str) -> None:
    assert parse_json(text, place="a.json") == value


@pytest.mark.parametrize(
    ("wanted", "present", "nearest"),
    [
        ("test-de.tsv", ["dev-de.tsv", "train-en.tsv"], ""),
        ("test-de.tsv", ["test-fr.tsv"], ""),
        ("test-de.tsv", ["dev-de.tsv", "test_de.tsv"], "test_de.tsv"),
        ("test-de.tsv", ["test-de.txt"], "test-de.txt"),
        ("hellaswag_train.jsonl", ["helaswag_train.jsonl"], "helaswag_train.jsonl"),
        ("hellaswag_train.jsonl", ["hellaswag_val.jsonl"], ""),
        ("x.tsv", [], ""),
    ],
)
def test_a_file_of_another_split_or_language_is_no_misspelling(
    wanted: str, present: list[str], nearest: str
) -> None:
    assert nearest_file(wanted, present) == nearest


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    found = [folder_problem(tmp_path / name) for name in ("", "x", "y", "x/y")]
    assert found == [
        "",
        "a file stands here, not a folder",
        "there is no such folder",
        "there is no such folder",
    ]
