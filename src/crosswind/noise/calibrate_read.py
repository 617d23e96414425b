"""Pairs of wrong and right words, from the files in which lists of real errors come."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from crosswind.core.errors import DataError
from crosswind.core.files import iterate_lines, read_json

_CONLLU_COLUMNS = 10
_FORM, _FEATURES, _MORE = 1, 5, 9


class Pair(NamedTuple):
    """A word as it was written, and as it should be."""

    wrong: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What a source of errors holds.

    Attributes:
        pairs: wrong words with their right forms, in the order of the source.
        n_words: words of running text, right or wrong; 0 for a list.
        left_out: why something gave no pair -> how often.
    """

    pairs: Sequence[Pair]
    left_out: Mapping[str, int]
    n_words: int = 0


def read_pairs(path: Path) -> Pairs:
    """The pairs of a file, whose form its name tells.

    - `.conllu`: words with `Typo=Yes` and their `CorrectForm`; ranges and empty nodes are passed
      over.
    - `.natural`: a right word and its wrong forms on a line, with blanks between.
    - `.json`: one object, right word -> list of wrong forms, or wrong word -> right word.
    - else: `wrong<TAB>right` on a line; words, or sentences that are cut into words.

    Raises:
        DataError: if the file is not of its form, or holds no pair.
    """
    forms = {".conllu": _treebank, ".natural": _natural, ".json": _object}
    found = forms.get(path.suffix, _table)(path)
    if not found.pairs:
        raise DataError(
            "the file holds no pair of a wrong and a right word",
            place=f"{path}:1",
            value=found.left_out or None,
            allowed="wrong<TAB>right on a line; .natural, .json or .conllu with Typo=Yes",
            action="See `crosswind calibrate --help`.",
        )
    return found


def pairs_of_texts(texts: Sequence[tuple[str, str]]) -> Pairs:
    """The pairs of words in (wrong, right) pairs of texts.

    Words between blanks are aligned; where as many wrong words stand in a gap as right ones, they
    are pairs in their order. Joined, split and missing words are counted, not paired.
    """
    pairs: list[Pair] = []
    left_out: dict[str, int] = {}
    n_words = 0
    for wrong, right in texts:
        written, meant = wrong.split(), right.split()
        n_words += len(meant)
        matcher = SequenceMatcher(None, meant, written, autojunk=False)
        for tag, low, high, other_low, other_high in matcher.get_opcodes():
            if tag == "equal":
                continue
            if high - low == other_high - other_low:
                pairs += map(Pair, written[other_low:other_high], meant[low:high])
            else:
                reason = "words were joined, split, added or left out"
                left_out[reason] = left_out.get(reason, 0) + 1
    return Pairs(pairs=pairs, n_words=n_words, left_out=left_out)


def _table(path: Path) -> Pairs:
    texts = []
    for number, line in enumerate(iterate_lines(path), start=1):
        cells = line.split("\t")
        if len(cells) != 2 or not all(cell.strip() for cell in cells):
            raise DataError(
                "not a pair",
                place=f"{path}:{number}",
                value=line[:120],
                allowed="wrong form, a tab, right form",
                action="Repair the line.",
            )
        texts.append((cells[0], cells[1]))
    found = pairs_of_texts(texts)
    # A list of single words is no running text: its error rate means nothing.
    is_list = all(len(right.split()) == 1 for _, right in texts)
    return Pairs(
        pairs=found.pairs, n_words=0 if is_list else found.n_words, left_out=found.left_out
    )


def _natural(path: Path) -> Pairs:
    pairs, alone = [], 0
    for line in iterate_lines(path):
        right, *wrong = line.split() or [""]
        alone += not wrong
        pairs += [Pair(form, right) for form in wrong]
    return Pairs(pairs=pairs, left_out={"lines without a wrong form": alone} if alone else {})


def _object(path: Path) -> Pairs:
    value = read_json(path)
    if not isinstance(value, dict):
        raise _wrong_value(path, value)
    pairs = []
    for key, item in value.items():
        if isinstance(item, str):
            pairs.append(Pair(key, item))
        elif isinstance(item, list) and all(isinstance(form, str) for form in item):
            pairs += [Pair(form, key) for form in item]
        else:
            raise _wrong_value(path, {key: item})
    return Pairs(pairs=[pair for pair in pairs if all(pair)], left_out={})


def _wrong_value(path: Path, value: Any) -> DataError:
    return DataError(
        "not a list of wrong and right words",
        place=f"{path}:1",
        value=json.dumps(value, ensure_ascii=False)[:120],
        allowed="one object: right word -> list of wrong forms, or wrong word -> right word",
        action="Write such an object, or wrong<TAB>right on a line.",
    )


def _treebank(path: Path) -> Pairs:
    pairs, n_words = [], 0
    left_out: dict[str, int] = {}
    for cells in _words(path):
        n_words += 1
        if "Typo=Yes" not in cells[_FEATURES].split("|"):
            continue
        facts = dict(item.partition("=")[::2] for item in cells[_MORE].split("|"))
        right = facts.get("CorrectForm", "_")
        if right != "_" and right.split() == [right]:
            pairs.append(Pair(cells[_FORM], right))
        else:
            reason = "Typo=Yes without a right form of one word"
            left_out[reason] = left_out.get(reason, 0) + 1
    return Pairs(pairs=pairs, n_words=n_words, left_out=left_out)


def _words(path: Path) -> Iterator[list[str]]:
    """The columns of each syntactic word."""
    for number, line in enumerate(iterate_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != _CONLLU_COLUMNS:
            raise DataError(
                f"{len(cells)} columns",
                place=f"{path}:{number}",
                value=line[:120],
                allowed=f"{_CONLLU_COLUMNS} columns with tabs between",
                action="Download the file again.",
            )
        if cells[0].isdigit():
            yield cells
