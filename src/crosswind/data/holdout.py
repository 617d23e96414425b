"""The validation part of a source that has one split only."""

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

    Whole clusters stay on one side, so that no paragraph or premise is on both.
    """
    held = held_ids([example.example_id for example in examples], size=size)
    clusters = {example.parallel_id for example in examples if example.example_id in held}
    if part == "held_out":
        return [example for example in examples if example.example_id in held]
    return [example for example in examples if example.parallel_id not in clusters]


def held_ids(ids: Sequence[str], *, size: int = HELD_OUT) -> frozenset[str]:
    """The `size` ids with the smallest SHA-256, whatever their order; at most half of them."""
    ranked = sorted(ids, key=text_digest)
    return frozenset(ranked[: min(size, len(ids) // 2)])
