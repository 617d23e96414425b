"""Files: whole writes, strict UTF-8 reads, JSON."""

import errno
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError, nearest_match

_SPLITS = frozenset(("train", "training", "dev", "valid", "validation", "test", "trial", "sample"))


def folder_problem(path: Path) -> str:
    """Why a folder of the user's cannot be looked into; empty if it is one."""
    if path.is_dir():
        return ""
    return "a file stands here, not a folder" if path.exists() else "there is no such folder"


def nearest_file(wanted: str, present: Iterable[str]) -> str:
    """The file of a folder whose name is a misspelling of `wanted`, or an empty string.

    Names of splits and parts of up to three letters, such as languages, must be the same: the
    development file is no misspelling of the test file, nor the French one of the German.
    """
    marks = _marks(wanted)
    return nearest_match(wanted, (name for name in present if _marks(name) == marks))


def _marks(name: str) -> list[str]:
    """Parts of a name, but for its ending, that say which file it is."""
    parts = re.split(r"[^a-z0-9]+", Path(name.lower()).stem)
    return sorted(part for part in parts if part and (len(part) <= 3 or part in _SPLITS))


def write_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8 with its newlines as they are, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, payload: bytes) -> None:
    """Write bytes under a hidden name beside `path`, then rename into place.

    A device or a pipe cannot be renamed into: it is written to as it stands.

    Raises:
        OSError: names `path`, or the file that stands where its folder should be.
    """
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(payload)
            return
        draft.write_bytes(payload)
        draft.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # it would hide the reason why there is no draft
            draft.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error


def write_json(path: Path, value: Any) -> None:
    """Write a value as indented JSON with sorted keys and a final newline."""
    write_text(path, json_text(value))


def json_text(value: Any) -> str:
    """What `write_json` writes."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_text(path: Path) -> str:
    """A file as strict UTF-8 text, newlines untouched.

    Raises:
        DataError: if the file is missing, unreadable or not UTF-8 (names the byte offset and line).
    """
    try:
        payload = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    return decoded(payload, place=str(path))


def decoded(payload: bytes, *, place: str) -> str:
    """Bytes as strict UTF-8 text; `place` and the line are named in the error.

    Raises:
        DataError: if they are not UTF-8 (names the byte offset).
    """
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError as error:
        line = payload[: error.start].count(b"\n") + 1
        raise _not_utf_8(f"{place}:{line}", error, error.start) from error


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"cannot read the file ({error.strerror})",
        place=str(path),
        action="Check the path and its permissions.",
    )


def _not_utf_8(place: str, error: UnicodeDecodeError, offset: int) -> DataError:
    return DataError(
        f"byte {offset} is not UTF-8",
        place=place,
        value=error.object[error.start : error.start + 1],
        allowed="UTF-8 text",
        action="Convert the file to UTF-8.",
    )


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file, split at LF or CRLF only, without a last empty line.

    `str.splitlines` also splits at U+2028 and the like, which occur inside benchmark sentences.
    """
    return list(iterate_lines(path))


def iterate_lines(path: Path) -> Iterator[str]:
    """`read_lines`, a line at a time: for files that are larger than they should be in memory.

    Raises:
        DataError: as `read_text`, when the line is reached.
    """
    offset = 0
    try:
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                try:
                    line = raw.decode("utf-8")
                except UnicodeDecodeError as error:
                    raise _not_utf_8(f"{path}:{number}", error, offset + error.start) from error
                yield line.removesuffix("\n").removesuffix("\r")
                offset += len(raw)
    except OSError as error:
        raise _unreadable(path, error) from error


def read_json(path: Path) -> Any:
    """A JSON file.

    Raises:
        DataError: if it is not JSON; names line and column.
    """
    return parse_json(read_text(path), place=str(path))


def parse_json(
    text: str,
    *,
    place: str,
    first_line: int = 1,
    members: Callable[[list[tuple[str, Any]]], Any] | None = None,
    keep_halves: bool = False,
) -> Any:
    """JSON from text; `place` and the line, counted from `first_line`, are named in the error.

    Half of a surrogate pair is refused: JSON can spell it, but it is no text that could be written.
    With `keep_halves` it stays, for text that is only compared. `members` makes each object.
    """
    try:
        value = json.loads(text, object_pairs_hook=members)
        # Only an escape can spell one; most files have none, so most are not written for the check.
        if not keep_halves and ("\\ud" in text or "\\uD" in text):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError as error:
        raise DataError(
            "half of a surrogate pair",
            place=f"{place}:{first_line}",
            value=error.object[error.start : error.end],
            allowed="text; letters beyond U+FFFF as a pair of escapes",
            action="Repair or download the file again.",
        ) from error
    except (ValueError, RecursionError) as error:  # of JSON, of a huge number, of deep nesting
        line = first_line - 1 + getattr(error, "lineno", 1)
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        where = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise DataError(
            f"not JSON ({getattr(error, 'msg', reason)}{where})",
            place=f"{place}:{line}",
            allowed="one JSON document",
            action="Repair or download the file again.",
        ) from error


def read_json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """(line number from 1, value) of each non-empty line of a JSON-lines file."""
    for number, line in enumerate(iterate_lines(path), start=1):
        if line.strip():
            yield number, parse_json(line, place=str(path), first_line=number)
