"""SNLI: English natural language inference (arXiv:1508.05326)."""

from crosswind.data.nli_lines import LABELS, read_nli_lines
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="snli",
    kind="pair_classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=("premise", "hypothesis"),
    train_tasks=("snli",),
    evaluation_split="validation",
    licence="CC-BY-SA-4.0",
    text_origin="written: image captions (premises) and sentences about them",
    citation="Bowman et al. 2015, arXiv:1508.05326",
    source="a JSON-lines file with the keys premise, hypothesis, label.",
    published_setup="none: the source at hand is the official development part",
    traps=(
        "one split only: the 500 examples with the smallest SHA-256 of their id are validation",
        "pairs of one premise may stand in both parts",
    ),
)
_FILE = (SourceFile(role="text", patterns=("snli/dev.jsonl",)),)
TASK = Task(
    card=CARD,
    files=files_by_split({"train": _FILE, "validation": _FILE}),
    read=read_nli_lines,
)
