"""A catalogue of made-up facts, and a small experiment to plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from crosswind.config.schema import Experiment
from crosswind.core.hashing import text_digest
from crosswind.plan.catalogue import ExampleSet, TrainingText
from crosswind.plan.expand import expand
from crosswind.plan.graph import Plan
from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard, PriorSupervision
from crosswind.records.task_card import TaskCard

LABELS = ("no", "yes")


def _card(name: str, kind: Any, **facts: Any) -> TaskCard:
    defaults: dict[str, Any] = {
        "metric": "accuracy",
        "languages": ("en", "de", "th"),
        "splits": ("train", "validation", "test"),
        "fields": ("text",),
    }
    return TaskCard(name=name, kind=kind, **{**defaults, **facts})


CARDS = {
    card.name: card
    for card in (
        _card("pairs", "pair_classification", labels=LABELS, train_tasks=("pairs",)),
        _card("more_pairs", "pair_classification", labels=LABELS, train_tasks=("more_pairs",)),
        _card("other_pairs", "pair_classification", labels=("a", "b"), train_tasks=("pairs",)),
        _card("tags", "tagging", metric="entity_f1", labels=("X", "Y"), train_tasks=("tags",)),
        _card("served", "pair_classification", labels=LABELS, train_tasks=("pairs",)),
        _card("mates", "retrieval", splits=("test",), fields=("source", "target")),
        _card("mined", "mining", metric="mining_f1", splits=("validation", "test")),
        _card("questions", "span_qa", metric="qa_score", fields=("question", "context")),
        _card("answers", "answer_retrieval", metric="map_at_20", splits=("test",)),
        _card(
            "causes",
            "multiple_choice",
            fields=("premise", "question", "choice1", "choice2"),
            kept_fields=("question",),
            train_stages=(("scenes",), ("small_causes",)),
            train_tasks=("small_causes",),
        ),
        _card("scenes", "multiple_choice", fields=("context", "choice1", "choice2", "choice3")),
        _card(
            "small_causes", "multiple_choice", fields=("premise", "question", "choice1", "choice2")
        ),
        _card(
            "two_texts",
            "pair_classification",
            labels=LABELS,
            fields=("first", "second"),
            train_tasks=("pairs",),
            pairings=("same_language", "generalised"),
        ),
        _card(
            "misspelled",
            "pair_classification",
            labels=LABELS,
            splits=("clean", "test"),
            train_tasks=("pairs",),
            published_noise="real_typos",
        ),
        _card("toys", "classification", world="embedded", train_tasks=("toys",), labels=LABELS),
    )
}


@dataclass
class MadeUpCatalogue:
    """Answers of `crosswind.plan.catalogue.Catalogue` that need no file and no package."""

    cards: Mapping[str, TaskCard] = field(default_factory=lambda: CARDS)
    encoder: EncoderCard = field(default_factory=lambda: EncoderCard(name="tiny"))
    source: Mapping[str, object] = field(
        default_factory=lambda: {"name": "tiny", "revision": "", "source": {"kind": "folder"}}
    )
    cannot: Mapping[tuple[str, str], str] = field(
        default_factory=lambda: {("typo", "th"): "no keyboard"}
    )
    texts: Mapping[str, TrainingText] = field(default_factory=dict)
    content: str = "1"

    def card(self, task: str) -> TaskCard:
        return self.cards[task]

    def digests(self, wanted: ExampleSet) -> Mapping[str, str]:
        name = f"{wanted.task}/{wanted.split}-{wanted.language}.tsv"
        return {name: text_digest(f"{name} {wanted.part} {self.content}")[:16]}

    def training_text(self, task: str) -> TrainingText:
        return self.texts.get(task, TrainingText(whole="all"))

    def pool_languages(
        self, task: str, language: str, evaluated: tuple[str, ...]
    ) -> tuple[str, ...]:
        return {"answers": evaluated, "mined": (language,)}.get(task, ())

    def perturbation_version(self, name: str) -> int:
        return len(name)

    def perturbation_families(self, name: str) -> frozenset[str]:
        return frozenset({"typo": {"keyboard"}, "swap": {"keyboard"}}.get(name, {name}))

    def neighbors_digest(self, name: str) -> str:
        return text_digest(name)

    def unsupported(self, perturbation: str, language: str, task: str) -> str:
        kind = self.card(task).kind
        return self.cannot.get((perturbation, language)) or self.cannot.get(
            (perturbation, kind), ""
        )

    def is_apart(self, perturbation: str, kind: str) -> bool:
        return (perturbation, kind) == ("reorder", "pair_classification")

    def encoder_source(self) -> Mapping[str, object]:
        return self.source

    def encoder_card(self) -> EncoderCard:
        return self.encoder

    def precision(self, asked: str) -> str:
        return "fp32" if asked == "auto" else asked

    def adopted_source(self, arm: str) -> Mapping[str, object]:
        return {"name": arm, "revision": "", "source": {"kind": "folder"}}

    def adopted_head(self, arm: str) -> AdoptedHead | None:
        return AdoptedHead(
            architecture="BertForSequenceClassification",
            kinds=("pair_classification",),
            labels=LABELS,
        )

    def adopted_card(self, arm: str) -> EncoderCard:
        return EncoderCard(name=arm)


SMALL: dict[str, Any] = {
    "name": "small",
    "seeds": [1, 2],
    "encoder": {"name": "tiny"},
    "arms": [
        {"name": "none"},
        {"name": "tagged", "stages": [{"tasks": ["tags"]}]},
    ],
    "targets": [
        {"task": "served", "languages": ["en", "de"]},
        {"task": "mates", "languages": ["de"]},
    ],
    "noise": {"perturbations": ["typo"], "severities": [1, 3]},
}

PlanOf = Callable[..., Plan]


@pytest.fixture
def small() -> dict[str, Any]:
    """The small experiment as a plain value: two arms, two seeds, two targets, two severities."""
    return {**SMALL}


@pytest.fixture
def catalogue() -> MadeUpCatalogue:
    """The made-up facts."""
    return MadeUpCatalogue()


@pytest.fixture
def known_encoder(catalogue: MadeUpCatalogue) -> MadeUpCatalogue:
    """Facts in which the encoder was already taught on the text of `pairs`."""
    card = EncoderCard(
        name="tiny",
        prior_supervision=(PriorSupervision(dataset="NLI", languages="en", source="paper"),),
        tasks_seen=("pairs",),
    )
    return replace(catalogue, encoder=card)


@pytest.fixture
def plan_of(catalogue: MadeUpCatalogue) -> PlanOf:
    """Plan the small experiment with some keys replaced."""

    def plan(facts: MadeUpCatalogue | None = None, **changes: Any) -> Plan:
        return expand(Experiment.model_validate({**SMALL, **changes}), facts or catalogue)

    return plan
