"""Task kind -> how it is predicted."""

from collections.abc import Mapping

from crosswind.evaluate.decodings.choices import CHOICES
from crosswind.evaluate.decodings.labels import LABELS
from crosswind.evaluate.decodings.mined import MINED
from crosswind.evaluate.decodings.neighbors import NEIGHBORS
from crosswind.evaluate.decodings.ranked import ANSWERS, ENTITIES
from crosswind.evaluate.decodings.spans import SPANS
from crosswind.evaluate.decodings.tags import TAGS
from crosswind.evaluate.reading import Decoding

DECODINGS: Mapping[str, Decoding] = {
    "classification": LABELS,
    "pair_classification": LABELS,
    "tagging": TAGS,
    "span_qa": SPANS,
    "multiple_choice": CHOICES,
    "retrieval": NEIGHBORS,
    "mining": MINED,
    "answer_retrieval": ANSWERS,
    "entity_retrieval": ENTITIES,
}
