"""Study: estimates and the facts of their grid, looked up by slice. Light: records only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.core.languages import languages_of
from crosswind.records.estimate import Estimate, Interval, SliceKey, slice_key
from crosswind.records.task_card import RETRIEVAL_KINDS

Where = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What the grid says of one target task.

    Attributes:
        name, metric, kind, world, source_language: as in its cells.
        languages: labels; `de+en` is a pair.
        pool: languages whose candidates are searched together, joined by `+`; "" for none.
        published: name of the condition of published noisy text, or "".
        n_examples, n_clusters: over all languages.
    """

    name: str
    metric: str = ""
    kind: str = ""
    world: str = "benchmark"
    source_language: str = "en"
    languages: tuple[str, ...] = ()
    pool: str = ""
    published: str = ""
    n_examples: int = 0
    n_clusters: int = 0

    @property
    def is_retrieval(self) -> bool:
        """Whether the task counts in the retrieval group."""
        return self.kind in RETRIEVAL_KINDS

    @property
    def single_languages(self) -> tuple[str, ...]:
        """Labels of one language: the diagonal of a task with pairs, all labels of the others."""
        return tuple(name for name in self.languages if len(set(languages_of(name))) == 1)

    @property
    def has_pairs(self) -> bool:
        """Whether texts of two languages stand together in some cells."""
        return len(self.single_languages) < len(self.languages)

    @property
    def is_source_only(self) -> bool:
        """Whether it was scored in no other language than that of its labelled training text."""
        return set(self.languages) == {self.source_language}

    def metric_name(self, metric: str = "") -> str:
        """The headline metric (or another of the task) with the pool that it depends on."""
        name = metric or self.metric
        return f"{name}[{self.pool}]" if self.pool else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything the report says numbers about.

    Attributes:
        estimates: in the order of the file.
        arms: all arms, the baseline first.
        baseline: the arm the others are held against; "" if there is none.
        tasks: by name, in the order of the facts.
        conditions: (perturbation, severity) pairs that were scored, clean left out.
        seeds: training seed pairs.
        facts: the facts as they were read.
        overlapping: tasks of which some scored text stands in training text.
    """

    estimates: tuple[Estimate, ...]
    arms: tuple[str, ...]
    baseline: str
    tasks: dict[str, TaskFacts]
    conditions: tuple[tuple[str, int], ...]
    seeds: tuple[tuple[int, ...], ...]
    facts: Mapping[str, Any]
    table: dict[SliceKey, Estimate]
    overlapping: frozenset[str] = frozenset()

    @property
    def rivals(self) -> tuple[str, ...]:
        """The arms that are held against the baseline."""
        return tuple(arm for arm in self.arms if self.baseline and arm != self.baseline)

    @property
    def perturbations(self) -> tuple[str, ...]:
        """Names of the perturbations, in the order of the conditions."""
        return tuple(dict.fromkeys(name for name, _ in self.conditions))

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages of all tasks without pairs of them, sorted."""
        found = {name for task in self.tasks.values() for name in task.single_languages}
        return tuple(sorted(found))

    @property
    def is_source_only(self) -> bool:
        """Whether no target was scored in another language than its source language."""
        return bool(self.tasks) and all(task.is_source_only for task in self.tasks.values())

    @property
    def worlds(self) -> tuple[str, ...]:
        """Worlds of the tasks, the benchmark first: their numbers are never averaged."""
        return tuple(sorted({task.world for task in self.tasks.values()}))

    @property
    def level(self) -> float:
        """Level of the intervals."""
        return float(self.facts.get("level", 0.95))

    def metrics(self, task: str) -> tuple[str, ...]:
        """The metrics of a task, the headline first, then those that are named apart."""
        apart = [
            str(item.where["metric"])
            for item in self.estimates
            if item.where.get("task") == task
            and "metric" in item.where
            and "benchmark" not in item.where
        ]
        return tuple(dict.fromkeys([self.tasks[task].metric, *apart]))

    def marked(self, mark: str) -> tuple[str, ...]:
        """The targets of which an estimate has the mark."""
        found = {item.where.get("task") for item in self.estimates if mark in item.marks}
        return tuple(name for name in self.tasks if name in found)

    def slice_of(self, task: str, quantity: str = "score") -> dict[str, str | int]:
        """Where estimates of a target stand: over its target languages, or else in its source."""
        facts = self.tasks[task]
        if not facts.is_source_only:
            return {"task": task}
        if quantity == "robustness_gain":  # of one language, it is estimated under this name alone
            return {"task": task, "scope": "all_languages"}
        return {"task": task, "language": facts.source_language}

    def find(self, quantity: str, where: Where) -> Estimate | None:
        """The estimate of exactly this slice, or None.

        Averages over tasks exist once a world where there are two; the benchmark's is meant then.
        """
        found = self.table.get(slice_key(quantity, where))
        if found is None and "task" not in where and len(self.worlds) > 1:
            return self.table.get(slice_key(quantity, {"world": self.worlds[0], **where}))
        return found

    def compared(self, quantity: str, arm: str, where: Where | None = None) -> Estimate | None:
        """The estimate of a quantity that holds `arm` against the baseline."""
        return self.find(quantity, {"arm": arm, "against": self.baseline, **(where or {})})


def read_study(estimates: Sequence[Estimate], facts: Mapping[str, Any]) -> Study:
    """Order and index what `compare` wrote; missing facts are read off the estimates."""
    baseline = _baseline(estimates)
    named = [str(arm) for arm in facts.get("arms", ())]
    found = [str(item.where["arm"]) for item in estimates if "arm" in item.where]
    arms = dict.fromkeys([*([baseline] if baseline else []), *named, *sorted(set(found))])
    conditions = [
        (str(name), int(severity)) for name, severity in facts.get("conditions", ()) if name
    ]
    table: dict[SliceKey, Estimate] = {}
    for item in estimates:
        # Where a clean slice is both spelled out and silent, the one that is spelled out stands.
        key = slice_key(item.quantity, item.where)
        if key not in table or len(item.where) > len(table[key].where):
            table[key] = item
    return Study(
        estimates=tuple(estimates),
        arms=tuple(arms),
        baseline=baseline,
        tasks={name: _task(name, row) for name, row in facts.get("tasks", {}).items()},
        conditions=tuple(dict.fromkeys(conditions)),
        seeds=tuple(tuple(pair) for pair in facts.get("seeds", ())),
        facts=facts,
        table=table,
    )


def interval_of(estimate: Estimate | None, kind: str) -> Interval | None:
    """The interval of one kind ("items" or "seeds"), or None."""
    if estimate is None:
        return None
    return next((item for item in estimate.intervals if item.kind == kind), None)


def is_clear(estimate: Estimate) -> bool:
    """Whether the estimate has intervals over items or seeds, and none of them covers zero."""
    shown = [item for item in estimate.intervals if item.kind != "languages"]
    return bool(shown) and all(item.low > 0 or item.high < 0 for item in shown)


def _baseline(estimates: Sequence[Estimate]) -> str:
    for item in estimates:
        if "against" in item.where:
            return str(item.where["against"])
    return ""


def _task(name: str, row: Mapping[str, Any]) -> TaskFacts:
    return TaskFacts(
        name=name,
        metric=str(row.get("metric", "")),
        kind=str(row.get("kind", "")),
        world=str(row.get("world", "benchmark")),
        source_language=str(row.get("source_language", "en")),
        languages=tuple(row.get("languages", ())),
        pool=str(row.get("pool", "")),
        published=str(row.get("published", "")),
        n_examples=int(row.get("n_examples", 0)),
        n_clusters=int(row.get("n_clusters", 0)),
    )
