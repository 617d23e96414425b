"""SQuAD v1.1: English questions whose answers are spans of a paragraph (arXiv:1606.05250)."""

from crosswind.data.squad_files import read_shared_paragraphs
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

_FOLDERS = ("squad_v1.1", "squad")
CARD = TaskCard(
    name="squad",
    kind="span_qa",
    metric="qa_score",
    n_train=87_599,
    languages=("en",),
    splits=("train", "validation"),
    fields=("question", "context"),
    train_tasks=("squad",),
    release="squad",
    evaluation_split="validation",
    licence="CC-BY-SA-4.0",
    text_origin="found (paragraphs), written (questions)",
    citation="Rajpurkar et al. 2016, arXiv:1606.05250",
    source="train-v1.1.json and dev-v1.1.json of the SQuAD explorer, whole or in parts.",
    revision="1.1",
    published_setup="XTREME (arXiv:2003.11080): the English training set of XQuAD and MLQA",
    traps=(
        "all paragraphs of XQuAD are in the validation part: never select on them for XQuAD",
        "some contexts and answers start or end with blanks: left as they are",
    ),
)
TASK = Task(
    card=CARD,
    files=files_by_split(
        {
            split: (
                SourceFile(
                    role="text",
                    patterns=tuple(f"{folder}/{name}-v1.1*.json" for folder in _FOLDERS),
                ),
            )
            for split, name in (("train", "train"), ("validation", "dev"))
        }
    ),
    read=read_shared_paragraphs,
)
