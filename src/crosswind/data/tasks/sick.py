"""SICK: inference between sentences that were made from captions. English, three labels."""

from crosswind.core.errors import DataError
from crosswind.core.hashing import text_digest
from crosswind.data.layouts import read_headed
from crosswind.data.nli_lines import FIELDS, LABELS
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task, files_by_split
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

_PARTS = {"TRAIN": "train", "TRIAL": "validation", "TEST": "test"}
CARD = TaskCard(
    name="sick",
    kind="pair_classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation", "test"),
    labels=LABELS,
    fields=FIELDS,
    train_tasks=("sick",),
    licence="CC-BY-NC-SA-3.0",
    text_origin="made by rules and writers from image and video captions",
    citation="Marelli et al. 2014, LREC; SemEval-2014 task 1",
    source="SICK.zip: SICK.txt with the column SemEval_set.",
    revision="SemEval 2014",
    published_setup="SemEval-2014 task 1: accuracy of entailment on the test part (4,906 pairs)",
    traps=(
        "one sentence stands in many pairs, in all three parts: pairs are not independent",
        "labels are in capitals in the file; contradiction is not always symmetric",
    ),
)
_COLUMNS = ("pair_ID", "sentence_A", "sentence_B", "entailment_label", "SemEval_set")


def read(source: Source, language: str, split: str) -> Reading:
    """The pairs of a part by their number in the release; one first sentence is one cluster."""
    rows = []
    for place, row in read_headed(source.one("text"), _COLUMNS):
        if row["SemEval_set"] not in _PARTS:
            raise DataError(
                "unknown part", place=place, value=row["SemEval_set"], allowed=tuple(_PARTS)
            )
        if _PARTS[row["SemEval_set"]] != split:
            continue
        example = Example(
            example_id=row["pair_ID"],
            parallel_id=text_digest(row["sentence_A"])[:16],
            language=language,
            texts={"premise": row["sentence_A"], "hypothesis": row["sentence_B"]},
            label=row["entailment_label"].lower(),
        )
        rows.append(Placed(place=place, example=example))
    return Reading(rows=rows)


_FILE = (SourceFile(role="text", patterns=("SICK/SICK.txt", "sick/SICK.txt")),)
TASK = Task(card=CARD, files=files_by_split(dict.fromkeys(CARD.splits, _FILE)), read=read)
