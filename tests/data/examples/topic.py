"""Topic: what is a sentence about? An example of a task in one file."""

from crosswind.data.layouts import read_columns
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task, files_by_split
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="topic",
    kind="classification",
    metric="accuracy",
    languages=("en", "de"),
    splits=("train", "test"),
    labels=("animals", "weather"),
    train_tasks=("topic",),
)


def read(source: Source, language: str, split: str) -> Reading:
    rows = []
    for place, row in read_columns(source.one("text"), ("id", "text", "topic"), has_header=True):
        example = Example(
            example_id=row["id"],
            parallel_id=row["id"],
            language=language,
            texts={"text": row["text"]},
            label=row["topic"],
        )
        rows.append(Placed(place=place, example=example))
    return Reading(rows=rows)


def _file(split: str) -> SourceFile:
    return SourceFile(role="text", patterns=(f"topic/{split}-{{language}}.tsv",))


FILES = files_by_split({"train": (_file("train"),), "test": (_file("test"),)}, train="en")
TASK = Task(card=CARD, files=FILES, read=read)
