"""Which fields of which task kind are perturbed, and where the meaning guard is on."""

from dataclasses import dataclass

from crosswind.core.errors import ConfigError, nearest_match
from crosswind.core.languages import languages_of
from crosswind.records.task_card import second_language_fields

WORDS = "words"

# Task kind -> choice of sides -> fields. "default" is what headline numbers use; `*` stands for
# every text field but those that the task's card keeps.
SIDES: dict[str, dict[str, tuple[str, ...]]] = {
    "pair_classification": {"default": ("*",), "all": ("*",)},
    "classification": {"default": ("*",), "all": ("*",)},
    # Premise or context, question and choices; XCOPA keeps its cause or effect marker.
    "multiple_choice": {"default": ("*",), "all": ("*",)},
    "tagging": {"default": (WORDS,), "all": (WORDS,)},
    "span_qa": {
        "default": ("question",),
        "question": ("question",),
        "context": ("context",),
        "all": ("question", "context"),
    },
    # The English side of a pair is `source`; the language under test is `target`.
    "retrieval": {
        "default": ("target",),
        "target": ("target",),
        "source": ("source",),
        "all": ("source", "target"),
    },
    # What is searched in stays clean: the examples hold the language under test (mining), the
    # question (answers) or the mention in its context (entities).
    "mining": {"default": ("*",), "all": ("*",)},
    "answer_retrieval": {"default": ("*",), "all": ("*",)},
    "entity_retrieval": {"default": ("*",), "all": ("*",)},
}
# Where negators and numerals carry the label or the question (`noise.md` 1.4).
_GUARDED = {
    ("pair_classification", "*"),
    ("classification", "*"),
    ("multiple_choice", "*"),
    ("answer_retrieval", "*"),
    ("span_qa", "question"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPolicy:
    """A field that is perturbed.

    Attributes:
        field: name of the text field, or "words".
        guard: negators and digits stay.
        has_answers: gold answers stand in it: their borders are fences.
        is_second: in a pair of languages, it stands in the second one.
    """

    field: str
    guard: bool
    has_answers: bool
    is_second: bool

    def language(self, label: str) -> str:
        """The language of the field in a cell: `de` and `de+en` are labels."""
        return languages_of(label)[self.is_second]


def field_policies(
    kind: str, sides: str, fields: tuple[str, ...], kept_fields: tuple[str, ...] = ()
) -> tuple[FieldPolicy, ...]:
    """The fields to perturb, in order.

    Args:
        kind: task kind.
        sides: "default", "all", or a name of the kind's own: for `span_qa` "question" and
            "context", for `retrieval` "source" and "target", for the kinds whose default is `*` the
            name of one of the text fields.
        fields: the text fields of the task.
        kept_fields: those of them that are never perturbed.

    Raises:
        ConfigError: for a kind or a side that does not exist.
    """
    if kind not in SIDES:
        raise _unknown("task kind", kind, tuple(SIDES))
    choices = SIDES[kind]
    open_fields = tuple(name for name in fields if name not in kept_fields)
    if sides in choices:
        names = choices[sides]
    elif sides in open_fields and _names_any(choices):
        names = (sides,)
    else:
        known = (*choices, *(open_fields if _names_any(choices) else ()))
        raise _unknown(f"choice of sides for the kind '{kind}'", sides, known)
    second = second_language_fields(kind, fields)
    wanted = (name for one in names for name in (open_fields if one == "*" else (one,)))
    return tuple(
        FieldPolicy(
            field=name,
            guard=(kind, name) in _GUARDED or (kind, "*") in _GUARDED,
            has_answers=kind == "span_qa" and name == "context",
            is_second=name in second,
        )
        for name in wanted
    )


def _names_any(choices: dict[str, tuple[str, ...]]) -> bool:
    """Whether each text field may be chosen by its own name."""
    return choices["default"] == ("*",)


def _unknown(noun: str, value: str, known: tuple[str, ...]) -> ConfigError:
    return ConfigError(
        f"unknown {noun}",
        place="noise.sides",
        value=value,
        allowed=known,
        nearest=nearest_match(value, known),
    )
