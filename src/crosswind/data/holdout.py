"""The validation part of a source that has one split only."""

from collections.abc import Sequence

from crosswind.core.hashing import text_digest
from crosswind.data.task import Placed

# Examples of a source with one split that are its validation part.
HELD_OUT = 500


def hold_out(rows: Sequence[Placed], split: str, *, size: int = HELD_OUT) -> list[Placed]:
    """Rows of the train or the validation part, in their old order.

    The `size` rows with the smallest SHA-256 of their example id are the validation part and the
    rest trains, whatever the order of the file. A small source gives at most half of its rows.

    Args:
        rows: every row of the source.
        split: "train" or "validation".
        size: rows of the validation part.
    """
    ranked = sorted(rows, key=lambda row: text_digest(row.example.example_id))
    held = {row.example.example_id for row in ranked[: min(size, len(rows) // 2)]}
    inside = split == "validation"
    return [row for row in rows if (row.example.example_id in held) is inside]
