"""Tags of named entities: B- and I- of each type, O elsewhere."""

from collections.abc import Sequence


def bio_tags(types: Sequence[str]) -> tuple[str, ...]:
    """O, then B- and I- of each type: the order of a head's outputs.

    >>> bio_tags(("PER",))
    ('O', 'B-PER', 'I-PER')
    """
    return ("O", *(f"{prefix}-{name}" for name in types for prefix in ("B", "I")))


def with_boundaries(types: Sequence[str]) -> tuple[str, ...]:
    """Bare types with B- and I-: a run of one type is one entity.

    Where two entities of one type adjoin they become one: bare types cannot tell.

    >>> with_boundaries(("O", "year", "city", "city"))
    ('O', 'B-year', 'B-city', 'I-city')
    """
    return tuple(
        name if name == "O" else f"{'I' if index and types[index - 1] == name else 'B'}-{name}"
        for index, name in enumerate(types)
    )


def entity_types(tags: Sequence[str]) -> tuple[str, ...]:
    """The type of each entity of tags with B- and I-, in order.

    >>> entity_types(("B-city", "I-city", "O", "B-city"))
    ('city', 'city')
    """
    return tuple(tag[2:] for tag in tags if tag.startswith("B-"))


# PAN-X, Universal NER and MasakhaNER, in the order of PAN-X's numbers on the hub.
PERSON_PLACE_ORGANISATION = bio_tags(("PER", "ORG", "LOC"))
