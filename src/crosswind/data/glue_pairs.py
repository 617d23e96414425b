"""Paraphrase pairs of GLUE: QQP and MRPC, tab-separated with a header."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.core.hashing import text_digest
from crosswind.data.holdout import part_of
from crosswind.data.layouts import read_headed
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

FIELDS = ("sentence1", "sentence2")
LABELS = ("0", "1")
BROKEN = "lines of the release that are broken or lack a text"


@dataclass(frozen=True, slots=True, kw_only=True)
class GluePairs:
    """A reader of pairs; pairs of one first text are one cluster.

    Attributes:
        ids: columns whose values, joined by a hyphen, are the id.
        texts: columns of the two texts.
        label: column of the label, 0 or 1.
        has_broken_lines: the release itself holds lines with too few columns or an empty text:
            they are left out and counted. Else such a line is refused.
    """

    ids: Sequence[str]
    texts: tuple[str, str]
    label: str
    has_broken_lines: bool = False

    def __call__(self, source: Source, language: str, split: str) -> Reading:
        """The pairs of a split of `train_or_dev`."""
        rows: list[Placed] = []
        n_broken = 0
        columns = (*self.ids, *self.texts, self.label)
        path = source.one("text")
        for place, row in read_headed(path, columns, keep_short=self.has_broken_lines):
            texts = [row.get(column, "") for column in self.texts]
            if self.has_broken_lines and not all(text.strip() for text in texts):
                n_broken += 1
                continue
            example = Example(
                example_id="-".join(row[column] for column in self.ids),
                parallel_id=text_digest(texts[0])[:16],
                language=language,
                texts=dict(zip(FIELDS, texts, strict=True)),
                label=row[self.label],
            )
            rows.append(Placed(place=place, example=example))
        left_out = {BROKEN: n_broken} if n_broken else {}
        return Reading(rows=part_of(source, rows, split), left_out=left_out)
