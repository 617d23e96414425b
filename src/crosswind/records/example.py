"""Example: one labelled input, of any task kind."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A gold answer of span QA: `text` stands at code point `start` of the context."""

    start: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled input. A perturbed example keeps its id, its label and its tags.

    Attributes:
        example_id: unique within task x split x language, equal for translations where possible.
        parallel_id: equal for translations of one item, questions of one paragraph, hypotheses of
            one premise: the unit that is resampled.
        language: canonical tag.
        second_language: language of the second text (hypothesis, second sentence, question) where
            it differs from that of the first; empty otherwise.
        texts: field name -> text, with the fields of the task's card (retrieval: `source` is the
            English side, `target` the other language; span_qa: `question`, `context`).
        words: pre-split words (tagging); empty otherwise.
        label: gold label (classification kinds); empty otherwise.
        tags: gold tag of each word (tagging).
        answers: gold answers (span_qa).
        gold_ids: ids of the right candidates (kinds with a pool of candidates); empty for a
            sentence without a partner, and for a candidate itself.
    """

    example_id: str
    parallel_id: str
    language: str
    texts: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    label: str = ""
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    second_language: str = ""
    gold_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """One edit of a perturbed example, in code points of the clean field.

    `field` is a text field, or `words:<index>` for a pre-split word.
    """

    example_id: str
    field: str
    start: int
    end: int
    text: str
