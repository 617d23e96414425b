"""MultiNLI: English natural language inference (arXiv:1704.05426)."""

from crosswind.data.holdout import train_or_dev
from crosswind.data.nli_lines import FIELDS, LABELS, PairReader
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

TRAIN = (
    "multinli_1.0/multinli_1.0_train.jsonl",
    "mnli/multinli_1.0_train.jsonl",
    "mnli/train.jsonl",
    "MNLI/train.tsv",
    "mnli/train.tsv",
    "xnli/train-en.tsv",
)
DEV = (
    "multinli_1.0/multinli_1.0_dev_matched.jsonl",
    "mnli/multinli_1.0_dev_matched.jsonl",
    "mnli/dev_matched.jsonl",
    "MNLI/dev_matched.tsv",
    "mnli/dev_matched.tsv",
)
CARD = TaskCard(
    name="mnli",
    kind="pair_classification",
    metric="accuracy",
    n_train=392_702,
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=FIELDS,
    train_tasks=("mnli",),
    evaluation_split="validation",
    licence="OANC and per-source open licences",
    text_origin="found texts of ten genres (premises), written (hypotheses)",
    citation="Williams et al. 2018, arXiv:1704.05426",
    source="multinli_1.0.zip, GLUE's MNLI.zip, or JSON lines of premise, hypothesis, label; "
    "training text also as XTREME's download puts it (xnli/train-en.tsv).",
    revision="1.0",
    published_setup="arXiv:2005.13013: 392,702 training pairs, accuracy on dev matched",
    traps=(
        "without train: the 500 of dev with the smallest SHA-256 of their id are validation",
        "then pairs of one premise may stand in both parts",
        "pairs without a gold label (-) are left out and counted",
    ),
)
TASK = Task(card=CARD, files=train_or_dev(TRAIN, DEV), read=PairReader())
