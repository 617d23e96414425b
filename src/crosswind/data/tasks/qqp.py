"""QQP: do two questions of Quora ask the same? English, as in GLUE."""

from crosswind.data.glue_pairs import FIELDS, LABELS, GluePairs
from crosswind.data.holdout import train_or_dev
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="qqp",
    kind="pair_classification",
    metric="accuracy",
    n_train=363_846,
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=FIELDS,
    train_tasks=("qqp",),
    evaluation_split="validation",
    licence="Quora's terms; no SPDX id",
    text_origin="found: questions that users of Quora asked",
    citation="Iyer et al. 2017, First Quora Dataset Release; GLUE, arXiv:1804.07461",
    source="GLUE's QQP-clean.zip: QQP/train.tsv and QQP/dev.tsv.",
    revision="GLUE",
    published_setup="arXiv:2005.13013: 363,846 training pairs, 40,430 of dev; accuracy and F1",
    traps=(
        "the training file holds lines that a line end broke: left out and counted, as others do",
        "one question stands in many pairs: pairs are not independent",
        "F1 is that of the label 1 (duplicate)",
    ),
)
TASK = Task(
    card=CARD,
    files=train_or_dev(("QQP/train.tsv", "qqp/train.tsv"), ("QQP/dev.tsv", "qqp/dev.tsv")),
    read=GluePairs(
        ids=("id",), texts=("question1", "question2"), label="is_duplicate", has_broken_lines=True
    ),
)
