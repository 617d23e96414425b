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
            "masakhaner",
            "mewslix",
            "mewslix_pairs",
            "mlm_text",
            "mlqa",
            "mnli",
            "multichecklist",
            "noisy_panx",
            "noisy_snips_intents",
            "noisy_snips_slots",
            "noisy_xnli",
            "panx",
            "pawsx",
            "pud",
            "siqa",
            "snips_intents",
            "snips_slots",
            "snli",
            "squad",
            "tatoeba",
            "tydiqa",
            "udpos",
            "uner",
            "xcopa",
            "xnli",
            "xquad",
        )
    },
)
