"""MRPC: do two sentences of the news mean the same? English, as in GLUE."""

from crosswind.data.glue_pairs import FIELDS, LABELS, GluePairs
from crosswind.data.holdout import train_or_dev
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="mrpc",
    kind="pair_classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=FIELDS,
    train_tasks=("mrpc",),
    evaluation_split="validation",
    licence="Microsoft Research data terms; no SPDX id",
    text_origin="found: news of the web",
    citation="Dolan & Brockett 2005, IWP (ACL I05-5002); GLUE, arXiv:1804.07461",
    source="GLUE's download script: MRPC/train.tsv and MRPC/dev.tsv.",
    revision="GLUE",
    published_setup="GLUE: accuracy and F1, 3,668 training pairs and 408 of dev",
    traps=(
        "the files begin with a byte order mark",
        "two thirds of the pairs are paraphrases: accuracy of the larger class is 0.68",
        "F1 is that of the label 1 (equivalent)",
    ),
)
TASK = Task(
    card=CARD,
    files=train_or_dev(("MRPC/train.tsv", "mrpc/train.tsv"), ("MRPC/dev.tsv", "mrpc/dev.tsv")),
    read=GluePairs(ids=("#1 ID", "#2 ID"), texts=("#1 String", "#2 String"), label="Quality"),
)
