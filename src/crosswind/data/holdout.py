"""The validation part of a source that has one split only."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from crosswind.core.hashing import text_digest
from crosswind.data.task import Placed
from crosswind.records.example import Example

# Examples of a source with one split that are its validation part.
HELD_OUT = 500


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
