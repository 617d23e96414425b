"""The tasks by name, imported when asked for."""

from crosswind.core.registry import Registry
from crosswind.data.task import Task

TASKS: Registry[Task] = Registry(
    "task",
    {
        name: f"crosswind.data.tasks.{name}:TASK"
        for name in (
            "home_intents",
            "home_paraphrase",
            "home_slots",
            "interface_retrieval",
            "mnli",
            "snli",
            "squad",
            "tatoeba",
            "udpos",
            "xnli",
            "xquad",
        )
    },
)
