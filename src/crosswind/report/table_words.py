"""What the tables have in common: targets in order and by name, and what a bracket is."""

from crosswind.report.rounding import points
from crosswind.report.study import Study, TaskFacts
from crosswind.report.table import TableCell, word


def grouped_tasks(study: Study) -> list[TaskFacts]:
    """Tasks with the retrieval ones last, otherwise in the order of the facts."""
    return sorted(study.tasks.values(), key=lambda task: task.is_retrieval)


def group_name(task: TaskFacts) -> str:
    """The group of a task in words."""
    return "retrieval" if task.is_retrieval else "non-retrieval"


def target_cell(study: Study, task: str) -> TableCell:
    """The name of a target, with the marks that concern all of it."""
    found = {
        "embedded": study.tasks[task].world == "embedded",
        "source": study.tasks[task].is_source_only,
        "overlap": task in study.overlapping,
        "published-noise": bool(study.tasks[task].published),
    }
    return word(task, marks=tuple(mark for mark, holds in found.items() if holds))


def interval_words(study: Study) -> str:
    """The unit, and what the brackets are."""
    level = points(study.level).removesuffix(".0")
    return f"percentage points, with {level}% intervals over items in brackets"
