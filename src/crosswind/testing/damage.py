"""Files damaged at random: for tests that nothing but scores or a clear error comes of them."""

import json
import random
from collections.abc import Callable
from typing import Any

# What is put into texts: line ends, controls, invisible and unpaired code points, numbers that are
# none or too large, nesting, names of fields.
_INSERTED: tuple[bytes, ...] = (
    *(b"\r", b"\n", b"\n\n", b"\r\n", b"\t", b" ", b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf"),
    *("\u2028".encode(), "\u200b".encode(), "\u0661".encode(), "🂡".encode(), b'\\ud800"', b'"'),
    *(b"NaN", b"Infinity", b"-1", b"1e999", b"9" * 5000, b"0", b"true", b"null", b"[" * 2000),
    *(b"{", b"}", b"]", b",", b":", b'"id"', b'"label"', b"B-PER", b"NOUN", b"_", b"--", b"'"),
    *("\xa0".encode(), "\u3000".encode(), "\ufffd".encode(), b"  ", b"# sent_id = x\n", b"1-2\t"),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**400, float("nan"), float("inf"), "", " ", "the"),
    *("\ud800", "x" * 3000, [], {}, [[]], ["x"], [None], {"text": "x"}, [1, 2], [{"id": "x"}]),
)


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One to three changes: of bytes, of lines, or of JSON values if it is JSON."""
    for _ in range(dice.choice((1, 1, 1, 1, 2, 3))):
        content = dice.choice(_CHANGES)(content, dice)
    return content


def _insert(content: bytes, dice: random.Random) -> bytes:
    place = dice.randint(0, len(content))
    return content[:place] + dice.choice(_INSERTED) + content[place:]


def _overwrite(content: bytes, dice: random.Random) -> bytes:
    place = dice.randint(0, len(content))
    return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]


def _cut(content: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(content))
    return content[:start] + content[start + dice.choice((1, 1, 2, 5, 40, len(content))) :]


def _repeat(content: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(content))
    part = content[start : start + dice.choice((1, 3, 20, len(content)))]
    return content[:start] + part * dice.choice((2, 2, 3)) + content[start + len(part) :]


def _empty(content: bytes, dice: random.Random) -> bytes:
    return dice.choice((b"", b"\n", b" ", b"null", b"[]", b"{}", b"0", b'""'))


def _lines(content: bytes, dice: random.Random) -> bytes:
    lines = content.split(b"\n")
    number = dice.randrange(len(lines))
    change = dice.randrange(5)
    if change == 0:
        del lines[number]
    elif change == 1:
        lines.insert(number, lines[dice.randrange(len(lines))])
    elif change == 2:
        other = dice.randrange(len(lines))
        lines[number], lines[other] = lines[other], lines[number]
    elif change == 3:
        lines[number] = dice.choice(_INSERTED)
    else:
        return dice.choice((b"\r\n", b"\r", b"\n\n")).join(lines)
    return b"\n".join(lines)


def _json(content: bytes, dice: random.Random) -> bytes:
    first, _, rest = content.partition(b"\n")
    if first.startswith(b"{") and rest.startswith(b"{"):
        # JSON lines: one document of many is changed.
        lines = content.split(b"\n")
        number = dice.randrange(len(lines) - 1)
        lines[number] = _json(lines[number], dice)
        return b"\n".join(lines)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return _lines(content, dice)
    try:
        return json.dumps(_changed_value(value, dice)).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return _cut(content, dice)


def _changed_value(value: Any, dice: random.Random) -> Any:
    """The value with one thing changed somewhere inside."""
    if not value or not isinstance(value, dict | list) or dice.random() < 0.1:
        return dice.choice(_VALUES)
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = dice.choice(keys)
    change = dice.randrange(6)
    if change == 0:
        del value[key]
    elif change == 1 and isinstance(value, dict):
        value[dice.choice(("id", "data", "text", "label", "x", "\ud800"))] = value.pop(key)
    elif change == 2 and isinstance(value, list):
        value.append(value[key])
    else:
        value[key] = _changed_value(value[key], dice)
    return value


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_insert, _overwrite, _cut, _repeat, _lines, _lines, _json, _json, _json, _empty),
)
