"""The benchmark: its official aggregation of ours, clean and noisy, and what is missing for it."""

from collections.abc import Iterator, Sequence

from crosswind.report.benchmark_facts import BenchmarkFacts
from crosswind.report.rounding import points, ratio
from crosswind.report.study import Study, Where
from crosswind.report.table import Table, TableCell, bare_cell, estimate_cell, word
from crosswind.report.table_words import interval_words

_BLANK = TableCell(text="")
_GAINS = ("benchmark_gain", "benchmark_gain_noisy", "benchmark_robustness_gain")
_PARTS = {"non_retrieval": "non-retrieval", "retrieval": "retrieval"}
OVERALL, PARTIAL = "overall", "mean of what exists"


def benchmark_lines(study: Study, facts: BenchmarkFacts) -> list[str]:
    """What there is of the benchmark, in sentences."""
    lines = []
    whole = [arm for arm in study.arms if facts.is_complete(arm)]
    if whole:
        lines.append(f"Every cell of {facts.name} was scored for {', '.join(whole)}.")
    extents: dict[str, list[str]] = {}
    for arm in study.arms:
        if arm not in whole:
            extents.setdefault(facts.extent(arm), []).append(arm)
    for extent, arms in extents.items():
        lines.append(
            f"{', '.join(arms)}: {extent} of {facts.name} were scored, so there is no overall "
            "score; means are of what exists, and what is missing stands below."
        )
    if facts.left_out:
        lines.append(
            "Noisy conditions that do not count towards the mean under noise: "
            f"{'; '.join(facts.left_out)}."
        )
    return lines


def detail_table(study: Study, facts: BenchmarkFacts) -> Table:
    """Scores and gains with intervals: by task, by group, by part and for the whole."""
    rows: list[tuple[TableCell, ...]] = []
    for heading, name, where, tasks in _slices(facts):
        for arm in study.arms:
            place = {**where, **(_whole(facts, arm) if not where else {})}
            scores = [
                study.find(quantity, {"benchmark": facts.name, "arm": arm, **place})
                for quantity in ("benchmark_score", "benchmark_mean_corrupted_score")
            ]
            kept = study.find("benchmark_retention", {"benchmark": facts.name, "arm": arm, **place})
            if any(scores):
                rows.append(
                    (
                        word(heading),
                        word(name),
                        word(extent(facts, arm, tasks)),
                        word(arm),
                        *map(estimate_cell, scores),
                        bare_cell(kept, ratio),
                        *_gain_cells(study, facts, arm, where),
                    )
                )
    return Table(
        name="benchmark_gains",
        caption=f"{facts.name}: scores and gains by the official aggregation",
        columns=("part", "tasks", "scored", "arm", "clean", "noisy", "noisy / clean", "clean gain",
                 "noisy gain", "robustness gain"),
        rows=tuple(rows),
        n_words=4,
        n_heads=1,
        note=f"In {interval_words(study)}. A task score is the mean over the benchmark's "
        "languages, English included; other rows are plain means over tasks. Noisy is the mean "
        "over all conditions that count, noisy / clean its ratio to the clean score of the same "
        "cells. Same-task pairs are included here, as officially, and marked.",
    )  # fmt: skip


def benchmark_conditions(study: Study, facts: BenchmarkFacts) -> Table:
    """The aggregation of each condition."""
    rows: list[tuple[TableCell, ...]] = []
    for name, severity in (("", 0), *study.conditions):
        for arm in study.arms:
            keys: Where = {"benchmark": facts.name, "arm": arm, "perturbation": name,
                           "severity": severity}  # fmt: skip
            found = [
                study.find("benchmark_score", {**keys, **place})
                for place in (_whole(facts, arm), *({"part": part} for part in _PARTS))
            ]
            if any(found):
                condition = word(f"{name} {severity}" if name else "clean")
                rows.append((condition, word(arm), *map(estimate_cell, found)))
    is_whole = all(facts.is_complete(arm) for arm in study.arms)
    return Table(
        name="benchmark_conditions",
        caption=f"{facts.name} by condition",
        columns=("condition", "arm", OVERALL if is_whole else PARTIAL, *_PARTS.values()),
        rows=tuple(rows),
        n_words=2,
        note=f"In {interval_words(study)}; the official aggregation of each condition by itself.",
    )


def missing_table(study: Study, facts: BenchmarkFacts) -> Table:
    """What is missing for an overall score, by task; arms that lack the same stand together."""
    rows = []
    for task, languages in facts.languages.items():
        lacking: dict[tuple[str, ...], list[str]] = {}
        for arm in study.arms:
            gone = facts.missing.get(arm, facts.languages).get(task, ())
            lacking.setdefault(gone, []).append(arm)
        for gone, arms in lacking.items():
            if gone:
                names = "all languages" if len(gone) == len(languages) else ", ".join(gone)
                said = f"{len(languages) - len(gone)} of {len(languages)}"
                rows.append((word(task), word(", ".join(arms)), word(said), word(names)))
    return Table(
        name="benchmark_missing",
        caption=f"Missing for an overall score of {facts.name}",
        columns=("task", "arm", "languages scored", "missing"),
        rows=tuple(rows),
        n_words=4,
        note="An overall score is given only when every cell exists.",
    )


def extent(facts: BenchmarkFacts, arm: str, tasks: Sequence[str]) -> str:
    """How much of a set of tasks an arm has: `2 of 15 languages`, `1 of 2 tasks`, `all`."""
    if len(tasks) == 1:
        total = len(facts.languages[tasks[0]])
        scored = facts.scored(arm, tasks[0])
        return "all" if scored == total else f"{scored} of {total} languages"
    has = [task for task in tasks if facts.scored(arm, task)]
    whole = all(facts.scored(arm, task) == len(facts.languages[task]) for task in tasks)
    return "all" if whole else f"{len(has)} of {len(tasks)} tasks, in part"


def _slices(facts: BenchmarkFacts) -> Iterator[tuple[str, str, dict[str, str], tuple[str, ...]]]:
    """(heading, name, slice, tasks); the slice of the whole depends on the arm and is empty."""
    tasks = tuple(facts.languages)
    for task in tasks:
        yield "tasks", task, {"task": task}, (task,)
    for group, members in facts.groups.items():
        yield "official groups", group, {"group": group}, members
    for part, name in _PARTS.items():
        is_retrieval = part == "retrieval"
        chosen = tuple(task for task in tasks if (task in facts.retrieval) == is_retrieval)
        yield "means", name, {"part": part}, chosen
    yield "means", "all tasks", {}, tasks


def _whole(facts: BenchmarkFacts, *arms: str) -> dict[str, str]:
    complete = all(facts.is_complete(arm) for arm in arms)
    return {"part": "overall" if complete else "partial"}


def _gain_cells(
    study: Study, facts: BenchmarkFacts, arm: str, where: dict[str, str]
) -> list[TableCell]:
    if arm not in study.rivals:
        return [_BLANK] * len(_GAINS)
    place = where or _whole(facts, arm, study.baseline)
    return [
        estimate_cell(study.compared(name, arm, {"benchmark": facts.name, **place}), signed=True)
        for name in _GAINS
    ]


def f1_detail(study: Study, facts: BenchmarkFacts, arm: str, task: str) -> str:
    """F1 by itself where the task score is another metric: much of what is published is F1."""
    found = study.find(
        "benchmark_score", {"benchmark": facts.name, "arm": arm, "task": task, "metric": "f1"}
    )
    return f"F1 {points(found.point)}" if found else ""
