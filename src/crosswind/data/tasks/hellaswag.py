"""HellaSwag: which ending goes on from here? English, four endings (arXiv:1905.07830)."""

from crosswind.data.choice_rows import file_choices
from crosswind.data.choice_rows import hellaswag as of_row
from crosswind.data.holdout import train_or_dev
from crosswind.data.layouts import read_objects
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

_FOLDERS = ("hellaswag", "hellaswag/data")
CARD = TaskCard(
    name="hellaswag",
    kind="multiple_choice",
    metric="accuracy",
    n_train=39_905,
    languages=("en",),
    splits=("train", "validation"),
    labels=("0", "1", "2", "3"),
    fields=("context", "choice0", "choice1", "choice2", "choice3"),
    train_tasks=("hellaswag",),
    evaluation_split="validation",
    licence="MIT",
    text_origin="found (video captions, WikiHow); wrong endings made by a machine",
    citation="Zellers et al. 2019, arXiv:1905.07830",
    source="https://github.com/rowanz/hellaswag, hellaswag_train.jsonl, hellaswag_val.jsonl.",
    revision="1.0",
    published_setup="arXiv:2005.13013: 39,905 training questions, 10,042 of dev",
    traps=(
        "test labels are not published: dev is what is scored",
        "wrong endings were chosen against an older model, so a clean score says little else",
        "many questions come from one video or article: they are one cluster",
    ),
)


TASK = Task(
    card=CARD,
    files=train_or_dev(
        tuple(f"{folder}/hellaswag_train.jsonl" for folder in _FOLDERS),
        tuple(f"{folder}/hellaswag_val.jsonl" for folder in _FOLDERS),
    ),
    read=file_choices(of_row, read_objects),
)
