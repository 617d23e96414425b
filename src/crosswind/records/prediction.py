"""Prediction: what a checkpoint said about one example."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One row an example, always.

    Attributes:
        example_id: the example's id.
        predicted: label (classification kinds), answer text (span_qa), example id of the nearest
            neighbor (retrieval), index of the choice as text (multiple_choice), id of the mined or
            first-ranked candidate (kinds with a pool; empty if none was extracted); empty for
            tagging.
        ranked: ids of the best candidates, best first (answer_retrieval, entity_retrieval).
        tags: predicted tag of each word (tagging).
        start: code point in the context where the answer starts (span_qa), else -1.
        score: probability of the label, mean probability of the tags, span score, or cosine.
        n_tokens: model tokens of the input without special tokens (fertility).
    """

    example_id: str
    predicted: str = ""
    tags: tuple[str, ...] = field(default=())
    start: int = -1
    score: float = 0.0
    ranked: tuple[str, ...] = field(default=())
    n_tokens: int = 0
