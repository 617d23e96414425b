"""SQuAD v2.0: SQuAD and questions that its paragraphs do not answer. English (arXiv:1806.03822)."""

from dataclasses import replace

from crosswind.data.squad_files import read_shared_paragraphs
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.data.tasks import squad

_FOLDERS = ("squad_v2.0", "squad_v2", "squad")
CARD = replace(
    squad.CARD,
    name="squad_v2",
    n_train=130_319,
    has_unanswerable=True,
    train_tasks=("squad_v2",),
    citation="Rajpurkar et al. 2018, arXiv:1806.03822",
    source="train-v2.0.json and dev-v2.0.json of the SQuAD explorer, whole or in parts.",
    revision="2.0",
    published_setup="arXiv:2005.13013: 130,319 training questions, 11,873 of dev",
    traps=(
        "a question without an answer has an empty list of answers; plausible ones are not read",
        "paragraphs of XQuAD are in the validation part: never select on them for XQuAD",
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
                    patterns=tuple(f"{folder}/{name}-v2.0*.json" for folder in _FOLDERS),
                ),
            )
            for split, name in (("train", "train"), ("validation", "dev"))
        }
    ),
    read=read_shared_paragraphs,
)
