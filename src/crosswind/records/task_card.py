"""TaskCard: the facts about a task. It has no role: its place in the experiment gives it one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

TaskKind = Literal[
    "pair_classification",
    "classification",
    "tagging",
    "span_qa",
    "multiple_choice",
    "retrieval",
    "mining",
    "answer_retrieval",
    "entity_retrieval",
    "masked_lm",
]
World = Literal["benchmark", "embedded"]
Pairing = Literal["same_language", "generalised"]
# Kinds of XTREME and XTREME-R that count in the retrieval group: never averaged with the others.
RETRIEVAL_KINDS = frozenset({"retrieval", "mining", "answer_retrieval", "entity_retrieval"})
# Kinds whose examples are searched in a pool of candidates that is read apart from them.
POOL_KINDS = frozenset({"mining", "answer_retrieval", "entity_retrieval"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """What is known of a task before any file is opened.

    Attributes:
        name: the name in experiment files.
        kind: decides head, prediction and perturbed fields.
        metric: the headline metric, a name of `evaluate.metrics`.
        languages: every language that the official release serves, in its order.
        splits: split names present, of train, validation, test, and clean (see `published_noise`).
        labels: labels or tags in the order of the head's outputs; empty if the kind has none,
            or if the training text decides them (`labels_from_training`).
        labels_from_training: the label set is read from the training split.
        has_unanswerable: span QA: questions may have no answer, which is an empty list of answers.
        fields: names of the text fields of an example, in the order the encoder reads them.
        kept_fields: fields that no perturbation touches (XCOPA's cause or effect marker).
        source_language: language of the labelled training text.
        train_tasks: tasks whose train split trains this one by default; empty: never trained.
        train_stages: for a target that is trained in several stages, one after another with the
            head carried over (XCOPA: SIQA, then COPA); then `train_tasks` names the last of them.
        pairings: which pairings of languages the two texts of an example can have.
        release: tasks of equal release share ids and parallel ids: an item of one is, or is a
            translation of, the item of that id in the other. A plain number, alone or behind the
            name of its split (`test-5`), means an item of that split only. Empty: the task's name.
        published_noise: name of the condition under which the evaluation split stands, if it is
            published noisy text; the split "clean" then holds the same rows without the noise.
        evaluation_split: split that is scored unless the experiment says otherwise.
        selection_overlap: tasks whose validation text is this task's evaluation text: a checkpoint
            trained on one of them must not be selected on it.
        n_train: examples of the official training text in the source language; 0 is not known. For
            estimates where the files are not there.
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
    has_unanswerable: bool = False
    fields: tuple[str, ...] = ("text",)
    kept_fields: tuple[str, ...] = ()
    source_language: str = "en"
    train_tasks: tuple[str, ...] = ()
    train_stages: tuple[tuple[str, ...], ...] = ()
    pairings: tuple[Pairing, ...] = ("same_language",)
    release: str = ""
    published_noise: str = ""
    evaluation_split: str = "test"
    selection_overlap: tuple[str, ...] = ()
    n_train: int = 0
    world: World = "benchmark"
    licence: str = ""
    text_origin: str = ""
    citation: str = ""
    source: str = ""
    revision: str = ""
    published_setup: str = ""
    traps: tuple[str, ...] = field(default=())


def second_language_fields(kind: str, fields: Sequence[str]) -> tuple[str, ...]:
    """Fields that stand in the second language of a pair (`de+en`): the question, or all but one.

    Args:
        kind: task kind.
        fields: text fields of an example, in the order the encoder reads them.
    """
    return ("question",) if kind == "span_qa" else tuple(fields[1:])
