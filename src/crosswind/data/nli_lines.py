"""Inference pairs in the layouts of their releases: MultiNLI, SNLI, ANLI, SciTail, GLUE, XTREME."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.core.files import iterate_lines
from crosswind.core.hashing import text_digest
from crosswind.data.holdout import part_of
from crosswind.data.hub_readers import NO_GOLD
from crosswind.data.json_values import value_of
from crosswind.data.layouts import read_columns, read_headed, read_objects
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

LABELS = ("contradiction", "entailment", "neutral")
FIELDS = ("premise", "hypothesis")
# Other ways to write a label: ANLI's letters, and the word of XTREME's copy of MultiNLI.
SPELLINGS = {
    "e": "entailment",
    "n": "neutral",
    "c": "contradiction",
    "contradictory": "contradiction",
}
# What stands for a label on which the writers of SNLI and MultiNLI did not agree.
_DISAGREED = "-"
# Keys of premise, hypothesis and label: plain lines, MultiNLI and SNLI, ANLI.
_KEYS = (
    ("premise", "hypothesis", "label"),
    ("sentence1", "sentence2", "gold_label"),
    ("context", "hypothesis", "label"),
)
# (place, id or "", premise, hypothesis, label) of a row.
_Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReader:
    """A reader of inference pairs, whatever the layout of the file.

    Attributes:
        labels: how files write a label -> how the card does; others stay as they are.
    """

    labels: Mapping[str, str] = field(default_factory=lambda: SPELLINGS)

    def __call__(self, source: Source, language: str, split: str) -> Reading:
        """The pairs of a split of `train_or_dev`."""
        found = self.read(source.one("text"), language)
        return Reading(rows=part_of(source, found.rows, split), left_out=found.left_out)

    def read(self, path: Path, language: str, *, part: str = "") -> Reading:
        """Rows by the id of the file, or by line number from 0 where it has none.

        Blank lines have no number. Pairs of one premise are one cluster. Pairs without a gold label
        are left out and counted.

        Args:
            path: JSON lines, or tab-separated with GLUE's header or with three columns alone.
            language: canonical tag.
            part: stands in front of ids, where a task is made of several files.

        Raises:
            DataError: if a line is not of the layout.
        """
        rows: list[Placed] = []
        n_without = 0
        for index, (place, name, premise, hypothesis, label) in enumerate(_rows(path)):
            if label == _DISAGREED:
                n_without += 1
                continue
            example = Example(
                example_id=f"{part}{name or index}",
                parallel_id=text_digest(premise)[:16],
                language=language,
                texts={"premise": premise, "hypothesis": hypothesis},
                label=self.labels.get(label, label),
            )
            rows.append(Placed(place=place, example=example))
        return Reading(rows=rows, left_out={NO_GOLD: n_without} if n_without else {})


def _rows(path: Path) -> Iterator[_Row]:
    if path.suffix != ".tsv":
        yield from _objects(path)
        return
    header = next(iterate_lines(path), "").split("\t")
    if "sentence1" not in header:
        for place, row in read_columns(path, (*FIELDS, "label")):
            yield place, "", row["premise"], row["hypothesis"], row["label"]
        return
    label = "gold_label" if "gold_label" in header else "label"
    for place, row in read_headed(path, ("index", "sentence1", "sentence2", label)):
        yield place, row["index"], row["sentence1"], row["sentence2"], row[label]


def _objects(path: Path) -> Iterator[_Row]:
    for place, item in read_objects(path):
        keys = next((keys for keys in _KEYS if set(keys) <= set(item)), None)
        if keys is None:
            raise DataError(
                "a key is missing",
                place=place,
                value=sorted(item)[:8],
                allowed=", or ".join(" ".join(keys) for keys in _KEYS),
                action="Test files may come without labels: take the file of another split.",
            )
        premise, hypothesis, label = (
            value_of(item, key, str, place, layout="inference pairs") for key in keys
        )
        # ANLI's lines have ids of their own; those of other releases are not on the hub.
        name = value_of(item, "uid", str, place, layout="ANLI") if keys[0] == "context" else ""
        yield place, name, premise, hypothesis, label
