"""SNLI: English natural language inference (arXiv:1508.05326)."""

from crosswind.data.holdout import train_or_dev
from crosswind.data.nli_lines import FIELDS, LABELS, PairReader
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

TRAIN = ("snli_1.0/snli_1.0_train.jsonl", "snli/snli_1.0_train.jsonl", "snli/train.jsonl")
DEV = ("snli_1.0/snli_1.0_dev.jsonl", "snli/snli_1.0_dev.jsonl", "snli/dev.jsonl")
CARD = TaskCard(
    name="snli",
    kind="pair_classification",
    metric="accuracy",
    n_train=549_367,
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=FIELDS,
    train_tasks=("snli",),
    evaluation_split="validation",
    licence="CC-BY-SA-4.0",
    text_origin="written: image captions (premises) and sentences about them",
    citation="Bowman et al. 2015, arXiv:1508.05326",
    source="snli_1.0.zip, or JSON lines of premise, hypothesis, label.",
    revision="1.0",
    published_setup="arXiv:2005.13013: a part of ANLI+, 549,367 training pairs",
    traps=(
        "without train: the 500 of dev with the smallest SHA-256 of their id are validation",
        "then pairs of one premise may stand in both parts",
        "pairs without a gold label (-) are left out and counted",
    ),
)
TASK = Task(card=CARD, files=train_or_dev(TRAIN, DEV), read=PairReader())
