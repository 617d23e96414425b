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
            "masakhaner",
            "mnli",
            "noisy_panx",
            "noisy_snips_intents",
            "noisy_snips_slots",
            "noisy_xnli",
            "panx",
            "pawsx",
            "pud",
            "snips_intents",
            "snips_slots",
            "snli",
            "squad",
            "tatoeba",
            "udpos",
            "uner",
            "xnli",
            "xquad",
        )
    },
)
