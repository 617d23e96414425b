"""The tasks by name, imported when asked for."""

from crosswind.core.registry import Registry
from crosswind.data.task import Task

TASKS: Registry[Task] = Registry(
    "task",
    {
        name: f"crosswind.data.tasks.{name}:TASK"
        for name in (
            "bucc2018",
            "copa",
            "home_intents",
            "home_paraphrase",
            "home_slots",
            "interface_retrieval",
            "lareqa",
            "mewslix",
            "mewslix_pairs",
            "mlqa",
            "mnli",
            "multichecklist",
            "siqa",
            "snli",
            "squad",
            "tatoeba",
            "tydiqa",
            "udpos",
            "xcopa",
            "xnli",
            "xquad",
        )
    },
)
