"""What stands in `checkpoint.json`: the heads, what they were trained for and from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json, write_json

RECORD = "checkpoint.json"
FORMAT = 1
# Of each head: strings, and lists of strings.
_OF_HEAD = (("task", "kind"), ("labels", "fields"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRecord:
    """One head of a checkpoint: the task it was trained for, labels in output order."""

    task: str
    kind: str
    labels: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRecord:
    """What stands in `checkpoint.json`.

    Attributes:
        task, kind, labels, fields: of the task it was trained for; labels in output order. Of a
            mixture: all its tasks joined by "+", and the rest of the first of them.
        encoder: digest of the root encoder's files.
        carried_over: parts taken from the start ("encoder", "head").
        new: parts with fresh weights.
        parts: the heads of a mixture; empty for a checkpoint with one head.
        training: counts, selection and loss curve; plain JSON.
        adopted: class of transformers that runs a model trained elsewhere; empty for one of ours.
    """

    task: str
    kind: str
    labels: tuple[str, ...]
    fields: tuple[str, ...]
    encoder: str
    carried_over: tuple[str, ...]
    new: tuple[str, ...]
    parts: tuple[HeadRecord, ...] = ()
    training: Mapping[str, Any] = field(default_factory=dict)
    adopted: str = ""

    @property
    def heads(self) -> tuple[HeadRecord, ...]:
        """Every head, one or several."""
        alone = HeadRecord(task=self.task, kind=self.kind, labels=self.labels, fields=self.fields)
        return self.parts or (alone,)

    def prefix(self, number: int) -> str:
        """What stands before the names of a head's tensors."""
        return f"heads.{self.parts[number].task}." if self.parts else "head."


def read_record(folder: Path) -> CheckpointRecord:
    """The record of a checkpoint.

    Raises:
        DataError: if it is not one of ours.
    """
    content = read_content(folder)
    return CheckpointRecord(
        task=content["task"],
        kind=content["kind"],
        labels=tuple(content["labels"]),
        fields=tuple(content["fields"]),
        encoder=content["encoder"],
        carried_over=tuple(content["carried_over"]),
        new=tuple(content["new"]),
        parts=tuple(_head_record(part) for part in content.get("parts", ())),
        training=content.get("training", {}),
        adopted=content.get("adopted", ""),
    )


def read_content(folder: Path) -> dict[str, Any]:
    """What stands in `checkpoint.json`, checked for its keys and what each holds."""
    content = read_json(folder / RECORD)
    known = content if isinstance(content, dict) else {}
    wrong = [
        *_wrong(known, ("encoder",), ("carried_over", "new", "tensors")),
        *_unfit(known),
    ]
    if wrong or known.get("format") != FORMAT:
        raise DataError(
            "not a checkpoint record",
            place=str(folder / RECORD),
            value=f"missing or of another type: {', '.join(wrong)}"
            if wrong
            else known.get("format"),
            allowed=f"format {FORMAT}",
            action="Run `crosswind store verify`, then run again.",
        )
    return known


def _unfit(content: Mapping[str, Any]) -> list[str]:
    """Keys of the heads that are absent or hold another type."""
    parts = content.get("parts", [])
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return ["parts"]
    more = {"training": dict, "adopted": str}
    return [
        *_wrong(content, *_OF_HEAD),
        *(f"parts.{name}" for part in parts for name in _wrong(part, *_OF_HEAD)),
        *(name for name, kind in more.items() if not isinstance(content.get(name, kind()), kind)),
    ]


def _wrong(content: Mapping[str, Any], plain: Sequence[str], lists: Sequence[str]) -> list[str]:
    """Keys that do not hold a string, or a list of strings."""
    found = [name for name in plain if not isinstance(content.get(name), str)]
    for name in lists:
        listed = content.get(name)
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            found.append(name)
    return found


def write_record(out: Path, record: CheckpointRecord, tensors: Iterable[str] = ()) -> None:
    """Write `checkpoint.json`.

    Args:
        out: folder to write into.
        record: what stands in it.
        tensors: names of the tensors beside it; none for a model trained elsewhere.
    """
    content = {
        name: value
        for name, value in asdict(record).items()
        if value or name not in ("adopted", "parts")
    }
    write_json(out / RECORD, {**content, "format": FORMAT, "tensors": sorted(tensors)})


def _head_record(content: Mapping[str, Any]) -> HeadRecord:
    return HeadRecord(
        task=content["task"],
        kind=content["kind"],
        labels=tuple(content["labels"]),
        fields=tuple(content["fields"]),
    )
