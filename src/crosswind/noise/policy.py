"""Which fields of which task kind are perturbed, and where the meaning guard is on."""

from dataclasses import dataclass

from crosswind.core.errors import ConfigError, nearest_match

WORDS = "words"

# Task kind -> choice of sides -> fields. "default" is what headline numbers use.
SIDES: dict[str, dict[str, tuple[str, ...]]] = {
    "pair_classification": {"default": ("*",), "all": ("*",)},
    "classification": {"default": ("*",), "all": ("*",)},
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
}
_GUARDED = {("pair_classification", "*"), ("classification", "*"), ("span_qa", "question")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPolicy:
    """A field that is perturbed.

    Attributes:
        field: name of the text field, or "words".
        guard: negators and digits stay.
        has_answers: gold answers stand in it: their borders are fences.
    """

    field: str
    guard: bool
    has_answers: bool


def field_policies(kind: str, sides: str, fields: tuple[str, ...]) -> tuple[FieldPolicy, ...]:
    """The fields to perturb, in order.

    Args:
        kind: task kind.
        sides: "default", "all", or a name of the kind's own: for `span_qa` "question" and
            "context", for `retrieval` "source" and "target", for the classification kinds the name
            of one of the text fields.
        fields: the text fields of the task.

    Raises:
        ConfigError: for a kind or a side that does not exist.
    """
    if kind not in SIDES:
        raise _unknown("task kind", kind, tuple(SIDES))
    choices = SIDES[kind]
    if sides in choices:
        names = choices[sides]
    elif sides in fields and _names_any(choices):
        names = (sides,)
    else:
        known = (*choices, *(fields if _names_any(choices) else ()))
        raise _unknown(f"choice of sides for the kind '{kind}'", sides, known)
    wanted = tuple(name for one in names for name in (fields if one == "*" else (one,)))
    return tuple(
        FieldPolicy(
            field=name,
            guard=(kind, name) in _GUARDED or (kind, "*") in _GUARDED,
            has_answers=kind == "span_qa" and name == "context",
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
