"""The validation part of a source that has one split only."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from crosswind.core.hashing import text_digest
from crosswind.data.task import FileTable, Placed, Source, SourceFile
from crosswind.records.example import Example

# Examples of a source with one split that are its validation part.
HELD_OUT = 500
# Role of the training file, which both splits look for: whether it is there decides what dev is.
_TRAIN = "train"


def train_or_dev(train: Sequence[str], dev: Sequence[str]) -> FileTable:
    """The files of train and validation: the training file, or else that of dev for both.

    Args:
        train: names of the training file, best first.
        dev: names of the file that is validation where a training file is there.
    """

    def files(language: str, split: str) -> tuple[SourceFile, ...]:
        del language
        names = (*train, *dev) if split == "train" else tuple(dev)
        beside = SourceFile(role=_TRAIN, patterns=tuple(train), is_optional=True, has_text=False)
        return (SourceFile(role="text", patterns=names), beside)

    return files


def cuts_one_file(files: Sequence[SourceFile]) -> bool:
    """Whether the reader of these files cuts one in two where the training file is absent."""
    return any(item.role == _TRAIN and item.is_optional for item in files)


def part_of(source: Source, rows: Sequence[Placed], split: str) -> Sequence[Placed]:
    """The rows of a split of `train_or_dev`: all of its file, unless dev serves both splits."""
    return rows if _TRAIN in source.files else hold_out(rows, split)


def hold_out(rows: Sequence[Placed], split: str, *, size: int = HELD_OUT) -> list[Placed]:
    """Rows of the train or the validation part, in their old order.

    Args:
        rows: every row of the source.
        split: "train" or "validation".
        size: rows of the validation part.
    """
    held = held_ids([row.example.example_id for row in rows], size=size)
    inside = split == "validation"
    return [row for row in rows if (row.example.example_id in held) is inside]


def hold_out_examples(
    examples: Sequence[Example], part: Literal["kept", "held_out"], *, size: int = HELD_OUT
) -> list[Example]:
    """The examples that train ("kept") or select ("held_out"), in their old order.

    Whole clusters are held out, those with the smallest SHA-256 of their name first, until `size`
    examples are reached or the next one would take more than half of all: no paragraph or premise
    is on both sides, and no more is lost to training than is used for selection.
    """
    sizes = Counter(example.parallel_id for example in examples)
    held: set[str] = set()
    n_held = 0
    for name in sorted(sizes, key=text_digest):
        if n_held >= size or n_held + sizes[name] > len(examples) // 2:
            break
        held.add(name)
        n_held += sizes[name]
    return [
        example for example in examples if (example.parallel_id in held) == (part == "held_out")
    ]


def held_ids(ids: Sequence[str], *, size: int = HELD_OUT) -> frozenset[str]:
    """The `size` ids with the smallest SHA-256, whatever their order; at most half of them."""
    ranked = sorted(ids, key=text_digest)
    return frozenset(ranked[: min(size, len(ids) // 2)])
