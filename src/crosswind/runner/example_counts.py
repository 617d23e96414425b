"""How many examples the example steps of a plan give, as far as that is cheap to know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosswind.core.errors import CrosswindError
from crosswind.data.catalogue import TASKS
from crosswind.data.holdout import hold_out_examples
from crosswind.data.hub import planned_door
from crosswind.data.sources import Found, find_sources
from crosswind.data.task import Task
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.records.example import Example
from crosswind.runner.past_runs import stored_summary
from crosswind.store.store import Store

# Bytes of files that are read for one plan's counts: about a second. What is larger is a whole
# release, whose size its card knows.
_READ_BYTES = 12_000_000
# Gives the checked examples or candidates of a task's files, by the params of `load_examples`. It
# is handed in, since it needs pyarrow and a plan does without.
Reading = Callable[[Task, Found, Mapping[str, Any]], Sequence[Example]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSize:
    """The size of one example set.

    Attributes:
        n_read: examples before a sample is drawn.
        n_examples: examples of the set.
        n_characters: mean code points of an example; 0 if the text was not read.
    """

    n_read: int
    n_examples: int
    n_characters: float = 0.0


@dataclass(slots=True)
class ExampleCounts:
    """Counts of example sets: from the store, else from small files; no others are known.

    Of a task's languages one is read, the others are counted by the sizes of their files.

    Attributes:
        plan: whose steps are asked for.
        store: of past runs, if there is one.
        data_root: folder of official files.
        read: gives the checked examples; None: no file is read.
    """

    plan: Plan
    store: Store | None = None
    data_root: Path = Path("data")
    read: Reading | None = None
    _left: int = _READ_BYTES
    _known: dict[str, TextSize | None] = field(default_factory=dict)
    _a_byte: dict[tuple[str, ...], tuple[float, float]] = field(default_factory=dict)

    def of(self, step_id: str) -> TextSize | None:
        """The size of what a step gives; None if it is not known."""
        if step_id not in self._known:
            self._known[step_id] = self._of(self.plan.steps[step_id])
        return self._known[step_id]

    def _of(self, step: Step) -> TextSize | None:
        if step.kind == "perturb_examples":
            source = step.inputs["examples"]
            return self.of(source) if isinstance(source, str) else None
        summary = stored_summary(self.store, step.step_id) if self.store else {}
        n_read, n_examples = summary.get("examples_read"), summary.get("examples")
        if isinstance(n_read, int) and isinstance(n_examples, int):
            return TextSize(n_read=n_read, n_examples=n_examples)
        params = step.params
        if self.read is None or "missing" in params.get("sources", {"missing": ""}):
            return None
        try:
            n_read, n_characters = self._from_files(params, self.read)
        except CrosswindError:
            return None  # the run will tell
        limit = params["max_examples"] or n_read
        size = TextSize(n_read=n_read, n_examples=min(n_read, limit), n_characters=n_characters)
        return size if n_read else None

    def _from_files(self, params: Mapping[str, Any], read: Reading) -> tuple[int, float]:
        """(examples, mean characters) of the files of a set; 0 where that is too much to read."""
        task, language, split = TASKS.get(params["task"]), params["language"], params["split"]
        found = find_sources(
            task,
            language,
            split,
            self.data_root,
            part=params["part"],
            pool=params["pool"],
            hub=planned_door(params["sources"], offline=True),
        )
        n_bytes = sum(path.stat().st_size for path in found.paths.values())
        key = (task.card.name, split, params["part"], params["held_out"])
        if key not in self._a_byte:
            if n_bytes > self._left:
                return 0, 0.0
            self._left -= n_bytes
            examples = read(task, found, params)
            if params["held_out"]:
                examples = hold_out_examples(examples, params["held_out"])
            n_characters = sum(map(_characters, examples)) / max(len(examples), 1)
            self._a_byte[key] = len(examples) / max(n_bytes, 1), n_characters
        per_byte, n_characters = self._a_byte[key]
        return round(per_byte * n_bytes), n_characters


def _characters(example: Example) -> int:
    return sum(map(len, example.texts.values())) + sum(len(word) + 1 for word in example.words)
