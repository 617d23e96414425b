"""Parallel interface messages out of the catalogues (.po) of the package `django`."""

import re
from collections import Counter
from pathlib import Path

import polib

from crosswind.core.errors import DataError
from crosswind.core.files import read_text
from crosswind.core.hashing import text_digest
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

# What stands for a placeholder in both languages: a sign that no language spells.
MASK = "…"
MIN_ENGLISH_WORDS = 6

_PLACEHOLDER = re.compile(
    r"%\([^)]*\)[#0\- +]*[\d.]*[a-zA-Z]"  # %(name)s
    r"|(?<![\w%])%[sdr](?!\w)"  # %s
    r"|\{[^{}]*\}"  # {name}
)
# Some translators translated the names of tags as well: a tag is any letter after a bracket.
_MARKUP = re.compile(r"</?[^\W\d_][^<>]*>")


def read_messages(source: Source, language: str, split: str) -> Reading:
    """Pairs of an English message and its translation.

    Placeholders are masked, markup is taken out, white space is made one blank. Left out and
    counted: messages that are not translated, are marked as doubtful, have plural forms, have
    fewer than six English words, or repeat an English or a translated text.

    Args:
        source: catalogues, under roles that begin with "messages".
        language: tag of the translation.
        split: "test".
    """
    del split
    left_out: Counter[str] = Counter()
    rows: list[Placed] = []
    sources: set[str] = set()
    targets: set[str] = set()
    for path in _catalogues(source):
        for entry in _entries(path):
            reason = _why_not(entry)
            english, other = _plain(entry.msgid), _plain(entry.msgstr)
            if not reason and (english.casefold() in sources or other.casefold() in targets):
                reason = "doubled"
            if reason:
                left_out[reason] += 1
                continue
            sources.add(english.casefold())
            targets.add(other.casefold())
            name = text_digest(english)[:16]
            example = Example(
                example_id=name,
                parallel_id=name,
                language=language,
                texts={"source": english, "target": other},
            )
            rows.append(Placed(place=f"{path}:{entry.linenum}", example=example))
    return Reading(rows=tuple(rows), left_out=dict(sorted(left_out.items())))


def _catalogues(source: Source) -> list[Path]:
    return [
        path
        for role, group in source.files.items()
        if role.startswith("messages")
        for path in group
    ]


def _entries(path: Path) -> list[polib.POEntry]:
    text = read_text(path)
    if not text.strip():
        raise DataError("the file is empty", place=f"{path}:1", allowed="a message catalogue")
    try:
        return [entry for entry in polib.pofile(text) if not entry.obsolete]
    except (OSError, ValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataError(
            "not a message catalogue",
            place=f"{path}:{line.group(1) if line else 1}",
            value=str(error)[:120],
            allowed="a .po file",
            action="Install 'django' again.",
        ) from error


def _why_not(entry: polib.POEntry) -> str:
    if entry.msgid_plural:
        return "plural"
    words = _plain(entry.msgid).split(" ")
    if sum(word == MASK or any(map(str.isalpha, word)) for word in words) < MIN_ENGLISH_WORDS:
        return "short"
    if "fuzzy" in entry.flags:
        return "doubtful"
    if not any(map(str.isalpha, _plain(entry.msgstr))):
        return "not_translated"
    if _plain(entry.msgstr) == _plain(entry.msgid):
        return "equal_to_English"
    return ""


def _plain(message: str) -> str:
    masked = _PLACEHOLDER.sub(MASK, _MARKUP.sub(" ", message))
    return " ".join(masked.split())
