"""Cosmos QA: questions on what a paragraph does not say. English, four answers."""

from functools import partial

from crosswind.data.choice_rows import cosmos_qa as of_row
from crosswind.data.choice_rows import file_choices, read_csv_rows
from crosswind.data.holdout import train_or_dev
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

_FOLDERS = ("cosmosqa", "cosmosqa/data", "cosmos_qa")
CARD = TaskCard(
    name="cosmos_qa",
    kind="multiple_choice",
    metric="accuracy",
    n_train=25_262,
    languages=("en",),
    splits=("train", "validation"),
    labels=("0", "1", "2", "3"),
    fields=("context", "question", "answer0", "answer1", "answer2", "answer3"),
    train_tasks=("cosmos_qa",),
    evaluation_split="validation",
    licence="CC-BY-4.0",
    text_origin="found (blogs), written (questions and answers)",
    citation="Huang et al. 2019, arXiv:1909.00277",
    source="https://github.com/wilburOne/cosmosqa, data/train.csv and data/valid.csv.",
    revision="b6eb99cca4e2",
    published_setup="arXiv:2005.13013: 25,588 training questions (25,262 are published)",
    traps=(
        "without train: the 500 of valid with the smallest SHA-256 of their id are validation",
        "then questions of one paragraph may stand in both parts",
        "test labels are not published: valid is what is scored",
    ),
)


TASK = Task(
    card=CARD,
    files=train_or_dev(
        tuple(f"{folder}/train.csv" for folder in _FOLDERS),
        tuple(f"{folder}/valid.csv" for folder in _FOLDERS),
    ),
    read=file_choices(of_row, partial(read_csv_rows, wanted=("id", *CARD.fields, "label"))),
)
