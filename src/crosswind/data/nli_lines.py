"""English inference pairs as JSON lines: the layout that MNLI and SNLI share here."""

from crosswind.core.hashing import text_digest
from crosswind.data.holdout import hold_out
from crosswind.data.layouts import read_fields
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

LABELS = ("contradiction", "entailment", "neutral")


def read_nli_lines(source: Source, language: str, split: str) -> Reading:
    """Rows by line number from 0 (blank lines have none); pairs of one premise are one cluster.

    The source has one split: validation is held out of it by `hold_out`.
    """
    rows = [
        Placed(
            place=place,
            example=Example(
                example_id=str(index),
                parallel_id=text_digest(cells["premise"])[:16],
                language=language,
                texts={name: cells[name] for name in ("premise", "hypothesis")},
                label=cells["label"],
            ),
        )
        for index, (place, cells) in enumerate(
            read_fields(source.one("text"), ("premise", "hypothesis", "label"))
        )
    ]
    return Reading(rows=hold_out(rows, split))
