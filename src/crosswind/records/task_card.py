"""TaskCard: the facts about a task. It has no role: its place in the experiment gives it one."""

from dataclasses import dataclass, field
from typing import Literal

TaskKind = Literal["pair_classification", "classification", "tagging", "span_qa", "retrieval"]
World = Literal["benchmark", "embedded"]
# Kinds of XTREME and XTREME-R that count in the retrieval group: never averaged with the others.
RETRIEVAL_KINDS = frozenset({"retrieval", "mining", "answer_retrieval", "entity_retrieval"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """What is known of a task before any file is opened.

    Attributes:
        name: the name in experiment files.
        kind: decides head, prediction and perturbed fields.
        metric: the headline metric, a name of `evaluate.metrics`.
        languages: every language that the official release serves, in its order.
        splits: split names present, of train, validation, test.
        labels: labels or tags in the order of the head's outputs; empty if the kind has none,
            or if the training text decides them (`labels_from_training`).
        labels_from_training: the label set is read from the training split.
        fields: names of the text fields of an example, in the order the encoder reads them.
        source_language: language of the labelled training text.
        train_tasks: tasks whose train split trains this one by default; empty: never trained.
        evaluation_split: split that is scored unless the experiment says otherwise.
        selection_overlap: tasks whose validation text is this task's evaluation text: a checkpoint
            trained on one of them must not be selected on it.
        world: benchmark numbers and embedded numbers are never averaged together.
        licence, text_origin, citation, source, revision: provenance, as text.
        published_setup: which published set-up the reading and scoring match.
        traps: known faults of the data or of its official scorer.
    """

    name: str
    kind: TaskKind
    metric: str
    languages: tuple[str, ...]
    splits: tuple[str, ...]
    labels: tuple[str, ...] = ()
    labels_from_training: bool = False
    fields: tuple[str, ...] = ("text",)
    source_language: str = "en"
    train_tasks: tuple[str, ...] = ()
    evaluation_split: str = "test"
    selection_overlap: tuple[str, ...] = ()
    world: World = "benchmark"
    licence: str = ""
    text_origin: str = ""
    citation: str = ""
    source: str = ""
    revision: str = ""
    published_setup: str = ""
    traps: tuple[str, ...] = field(default=())
