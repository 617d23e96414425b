"""The tasks by name, imported when asked for."""

from crosswind.core.registry import Registry
from crosswind.data.task import Task

TASKS: Registry[Task] = Registry(
    "task",
    {
        name: f"crosswind.data.tasks.{name}:TASK"
        for name in (
            "anli_plus",
            "bucc2018",
            "ccg",
            "commonsense_qa",
            "copa",
            "cosmos_qa",
            "hellaswag",
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
            "mrpc",
            "multichecklist",
            "noisy_panx",
            "noisy_snips_intents",
            "noisy_snips_slots",
            "noisy_xnli",
            "panx",
            "pawsx",
            "pud",
            "qqp",
            "rte",
            "scitail",
            "sick",
            "siqa",
            "snips_intents",
            "snips_slots",
            "snli",
            "squad",
            "squad_v2",
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
