"""XNLI: natural language inference in fifteen languages (arXiv:1809.05053), benchmark files."""

from crosswind.core.errors import DataError
from crosswind.core.files import read_lines
from crosswind.data.layouts import read_columns
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task, files_by_split
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

_LANGUAGES = (
    "ar", "bg", "de", "el", "en", "es", "fr", "hi", "ru", "sw", "th", "tr", "ur", "vi", "zh",
)  # fmt: skip
CARD = TaskCard(
    name="xnli",
    kind="pair_classification",
    metric="accuracy",
    languages=_LANGUAGES,
    splits=("validation", "test"),
    labels=("contradiction", "entailment", "neutral"),
    fields=("premise", "hypothesis"),
    train_tasks=("mnli",),
    pairings=("same_language", "generalised"),
    release="xnli",
    licence="CC-BY-NC-4.0",
    text_origin="English written for MultiNLI's genres, the rest human-translated",
    citation="Conneau et al. 2018, arXiv:1809.05053",
    source="XTREME's download_data.sh (google-research/xtreme); labels of test from XNLI 1.0.",
    revision="XNLI 1.0",
    published_setup="XTREME (arXiv:2003.11080): train on English MultiNLI, accuracy on test",
    traps=(
        "the benchmark's test files have no labels: they stand in labels/test-XX.tsv",
        "hypotheses of one premise come in threes and are not independent",
        "the test files of en and hi hold U+FFFD; left as they are",
    ),
)
_TEXT = ("premise", "hypothesis")


def read(source: Source, language: str, split: str) -> Reading:
    """Rows by line number from 0; three lines share a premise."""
    path = source.one("text")
    if split == "validation":
        table = [(place, cells) for place, cells in read_columns(path, (*_TEXT, "label"))]
    else:
        table = list(read_columns(path, _TEXT))
        labels = read_lines(source.one("labels"))
        if len(labels) != len(table):
            raise DataError(
                f"{len(labels)} labels for {len(table)} pairs",
                place=f"{source.one('labels')}:{len(labels)}",
                allowed=f"one label for each line of {path}",
                action="Download both files again.",
            )
        table = [
            (place, {**cells, "label": label})
            for (place, cells), label in zip(table, labels, strict=True)
        ]
    return Reading(
        rows=tuple(
            Placed(
                place=place,
                example=Example(
                    example_id=str(index),
                    parallel_id=str(index // 3),
                    language=language,
                    texts={name: cells[name] for name in _TEXT},
                    label=cells["label"],
                ),
            )
            for index, (place, cells) in enumerate(table)
        )
    )


TASK = Task(
    card=CARD,
    files=files_by_split(
        {
            "validation": (SourceFile(role="text", patterns=("xnli/dev-{language}.tsv",)),),
            "test": (
                SourceFile(role="text", patterns=("xnli/test-{language}.tsv",)),
                SourceFile(role="labels", patterns=("xnli/labels/test-{language}.tsv",)),
            ),
        }
    ),
    read=read,
)
