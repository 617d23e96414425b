"""Canonical JSON and SHA-256 digests: the one way in which identity is computed."""

import hashlib
import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no blanks and plain values only: equal values give equal text.

    Raises:
        TypeError: for anything but dict with string keys, list, tuple, str, int, float, bool, None.
        ValueError: for NaN and infinities, which JSON cannot carry.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of the bytes of a file, 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remembered_file_digest(path: Path) -> str:
    """`file_digest`, computed once for each path and state."""
    return _remembered(path, file_state(path))


def file_state(path: Path) -> tuple[int, ...]:
    """What is not the same once a file was changed: for keys of what is remembered of it.

    The time of modification can be set at will and the clock may jump, so the number of the file
    and the time of its last change of any kind are in it too.
    """
    state = path.stat()
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


@lru_cache(maxsize=4096)
def _remembered(path: Path, _state: tuple[int, ...]) -> str:
    # The state is the key only: a file that changed is read again.
    return file_digest(path)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"canonical JSON cannot carry {value!r}")
        # 2.0 and 2 are one value in TOML files written by hand: give them one identity.
        return int(value) if value.is_integer() else value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"canonical JSON needs string keys, got {key!r}")
        return {key: _plain(item) for key, item in value.items()}
    raise TypeError(f"canonical JSON cannot carry {type(value).__name__}: {value!r}")
