"""Sentences with CCG categories: the Parallel Meaning Bank's columns, CCGbank's derivations."""

import re
from collections.abc import Iterator
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.core.files import iterate_lines
from crosswind.data.tagged_files import Sentence

JOINED = "words: a blank for the ~ between their parts"

_DOCUMENT = "# newdoc id ="
_WORD_LAYER, _CATEGORY_LAYER = "tok", "cat"
_INSIDE_TILDE = re.compile(r"(?<=[^~\s])~(?=[^~\s])")
_LEAF = re.compile(r"\(<L ([^ <>]+) [^ ]+ [^ ]+ ([^ ]+) [^ ]+>\)")
_LEAF_START = "(<L "
_NAME = re.compile(r"ID=([^ ]+)( .*)?")


def read_meaning_bank(path: Path) -> Iterator[Sentence]:
    """Sentences of a `.conll` file of the Parallel Meaning Bank's layers.

    Comments begin with `# `; one of them, before each sentence, names the columns by layer
    (`tok:gold`, `cat:gold`). A sentence is named by its document and its number there, from 0.

    Raises:
        DataError: if a sentence has no document or no columns of words and categories, or a line
            has another number of columns.

    Source: the layer files of release 4.0.0 as github.com/RikVN/DRS_parsing holds them.
    """
    document, header, n_before = "", list[str](), 0
    place, words, tags = "", list[str](), list[str]()
    for number, line in enumerate([*iterate_lines(path), ""], start=1):
        spot = f"{path}:{number}"
        if line.startswith("#") and not line.startswith("#\t"):
            if line.startswith(_DOCUMENT):
                document, n_before = line.removeprefix(_DOCUMENT).strip(), 0
            elif "\t" in line:
                header = [name.partition(":")[0] for name in line.removeprefix("# ").split("\t")]
        elif line.strip():
            word, tag = _word_and_category(line, header, spot)
            place = place or spot
            words.append(word)
            tags.append(tag)
        elif words:
            if not document:
                raise DataError("a sentence without a document", place=place, allowed=_DOCUMENT)
            name = f"{document}-{n_before}"
            yield Sentence(place=place, name=name, words=tuple(words), tags=tuple(tags))
            n_before += 1
            place, words, tags = "", [], []


def parts_apart(word: str) -> str:
    """A name of several parts, `New~York`, with blanks between them: no such word is ever read."""
    return _INSIDE_TILDE.sub(" ", word)


def read_derivations(path: Path) -> Iterator[Sentence]:
    """Sentences of a `.auto` file of CCGbank: a line with the name, a line with the derivation.

    Words and categories are those of the leaves, `(<L category POS POS word category>)`.

    Raises:
        DataError: if a line is neither, or a leaf is not of this form.

    Source: Hockenmaier & Steedman 2005, CCGbank manual, appendix on the file format.
    """
    name, place = "", ""
    for number, line in enumerate(iterate_lines(path), start=1):
        spot = f"{path}:{number}"
        found = _NAME.fullmatch(line)
        if found and not name:
            name, place = found[1], spot
            continue
        leaves = _LEAF.findall(line)
        if found or not name or not leaves or len(leaves) != line.count(_LEAF_START):
            raise DataError(
                "not the derivation of a named sentence",
                place=spot,
                value=line[:120],
                allowed="a line ID=..., then a line of leaves (<L category POS POS word category>)",
                action="Take the file from CCGbank again.",
            )
        words, tags = (tuple(leaf[column] for leaf in leaves) for column in (1, 0))
        yield Sentence(place=place, name=name, words=words, tags=tags)
        name = ""
    if name:
        raise DataError(
            "a sentence without a derivation", place=place, value=name, allowed="a line more"
        )


def _word_and_category(line: str, header: list[str], place: str) -> tuple[str, str]:
    if not {_WORD_LAYER, _CATEGORY_LAYER} <= set(header):
        raise DataError(
            "no comment names the columns of words and categories",
            place=place,
            value=header or line[:120],
            allowed="# tok:gold ... cat:gold ..., with tabs between",
            action="Extract the layers tok and cat again.",
        )
    cells = line.split("\t")
    if len(cells) != len(header):
        raise DataError(
            f"{len(cells)} columns instead of {len(header)}",
            place=place,
            value=line[:120],
            allowed=f"{len(header)} columns with tabs between: {', '.join(header)}",
            action="Repair the line or download the file again.",
        )
    return cells[header.index(_WORD_LAYER)], cells[header.index(_CATEGORY_LAYER)]
