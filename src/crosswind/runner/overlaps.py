"""The gate before training: a target whose scored text stands in training text is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crosswind.core.errors import ConfigError, DataError
from crosswind.core.files import read_json
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.runner.prepare import Prepared
from crosswind.store.store import Store

# Written by `data.overlap`, which needs packages that a plan does without.
_FILE = "overlap.json"
# Languages and training texts that a sentence names.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What was counted for one target.

    Attributes:
        task: the target.
        n, overlapping: scored examples over all languages, and those of them in training text.
        languages: language -> (overlapping, n), those with the most first.
        trained: (training text in words, overlapping), likewise.
    """

    task: str
    n: int
    overlapping: int
    languages: tuple[tuple[str, int, int], ...]
    trained: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """Overlapping examples of all; 0 without any example."""
        return self.overlapping / self.n if self.n else 0.0

    def sentence(self) -> str:
        """The counts in words."""
        if not self.overlapping:
            return f"{self.task}: none of {self.n} scored examples occurs in training text"
        where = [f"{name} {some} of {n}" for name, some, n in self.languages if some]
        what = [f"{name} {some}" for name, some in self.trained if some]
        return (
            f"{self.task}: {self.overlapping} of {self.n} scored examples occur in training text "
            f"({_first(where)}; in {_first(what)})"
        )


def overlap_steps(plan: Plan) -> list[Step]:
    """The steps that count."""
    return [step for step in plan if step.kind == "count_overlap"]


def counted_overlaps(plan: Plan, store: Store | None) -> Iterator[Overlap]:
    """What has been counted already, in the order of the plan."""
    for step in overlap_steps(plan):
        if store is not None and store.has(step.step_id):
            yield _read(read_json(store.open(step.step_id) / _FILE))


def refuse_overlap(prepared: Prepared, store: Store) -> None:
    """Raise one error for all targets that overlap more than the experiment allows.

    Raises:
        ConfigError: with a DataError for each such target, which names the counts.
    """
    data = prepared.experiment.data
    problems = [
        DataError(
            f"scored examples occur in training text: {found.sentence()}",
            place=prepared.place_of(found.task),
            value=f"{found.share:.1%}",
            allowed=f"at most {data.max_overlap:.1%} (data.max_overlap)",
            action=f"Train on other text, or say that it may be: data.allow_overlap = "
            f'["{found.task}"].',
        )
        for found in counted_overlaps(prepared.plan, store)
        if found.share > data.max_overlap and found.task not in data.allow_overlap
    ]
    if problems:
        raise ConfigError.joined(problems)


def overlap_sentences(plan: Plan, store: Store | None) -> list[str]:
    """What a plan can say of overlaps before it is run."""
    found = list(counted_overlaps(plan, store))
    known = {item.task for item in found}
    waiting = [
        str(step.params["task"]) for step in overlap_steps(plan) if step.params["task"] not in known
    ]
    lines = [item.sentence() for item in found]
    if waiting:
        lines.append(f"counted first, before any training: {', '.join(waiting)}")
    return lines


def _read(content: Mapping[str, Any]) -> Overlap:
    languages = [
        (name, entry["overlapping"], entry["n"]) for name, entry in content["languages"].items()
    ]
    trained = [(_named(entry), entry["overlapping"]) for entry in content["trained"]]
    return Overlap(
        task=content["task"],
        n=content["n"],
        overlapping=content["overlapping"],
        languages=tuple(sorted(languages, key=lambda item: (-item[1], item[0]))),
        trained=tuple(sorted(trained, key=lambda item: (-item[1], item[0]))),
    )


def _named(entry: Mapping[str, Any]) -> str:
    selects = " (selects)" if entry["role"] == "selected" else ""
    return f"{entry['task']} {entry['language']} {entry['split']}{selects}"


def _first(items: list[str]) -> str:
    more = len(items) - _NAMED
    return ", ".join(items[:_NAMED]) + (f" and {more} more" if more > 0 else "")
