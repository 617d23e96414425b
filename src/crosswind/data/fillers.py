"""Fillers: words for the slots that a household would fill with names of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json

Forms = tuple[str, ...]

# Kinds of names that only stand where they are asked for: nobody switches on a person.
_NO_DEVICES = ("person", "weather")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillers:
    """The fillers of one language.

    Attributes:
        lists: list name -> entries; an entry has one form or several (cases of a noun).
        names: kind of device -> entries for the list `name`.
        forms_after: list name -> word in front -> index of the form used after it.
    """

    lists: Mapping[str, tuple[Forms, ...]]
    names: Mapping[str, tuple[Forms, ...]]
    forms_after: Mapping[str, Mapping[str, int]]

    def entries(self, list_name: str, domains: tuple[str, ...]) -> tuple[Forms, ...]:
        """Entries of a list; for `name`, those of the kinds of device in `domains`, if any."""
        if list_name != "name":
            return self.lists.get(list_name, ())
        fitting = [entry for kind in domains for entry in self.names.get(kind, ())]
        if fitting:
            return tuple(fitting)
        return tuple(
            entry
            for kind, group in self.names.items()
            if kind not in _NO_DEVICES
            for entry in group
        )

    def form(self, list_name: str, entry: Forms, word_in_front: str) -> str:
        """The form of an entry that fits after a word; the first form by default."""
        index = self.forms_after.get(list_name, {}).get(word_in_front.lower(), 0)
        return entry[index] if index < len(entry) else entry[0]


def read_fillers(path: Path) -> Fillers:
    """Read a file of fillers.

    Raises:
        DataError: if the file is not JSON or not of this layout.
    """
    content = read_json(path)
    try:
        names = {kind: _entries(group) for kind, group in content.pop("name").items()}
        after = {
            name: {word: int(index) for word, index in table.items()}
            for name, table in content.pop("forms_after", {}).items()
        }
        lists = {name: _entries(group) for name, group in content.items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DataError(
            "not a file of fillers",
            place=f"{path}:1",
            value=str(error),
            allowed="lists of words, 'name' by kind of device, 'forms_after'",
        ) from error
    return Fillers(lists=lists, names=names, forms_after=after)


def _entries(group: Any) -> tuple[Forms, ...]:
    return tuple((item,) if isinstance(item, str) else tuple(map(str, item)) for item in group)
