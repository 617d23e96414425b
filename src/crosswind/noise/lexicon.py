"""Lexicon: a user's list of words and their translations, read from a file."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from crosswind.core.errors import ConfigError, CrosswindError, DataError
from crosswind.core.languages import canonical_language

_HEAD = ("language", "word", "translation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words and their translations.

    Attributes:
        translations: language -> word in small letters (NFC) -> its translations, as in the file.
        digest: digest of the file.
    """

    translations: dict[str, dict[str, tuple[str, ...]]]
    digest: str


def read_lexicon(path: str) -> Lexicon:
    """Read a lexicon: UTF-8 lines of language, word, translation between tabs.

    A first line that names the three columns is passed over, as are empty lines. A word may have
    several lines, a translation several words.

    Raises:
        ConfigError: if there is no such file.
        DataError: if it is not UTF-8, holds no word, or a line does not have three columns.
    """
    file = Path(path)
    try:
        found = file.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    return _read(str(file), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _read(path: str, changed: int, size: int) -> Lexicon:
    """The lexicon of a file as it is now."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(path) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(
            "the lexicon is not UTF-8",
            place=f"{path}:{line}",
            allowed="text in UTF-8",
            action="Convert the file.",
        ) from error
    return Lexicon(
        translations=_translations(path, text.split("\n")), digest=sha256(content).hexdigest()
    )


def _translations(path: str, lines: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    rows: dict[str, dict[str, tuple[str, ...]]] = {}
    for number, line in enumerate(lines, start=1):
        cells = tuple(cell.strip() for cell in line.rstrip("\r").split("\t"))
        if cells == ("",) or (number == 1 and cells == _HEAD):
            continue
        if len(cells) != len(_HEAD) or not all(cells):
            raise _malformed(f"{path}:{number}", line)
        try:
            language = canonical_language(cells[0], place=f"{path}:{number}")
        except CrosswindError as error:
            raise _malformed(f"{path}:{number}", line) from error
        word = unicodedata.normalize("NFC", cells[1]).lower()
        words = rows.setdefault(language, {})
        words[word] = tuple(dict.fromkeys((*words.get(word, ()), cells[2])))
    if not rows:
        raise DataError(
            "the lexicon holds no word",
            place=path,
            allowed="lines of language, word, translation between tabs",
            action="Write at least one line, such as: hi<tab>पानी<tab>water",
        )
    return rows


def _malformed(place: str, line: str) -> DataError:
    return DataError(
        "not a line of a lexicon",
        place=place,
        value=line[:120],
        allowed="a language tag, a word and a translation between tabs",
        action="Repair the line, or take it out.",
    )


def _unreadable(path: str) -> ConfigError:
    return ConfigError(
        "the lexicon cannot be read",
        place="perturbation",
        value=path,
        allowed="a file of lines of language, word, translation between tabs",
        action="Give its path behind the colon, from the folder where the command runs.",
    )
