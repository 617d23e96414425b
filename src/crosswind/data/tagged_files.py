"""Files of tagged sentences: CoNLL-U, IOB2, columns between blanks. No word is lost unseen."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.core.files import read_lines
from crosswind.data.layouts import read_tagged
from crosswind.data.task import Placed, Reading
from crosswind.records.example import Example

# Reasons that begin so count words of rows that are there, not rows that are left out.
OF_WORDS = "words: "
EMPTY_WORDS = f"{OF_WORDS}empty, tagged O"

_WORD_ID = re.compile(r"[0-9]+")
# Surface forms of several words (`1-2`) and words that only a graph has (`1.1`).
_OTHER_ID = re.compile(r"[0-9]+[-.][0-9]+")
_CONLLU_COLUMNS = 10
_UPOS = 3
_IOB2_COLUMNS = 3
_BETWEEN_BLANKS = re.compile(r"([^ \t]*)[ \t]+([^ \t]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a file.

    Attributes:
        place: file and line of its first line.
        words: as written, with inner blanks, no-break spaces and U+FFFD.
        tags: one a word.
        name: `sent_id` of the file; empty where the layout has none.
        n_empty: words without text that were left out with their tag O.
    """

    place: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    name: str = ""
    n_empty: int = 0


# (number of a sentence from 0, sentence) -> (example id, parallel id).
Naming = Callable[[int, Sentence], tuple[str, str]]


def read_word_and_tag(path: Path) -> Iterator[Sentence]:
    """Sentences of a `word<TAB>tag` file (`layouts.read_tagged`)."""
    for place, words, tags in read_tagged(path):
        yield Sentence(place=place, words=words, tags=tags)


def read_words_with_or_without_tags(path: Path) -> Iterator[Sentence]:
    """As `read_word_and_tag`; a file without a tab in it has a word a line, and no tags."""
    if any("\t" in line for line in read_lines(path)):
        yield from read_word_and_tag(path)
        return
    for place, _, lines in _blocks(path, has_comments=False):
        words = tuple("\t".join(cells) for _, cells in lines)
        yield Sentence(place=place, words=words, tags=())


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file: FORM and UPOS of each syntactic word.

    Ranges (`1-2`: the surface form of several words) and empty nodes (`1.1`) are no words of the
    sentence and are passed over, as in the benchmark's preparation of UD. A block without words is
    a sentence without words, which the common checks refuse.

    Raises:
        DataError: if a line has another number of columns, words do not count from 1, or a
            sentence has no `sent_id`.

    Source: the format definition of Universal Dependencies, version 2.
    """
    for place, name, lines in _blocks(path):
        words: list[str] = []
        tags: list[str] = []
        for spot, cells in lines:
            if len(cells) != _CONLLU_COLUMNS:
                raise _wrong_columns(spot, cells, f"{_CONLLU_COLUMNS} columns")
            if _OTHER_ID.fullmatch(cells[0]):
                continue
            if cells[0] != str(len(words) + 1):
                raise DataError(
                    "a word is missing or out of order",
                    place=spot,
                    value=cells[0],
                    allowed=f"the id {len(words) + 1}, a range (1-2) or an empty node (1.1)",
                    action="Download the file again.",
                )
            words.append(cells[1])
            tags.append(cells[_UPOS])
        yield Sentence(place=place, name=name, words=tuple(words), tags=tuple(tags))


def read_iob2(path: Path) -> Iterator[Sentence]:
    """Sentences of a Universal NER file: id, word, tag and further columns that are not read.

    Raises:
        DataError: if a line has fewer columns or no word id, or a sentence has no `sent_id`.
    """
    for place, name, lines in _blocks(path):
        words: list[str] = []
        tags: list[str] = []
        for spot, cells in lines:
            if len(cells) < _IOB2_COLUMNS:
                raise _wrong_columns(spot, cells, f"{_IOB2_COLUMNS} columns or more: id, word, tag")
            if _OTHER_ID.fullmatch(cells[0]):
                continue
            if not _WORD_ID.fullmatch(cells[0]):
                raise DataError(
                    "no word id", place=spot, value=cells[0], allowed="1, 2, ... or a range (1-2)"
                )
            words.append(cells[1])
            tags.append(cells[2])
        yield Sentence(place=place, name=name, words=tuple(words), tags=tuple(tags))


def read_between_blanks(path: Path) -> Iterator[Sentence]:
    """Sentences of a `word tag` file with blank lines between them.

    The two columns stand apart by blanks or tabs; blanks at the end of a line mean nothing. A
    no-break space is part of its word.

    Raises:
        DataError: if a line has another number of columns, or no word before a tag other than O.
    """
    for place, _, lines in _blocks(path, has_comments=False):
        words: list[str] = []
        tags: list[str] = []
        n_empty = 0
        for spot, cells in lines:
            line = "\t".join(cells).rstrip(" \t")
            found = _BETWEEN_BLANKS.fullmatch(line)
            if not found:
                raise DataError(
                    "not two columns", place=spot, value=line[:120], allowed="word, a blank, tag"
                )
            word, tag = found.groups()
            if not word:
                check_empty_word(tag, spot)
                n_empty += 1
                continue
            words.append(word)
            tags.append(tag)
        yield Sentence(place=place, words=tuple(words), tags=tuple(tags), n_empty=n_empty)


def check_empty_word(tag: str, place: str) -> None:
    """Refuse a word without text unless its tag is O: a name would be lost with it.

    Raises:
        DataError: for any other tag.
    """
    if tag != "O":
        raise DataError(
            "a word without text has a tag", place=place, value=tag, allowed="O, or a word"
        )


def sentence_rows(sentences: Iterable[Sentence], language: str, naming: Naming) -> Reading:
    """Examples of a tagging task, in file order."""
    rows: list[Placed] = []
    left_out: Counter[str] = Counter()
    for number, sentence in enumerate(sentences):
        example_id, parallel_id = naming(number, sentence)
        example = Example(
            example_id=example_id,
            parallel_id=parallel_id,
            language=language,
            words=sentence.words,
            tags=sentence.tags,
        )
        rows.append(Placed(place=sentence.place, example=example))
        left_out[EMPTY_WORDS] += sentence.n_empty
    return Reading(rows=rows, left_out=+left_out)


def by_number(language: str, split: str) -> Naming:
    """Sentences by number from 0, each its own cluster: for files that are not parallel.

    The cluster carries the split, so that no sentence of one split is taken for one of another.
    """
    return lambda number, sentence: (str(number), f"{language}:{split}:{number}")


def _blocks(
    path: Path, *, has_comments: bool = True
) -> Iterator[tuple[str, str, list[tuple[str, list[str]]]]]:
    """(place, sent_id, (place, cells) of each line) of the blocks between blank lines."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*read_lines(path), ""], start=1):
        if line.strip(" \t"):
            block.append((number, line))
        elif block:
            yield _block(path, block, has_comments=has_comments)
            block = []


def _block(
    path: Path, block: list[tuple[int, str]], *, has_comments: bool
) -> tuple[str, str, list[tuple[str, list[str]]]]:
    place = f"{path}:{block[0][0]}"
    if not has_comments:
        return place, "", [(f"{path}:{number}", line.split("\t")) for number, line in block]
    names = [
        value.strip()
        for key, _, value in (line[1:].partition("=") for _, line in block if line[0] == "#")
        if key.strip() == "sent_id"
    ]
    if len(names) != 1 or not names[0]:
        raise DataError(
            "a sentence without a name, or with two",
            place=place,
            value=names or None,
            allowed="one line '# sent_id = ...' before each sentence",
            action="Download the file again.",
        )
    lines = [(f"{path}:{number}", line.split("\t")) for number, line in block if line[0] != "#"]
    return place, names[0], lines


def _wrong_columns(place: str, cells: list[str], allowed: str) -> DataError:
    return DataError(
        f"{len(cells)} columns",
        place=place,
        value="\t".join(cells)[:120],
        allowed=f"{allowed}, with tabs between",
        action="Repair the line or download the file again.",
    )
