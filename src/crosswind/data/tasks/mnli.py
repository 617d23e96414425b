"""MultiNLI: English natural language inference (arXiv:1704.05426)."""

from crosswind.data.nli_lines import LABELS, read_nli_lines
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="mnli",
    kind="pair_classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=("premise", "hypothesis"),
    train_tasks=("mnli",),
    evaluation_split="validation",
    licence="OANC and per-source open licences",
    text_origin="found texts of ten genres (premises), written (hypotheses)",
    citation="Williams et al. 2018, arXiv:1704.05426",
    source="a JSON-lines file with the keys premise, hypothesis, label.",
    published_setup="none: the source at hand is the official development part",
    traps=(
        "one split only: the 500 examples with the smallest SHA-256 of their id are validation",
        "pairs of one premise may stand in both parts",
    ),
)
_FILE = (SourceFile(role="text", patterns=("mnli/dev_matched.jsonl",)),)
TASK = Task(
    card=CARD,
    files=files_by_split({"train": _FILE, "validation": _FILE}),
    read=read_nli_lines,
)
