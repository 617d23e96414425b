"""Values of JSON objects that a user hands over: of the right type, or one clear error."""

from typing import Any

from crosswind.core.errors import DataError

_NOUNS = {str: "text", int: "a whole number", list: "a list", dict: "an object"}


def value_of(item: Any, key: str, kind: type, place: str, *, layout: str) -> Any:
    """The value under `key` of a JSON object.

    Args:
        item: what stands where the object is expected.
        key: name of the value.
        kind: str, int, list or dict; true and false are no numbers.
        place: where the object stands, for the error.
        layout: name of the file layout, for the error.

    Raises:
        DataError: if there is no object, no such key, or a value of another type.
    """
    found = item.get(key) if isinstance(item, dict) else None
    if not isinstance(found, kind) or isinstance(found, bool):
        raise DataError(
            f"no '{key}', or of a wrong type",
            place=place,
            value=found,
            allowed=f"{layout}: '{key}' as {_NOUNS[kind]}",
            action="Repair it, or download the file again.",
        )
    return found
