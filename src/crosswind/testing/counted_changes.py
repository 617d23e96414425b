"""Changes of a file that bring or take a known number of its rows, beside `damage`."""

import random
from collections.abc import Callable, Mapping

Change = Callable[[bytes, random.Random], bytes]


def letters(content: bytes, dice: random.Random) -> bytes:
    """One to three letters become other letters: no separator comes or goes."""
    text = list(content.decode("utf-8"))
    places = [index for index, letter in enumerate(text) if letter.isalpha()]
    for place in dice.choices(places, k=dice.randint(1, 3)) if places else ():
        text[place] = dice.choice("qxzö字ب")
    return "".join(text).encode("utf-8")


def line_deleted(content: bytes, dice: random.Random) -> bytes:
    """One line that is not blank goes."""
    return _with_line(content, dice, lambda line: b"")


def line_doubled(content: bytes, dice: random.Random) -> bytes:
    """One line that is not blank stands twice."""
    return _with_line(content, dice, lambda line: line + line)


def blank_line(content: bytes, dice: random.Random) -> bytes:
    """A blank line more, behind one that is not."""
    return _with_line(content, dice, lambda line: line + b"\n")


CHANGES: Mapping[str, Change] = {
    change.__name__: change for change in (letters, line_deleted, line_doubled, blank_line)
}


def _with_line(content: bytes, dice: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = content.split(b"\n")
    full = [index for index, line in enumerate(lines[:-1]) if line.strip()]
    if not full:
        return content
    index = dice.choice(full)
    parts = [line + b"\n" for line in lines[:-1]]
    return b"".join([*parts[:index], change(parts[index]), *parts[index + 1 :], lines[-1]])
