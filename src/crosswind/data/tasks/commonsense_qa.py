"""CommonsenseQA: questions on everyday knowledge. English, five answers (arXiv:1811.00937)."""

from crosswind.data.choice_rows import LETTERS, file_choices
from crosswind.data.choice_rows import commonsense_qa as of_row
from crosswind.data.holdout import train_or_dev
from crosswind.data.layouts import read_objects
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

_FOLDERS = ("commonsenseqa", "commonsense_qa")
CARD = TaskCard(
    name="commonsense_qa",
    kind="multiple_choice",
    metric="accuracy",
    n_train=9_741,
    languages=("en",),
    splits=("train", "validation"),
    labels=tuple(str(position) for position in range(len(LETTERS))),
    fields=("question", *(f"choice{letter}" for letter in LETTERS)),
    train_tasks=("commonsense_qa",),
    evaluation_split="validation",
    licence="MIT",
    text_origin="written by crowd workers from relations of ConceptNet",
    citation="Talmor et al. 2019, arXiv:1811.00937",
    source="train_rand_split.jsonl and dev_rand_split.jsonl of the release, nested or flat.",
    revision="1.11, random split",
    published_setup="arXiv:2005.13013: 9,741 training questions, 1,221 of dev",
    traps=(
        "test labels are not published: dev is what is scored",
        "three questions share a concept, which flat copies do not always name: each is a cluster",
        "train_rebuilt.jsonl has the official texts and keys under made-up ids",
    ),
)


TASK = Task(
    card=CARD,
    files=train_or_dev(
        tuple(
            f"{folder}/{name}.jsonl"
            for name in ("train_rand_split", "train_rebuilt")
            for folder in _FOLDERS
        ),
        tuple(f"{folder}/dev_rand_split.jsonl" for folder in _FOLDERS),
    ),
    read=file_choices(of_row, read_objects),
)
