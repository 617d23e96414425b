"""Mewsli-X pairs: English mentions beside their entities, the training text of Mewsli-X."""

from crosswind.data.mention_files import read_pairs
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.data.tasks.mewslix import CARD as MEWSLIX
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="mewslix_pairs",
    kind="retrieval",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation"),
    fields=("source", "target"),
    evaluation_split="validation",
    licence="CC-BY-SA-3.0",
    text_origin="found: English Wikipedia",
    citation=MEWSLIX.citation,
    source=MEWSLIX.source,
    revision=MEWSLIX.revision,
    published_setup="XTREME-R (arXiv:2104.07412): 167,719 pairs train, 14,051 select",
    traps=(
        "no entity of training is the right one of a Mewsli-X mention",
        "mentions of one entity are one cluster: train and validation are cut by entity",
        "several mentions share an entity: as negatives of one another they would be wrong",
    ),
)
_NAMES = {"train": "train", "validation": "dev"}
TASK = Task(
    card=CARD,
    files=files_by_split(
        {
            split: (SourceFile(role="text", patterns=(f"mewslix/wikipedia_pairs-{name}.jsonl",)),)
            for split, name in _NAMES.items()
        }
    ),
    read=read_pairs,
)
