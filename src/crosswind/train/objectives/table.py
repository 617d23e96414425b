"""Task kind -> what it trains."""

from collections.abc import Mapping

from crosswind.train.objective import Objective
from crosswind.train.objectives.choices import CHOICES
from crosswind.train.objectives.dual_encoder import ANSWERS, ENTITIES
from crosswind.train.objectives.labels import LABELS
from crosswind.train.objectives.masked_words import MASKED_WORDS
from crosswind.train.objectives.spans import SPANS
from crosswind.train.objectives.tags import TAGS

OBJECTIVES: Mapping[str, Objective] = {
    "classification": LABELS,
    "pair_classification": LABELS,
    "tagging": TAGS,
    "span_qa": SPANS,
    "multiple_choice": CHOICES,
    "answer_retrieval": ANSWERS,
    "entity_retrieval": ENTITIES,
    "masked_lm": MASKED_WORDS,
}
