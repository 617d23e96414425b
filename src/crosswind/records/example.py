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
        texts: field name -> text, with the fields of the task's card (retrieval: `source` is the
            English side, `target` the other language; span_qa: `question`, `context`).
        words: pre-split words (tagging); empty otherwise.
        label: gold label (classification kinds); empty otherwise.
        tags: gold tag of each word (tagging).
        answers: gold answers (span_qa).
    """

    example_id: str
    parallel_id: str
    language: str
    texts: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    label: str = ""
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


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
