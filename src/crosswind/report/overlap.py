"""Overlap: how much of the scored text stands in training text, by target and language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.report.rounding import count, percent
from crosswind.report.table import Table, TableCell, number, word

OVERLAP_FILE = "overlap.json"
_SIZES = ("n", "overlapping")
# Ids that a line names.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What was counted for one target.

    Attributes:
        task: the target.
        languages: language -> counts: "n" scored examples, "overlapping" ones, and by what they
            were found ("whole", "context", "id" ...); an example may be found by several.
        examples: language -> ids of some overlapping examples.
        trained: training sets with an overlapping example, in words.
    """

    task: str
    languages: Mapping[str, Mapping[str, int]]
    examples: Mapping[str, Sequence[str]]
    trained: tuple[str, ...]

    def total(self, name: str) -> int:
        """A count over all languages."""
        return sum(row.get(name, 0) for row in self.languages.values())

    @property
    def evidence(self) -> frozenset[str]:
        """By what examples were found."""
        names = {name for row in self.languages.values() for name in row}
        return frozenset(name for name in names - {*_SIZES} if self.total(name))


def read_overlaps(folders: Sequence[Path]) -> list[Overlap]:
    """The counts of every target, sorted by its name.

    Raises:
        DataError: if a file is not what the counting step writes.
    """
    found = []
    for folder in folders:
        path = folder / OVERLAP_FILE
        content = read_json(path)
        try:
            found.append(_overlap(content))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(
                "JSON of another shape",
                place=str(path),
                value=str(error)[:120],
                allowed="counts of overlap by language",
                action="Run `crosswind store verify`, then run again.",
            ) from error
    return sorted(found, key=lambda item: item.task)


def _overlap(content: Mapping[str, Any]) -> Overlap:
    return Overlap(
        task=str(content["task"]),
        languages={
            str(language): {
                str(name): int(value) for name, value in row.items() if isinstance(value, int)
            }
            for language, row in content["languages"].items()
        },
        examples={
            str(language): [str(name) for name in row["examples"]]
            for language, row in content["languages"].items()
        },
        trained=tuple(
            f"{row['task']} {row['language']} {row['split']}"
            for row in content["trained"]
            if row["overlapping"]
        ),
    )


def overlap_table(overlaps: Sequence[Overlap], allowed: Collection[str]) -> Table:
    """Counts by target and language; targets without a single overlapping example in one row."""
    evidence = tuple(sorted({name for item in overlaps for name in item.evidence}))
    rows: list[tuple[TableCell, ...]] = []
    for item in overlaps:
        marks = ("allowed",) if item.task in allowed and item.total("overlapping") else ()
        target = word(item.task, marks=marks)
        if not item.total("overlapping"):
            everything = word("all"), word(""), *_counts(_summed(item), evidence)
            rows.append((target, *everything))
            continue
        for language, row in item.languages.items():
            ids = word(", ".join(item.examples[language][:_NAMED]))
            rows.append((target, word(language), ids, *_counts(row, evidence)))
    return Table(
        name="overlap",
        caption="Scored examples that stand in training text",
        columns=("target", "language", "such as", "scored", "overlapping", "share",
                 *(f"by {name.replace('_', ' ')}" for name in evidence)),
        rows=tuple(rows),
        n_words=3,
        note="An example overlaps with the training or selection text of some arm if all of it "
        "does, if its context does, or if it shares an id or a parallel id with an item of the "
        "same release; it may do so in several ways.",
    )  # fmt: skip


def _summed(item: Overlap) -> dict[str, int]:
    return {name: item.total(name) for name in ("n", "overlapping", *item.evidence)}


def _counts(row: Mapping[str, int], evidence: Sequence[str]) -> list[TableCell]:
    n, overlapping = (row.get(name, 0) for name in _SIZES)
    share = overlapping / n if n else None
    found = [row.get(name, 0) for name in evidence]
    return [
        number(n, count(n)),
        number(overlapping, count(overlapping)),
        number(share, percent(share)),
        *(number(value, count(value)) for value in found),
    ]


def overlap_lines(overlaps: Sequence[Overlap], allowed: Collection[str]) -> list[str]:
    """One sentence a target with overlap."""
    lines = []
    for item in overlaps:
        n, overlapping = item.total("n"), item.total("overlapping")
        if not overlapping:
            continue
        where = ", ".join(
            f"{language} {count(row['overlapping'])}"
            for language, row in item.languages.items()
            if row.get("overlapping")
        )
        ending = "; the experiment allows it" if item.task in allowed else ""
        lines.append(
            f"Contamination: {count(overlapping)} of {count(n)} scored examples of {item.task} "
            f"({percent(overlapping / n)}; {where}) stand in text that trains or selects an arm "
            f"({', '.join(item.trained)}){ending}."
        )
    return lines
