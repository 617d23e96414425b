"""Noisy XNLI: XNLI's test pairs with real typing errors, in six languages (arXiv:2210.04782)."""

from collections.abc import Iterator
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.data.layouts import read_columns
from crosswind.data.published_noise import CLEAN, REAL_TYPOS, rows_of_split
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.data.tasks import xnli
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

_RATIOS = ("0.05", "0.1", "0.2")
_LABELS = {"0": "entailment", "1": "neutral", "2": "contradiction"}
_QUOTE = "'"
CARD = TaskCard(
    name="noisy_xnli",
    kind="pair_classification",
    metric="accuracy",
    languages=("en", "de", "es", "fr", "hi", "tr"),
    splits=("test", CLEAN),
    labels=xnli.CARD.labels,
    fields=xnli.CARD.fields,
    train_tasks=xnli.CARD.train_tasks,
    release="xnli",
    published_noise=REAL_TYPOS,
    licence="CC-BY-NC-4.0",
    text_origin="XNLI's, with word errors attested in edit histories put in by machine",
    citation="Stickland et al. 2023, arXiv:2210.04782",
    source="https://github.com/amazon-science/multilingual-robust-contrastive-pretraining, "
    "paper_data/xnli as noisy_xnli; and XNLI's test texts and labels as for the task xnli.",
    revision="0f3d07319f23",
    published_setup="arXiv:2210.04782: train on English MultiNLI, accuracy on noisy and clean test",
    traps=(
        "other languages than English hold a part of the clean test only: compare with clean",
        "every pair has an error in it: a premise has others in each of its three pairs",
        "slashes and apostrophes of some texts stand between blanks, unlike in the clean text",
        "the errors are substitutions from word lists: a correct word may become another one",
        "the test files of en hold U+FFFD; left as they are",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """The noisy pairs, or the clean ones, under the ids of XNLI's rows; matched by their texts."""
    noisy = [
        Placed(
            place=place,
            example=Example(
                example_id=place,
                parallel_id=place,
                language=language,
                texts={name: _bare(cells[name], place) for name in CARD.fields},
                label=_label(cells["label"], place),
            ),
        )
        for place, cells in _cells(source.one("noisy"))
    ]
    clean = xnli.read(source, language, "test")
    return rows_of_split(noisy, clean.rows, split, lambda example: example.label)


def _cells(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    return read_columns(path, (*CARD.fields, "label"), has_header=True)


def _bare(cell: str, place: str) -> str:
    """A text without the quote before and behind it. Quotes inside have no escape and stay."""
    if len(cell) < 2 or cell[0] != _QUOTE or cell[-1] != _QUOTE:
        raise DataError(
            "a text without its quotes",
            place=place,
            value=cell[:120],
            allowed="the text between single quotes",
            action="Repair the line or download the file again.",
        )
    return cell[1:-1]


def _label(number: str, place: str) -> str:
    if number not in _LABELS:
        raise DataError(
            "unknown label",
            place=place,
            value=number,
            allowed=", ".join(f"{key} ({name})" for key, name in _LABELS.items()),
        )
    return _LABELS[number]


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The noisy file, and the files of the clean test that both splits are matched with."""
    del split
    names = tuple(f"noisy_xnli/test_{language}_typos_{ratio}.tsv" for ratio in _RATIOS)
    return (SourceFile(role="noisy", patterns=names), *xnli.TASK.files(language, "test"))


TASK = Task(card=CARD, files=files, read=read)
