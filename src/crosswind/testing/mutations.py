"""Ways to spoil a file, each a pure function of the bytes and a generator."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Mutation = Callable[[bytes, np.random.Generator], bytes]

# What breaks readers: control characters, separators of other conventions, marks of layouts.
_INTRUDING_TEXTS = (
        "\x00", "\t", "\n", "\r", "\r\n", " ", "  ", "\x0b", "\x1a", "\x85", "\xa0", "\u200b",
        "\u2028", "\u3000", "\ufeff", "\ufffd", "\ud800", "'", '"', "''", "\\", "\\u0000", "{",
        "}", "[", "]", ",", "null", "true", "-1", "1e999", "NaN", "9" * 5000, "# sent_id = x\n",
        "# text\n", "1-2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n", "1.1\t", "O", "B-", "<a|0>", "/../", "%s",
)  # fmt: skip
_INTRUDERS = (
    *(text.encode("utf-8", "surrogatepass") for text in _INTRUDING_TEXTS),
    *(b"\xff", b"\xfe\xff", b"\xc3"),
)
_DEPTH = 100_000
_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 7, 1e300, "", "x", "\x00", [], {}, [[]], ["x"], [None], {"id": 1},
)  # fmt: skip


def letters(payload: bytes, rng: np.random.Generator) -> bytes:
    """One to three letters become other letters: no separator comes or goes."""
    text = payload.decode("utf-8")
    places = [index for index, letter in enumerate(text) if letter.isalpha()]
    if not places:
        return payload
    changed = list(text)
    for _ in range(int(rng.integers(1, 4))):
        changed[places[rng.integers(len(places))]] = "qxzö字ب"[rng.integers(6)]
    return "".join(changed).encode("utf-8")


def overwritten(payload: bytes, rng: np.random.Generator) -> bytes:
    """One to four bytes become any bytes."""
    changed = bytearray(payload)
    for _ in range(int(rng.integers(1, 5)) if changed else 0):
        changed[rng.integers(len(changed))] = rng.integers(256)
    return bytes(changed)


def intruder(payload: bytes, rng: np.random.Generator) -> bytes:
    """A troublesome text is put in anywhere."""
    place = int(rng.integers(len(payload) + 1))
    return payload[:place] + _INTRUDERS[rng.integers(len(_INTRUDERS))] + payload[place:]


def deleted(payload: bytes, rng: np.random.Generator) -> bytes:
    """Up to twenty bytes go."""
    place = int(rng.integers(len(payload) + 1))
    return payload[:place] + payload[place + int(rng.integers(1, 21)) :]


def cut_short(payload: bytes, rng: np.random.Generator) -> bytes:
    """The file ends early, as after a broken download."""
    return payload[: int(rng.integers(len(payload) + 1))]


def line_deleted(payload: bytes, rng: np.random.Generator) -> bytes:
    """One line that is not blank goes."""
    return _with_line(payload, rng, lambda line: b"")


def line_doubled(payload: bytes, rng: np.random.Generator) -> bytes:
    """One line that is not blank stands twice."""
    return _with_line(payload, rng, lambda line: line + line)


def blank_line(payload: bytes, rng: np.random.Generator) -> bytes:
    """A blank line more."""
    return _with_line(payload, rng, lambda line: line + b"\n")


def lines_joined(payload: bytes, rng: np.random.Generator) -> bytes:
    """The end of a line goes, so that two lines become one."""
    return _with_line(payload, rng, lambda line: line.rstrip(b"\n"))


def columns(payload: bytes, rng: np.random.Generator) -> bytes:
    """A tab becomes a blank, or a blank a tab."""
    places = [index for index, byte in enumerate(payload) if byte in b"\t "]
    if not places:
        return payload
    place = places[rng.integers(len(places))]
    other = b" " if payload[place] == ord("\t") else b"\t"
    return payload[:place] + other + payload[place + 1 :]


def json_value(payload: bytes, rng: np.random.Generator) -> bytes:
    """A value inside a JSON document, or inside one JSON line, becomes another; or it goes."""
    lines = payload.decode("utf-8").split("\n")
    documents = [index for index, line in enumerate(lines) if line.startswith(("{", "["))]
    if not documents:
        return intruder(payload, rng)
    index = documents[rng.integers(len(documents))]
    try:
        content = json.loads(lines[index])
    except ValueError:
        return intruder(payload, rng)
    lines[index] = json.dumps(_changed(content, rng), ensure_ascii=False)
    return "\n".join(lines).encode("utf-8")


def nested(payload: bytes, rng: np.random.Generator) -> bytes:
    """Brackets deeper than a parser can follow."""
    del payload
    return b"[{"[rng.integers(2) :][:1] * _DEPTH


def emptied(payload: bytes, rng: np.random.Generator) -> bytes:
    """Nothing, or line ends alone."""
    del payload
    return b"\n" * int(rng.integers(3))


MUTATIONS: Mapping[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        letters, overwritten, intruder, deleted, cut_short, line_deleted, line_doubled, blank_line,
        lines_joined, columns, json_value, nested, emptied,
    )
}  # fmt: skip


def _with_line(payload: bytes, rng: np.random.Generator, change: Callable[[bytes], bytes]) -> bytes:
    lines = payload.splitlines(keepends=True)
    full = [index for index, line in enumerate(lines) if line.strip()]
    if not full:
        return payload
    index = full[rng.integers(len(full))]
    return b"".join([*lines[:index], change(lines[index]), *lines[index + 1 :]])


def _changed(content: Any, rng: np.random.Generator) -> Any:
    """The value with one part of it, at any depth, replaced or left out."""
    inside = isinstance(content, dict | list) and content
    if not inside or rng.random() < 0.25:
        return _VALUES[rng.integers(len(_VALUES))]
    if isinstance(content, dict):
        key = list(content)[rng.integers(len(content))]
        if rng.random() < 0.15:
            return {name: value for name, value in content.items() if name != key}
        return {**content, key: _changed(content[key], rng)}
    index = int(rng.integers(len(content)))
    part = [] if rng.random() < 0.15 else [_changed(content[index], rng)]
    return [*content[:index], *part, *content[index + 1 :]]
