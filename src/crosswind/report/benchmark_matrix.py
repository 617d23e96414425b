"""Arm x task of a benchmark in one table, with published numbers below ours."""

from collections.abc import Iterable

from crosswind.records.published import PublishedScore, published_scores
from crosswind.report.benchmark_facts import BenchmarkFacts
from crosswind.report.benchmark_tables import OVERALL, PARTIAL, extent, f1_detail
from crosswind.report.rounding import ABSENT, points, ratio
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, number, word

_TEXTS = {
    "clean": "benchmark_score",
    "noisy": "benchmark_mean_corrupted_score",
    "noisy / clean": "benchmark_retention",
}
_ABSENT = TableCell(text=ABSENT)
# What a published QA score is made of, if both are given.
_ANSWERS = ("f1", "exact_match")


def matrix_table(study: Study, facts: BenchmarkFacts) -> Table:
    """Every arm and published system by task, without intervals."""
    tasks = tuple(facts.languages)
    is_whole = all(facts.is_complete(arm) for arm in study.arms)
    means = ("non-retrieval", "retrieval", OVERALL, *(() if is_whole else (PARTIAL,)))
    rows = [row for arm in study.arms for row in _arm_rows(study, facts, arm, len(means))]
    published, sources = _published_rows(facts, len(means))
    cited = " ".join(f"[{number}] {source}." for source, number in sources.items())
    return Table(
        name="benchmark",
        caption=f"{facts.name}: arm by task, clean and noisy",
        columns=("origin", "system", "text", *tasks, *means),
        rows=(*rows, *published),
        n_words=3,
        n_heads=1,
        note="In percentage points; intervals are in the next table. Small print under a number "
        "says how much of it exists, and F1 where the score is the mean of F1 and exact match. "
        + (
            f"Published numbers are as printed there, F1 alone if nothing else is: {cited}"
            if cited
            else ""
        ),
    )


def source_table(facts: BenchmarkFacts) -> Table:
    """Every published number with its source."""
    rows = tuple(
        (
            word(item.system),
            word(item.task),
            word(item.language or "mean"),
            word(item.metric),
            word(item.source),
            word(item.certainty.replace("_", " ")),
            number(item.value, points(item.value / 100)),
        )
        for item in published_scores(facts.name)
    )
    return Table(
        name="published",
        caption=f"Published numbers on {facts.name}, with their sources",
        columns=("system", "task", "language", "metric", "source", "read", "value"),
        rows=rows,
        n_words=6,
        note="In percent. First hand: in the system's own publication or code; second hand: quoted "
        "by another one; derived: computed from such numbers.",
    )


def _arm_rows(
    study: Study, facts: BenchmarkFacts, arm: str, n_means: int
) -> Iterable[tuple[TableCell, ...]]:
    whole = "overall" if facts.is_complete(arm) else "partial"
    for text, quantity in _TEXTS.items():
        keys = {"benchmark": facts.name, "arm": arm}
        cells = []
        for place, tasks in _columns(facts):
            found = study.find(quantity, {**keys, **place})
            detail = "" if found is None or text != "clean" else _detail(study, facts, arm, tasks)
            cells.append(_cell(found.point if found else None, text, detail))
        found = study.find(quantity, {**keys, "part": whole})
        last = _cell(found.point if found else None, text, "")
        tail = [last, _ABSENT] if whole == "overall" else [_ABSENT, last]
        if any(cell.value is not None for cell in (*cells, last)):
            yield (word("this experiment"), word(arm), word(text), *cells, *tail[: n_means - 2])


def _columns(facts: BenchmarkFacts) -> list[tuple[dict[str, str], tuple[str, ...]]]:
    """(slice, tasks) of every column but the last ones, which depend on what is complete."""
    tasks = tuple(facts.languages)
    rest = tuple(task for task in tasks if task not in facts.retrieval)
    search = tuple(task for task in tasks if task in facts.retrieval)
    return [
        *(({"task": task}, (task,)) for task in tasks),
        ({"part": "non_retrieval"}, rest),
        ({"part": "retrieval"}, search),
    ]


def _cell(value: float | None, text: str, detail: str) -> TableCell:
    if value is None:
        return _ABSENT
    if text == "noisy / clean":
        return number(value, ratio(value))
    return TableCell(text=points(value), value=100 * value, detail=detail)


def _detail(study: Study, facts: BenchmarkFacts, arm: str, tasks: tuple[str, ...]) -> str:
    """F1 beside the mean of F1 and exact match, and how much exists if it is not all."""
    said = extent(facts, arm, tasks)
    part = "" if said == "all" else " ".join(said.split()[:3])
    f1 = f1_detail(study, facts, arm, tasks[0]) if len(tasks) == 1 else ""
    return "\n".join(filter(None, (f1, part)))


def _published_rows(
    facts: BenchmarkFacts, n_means: int
) -> tuple[list[tuple[TableCell, ...]], dict[str, int]]:
    """Rows of published systems, and their sources by number."""
    systems: dict[str, dict[str, list[PublishedScore]]] = {}
    for item in published_scores(facts.name):
        if not item.language and (item.task in facts.languages or item.task == OVERALL):
            systems.setdefault(item.system, {}).setdefault(item.task, []).append(item)
    sources: dict[str, int] = {}
    rows = []
    for system, found in systems.items():
        cells = [_published_cell(found.get(task, []), sources) for task in facts.languages]
        overall = _published_cell(found.get(OVERALL, []), sources)
        tail = [overall, _ABSENT][: n_means - 2]
        rows.append(
            (word("published"), word(system), word("clean"), *cells, _ABSENT, _ABSENT, *tail)
        )
    return rows, sources


def _published_cell(found: list[PublishedScore], sources: dict[str, int]) -> TableCell:
    """A published number with its source; the mean of F1 and exact match if both are known."""
    if not found:
        return _ABSENT
    by_metric = {item.metric: item for item in found}
    if set(_ANSWERS) <= set(by_metric):
        chosen = [by_metric[name] for name in _ANSWERS]
        name = f"F1 {points(by_metric['f1'].value / 100)}"
    else:
        chosen = found[:1]
        name = "F1" if chosen[0].metric == "f1" else ""
    value = sum(item.value for item in chosen) / len(chosen)
    numbers = {sources.setdefault(item.source, len(sources) + 1) for item in chosen}
    cited = "".join(f"[{at}]" for at in sorted(numbers))
    gap = "\n" if len(chosen) > 1 else " "
    return TableCell(text=points(value / 100), value=value, detail=f"{name}{gap}{cited}".strip())
