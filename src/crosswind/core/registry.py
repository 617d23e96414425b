"""Lazy tables of names: `name -> "module:attribute"`, with did-you-mean."""

from collections.abc import Mapping
from importlib import import_module
from typing import Generic, TypeVar

from crosswind.core.errors import ConfigError, nearest_match

T = TypeVar("T")


class Registry(Generic[T]):
    """A table of names whose values are imported when they are asked for.

    Args:
        noun: what the names are, in the words of an error ("task", "perturbation").
        table: name -> "module:attribute", or name -> the value itself.
    """

    def __init__(self, noun: str, table: Mapping[str, str | T]) -> None:
        self.noun = noun
        self._table: dict[str, str | T] = dict(table)
        self._loaded: dict[str, T] = {}

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(self._table))

    def __contains__(self, name: object) -> bool:
        return name in self._table

    def get(self, name: str, *, place: str = "") -> T:
        """The value called `name`.

        Raises:
            ConfigError: if there is no such name; names the nearest one.
        """
        if name not in self._table:
            raise self.unknown(name, place=place)
        if name not in self._loaded:
            value = self._table[name]
            self._loaded[name] = load_attribute(value) if isinstance(value, str) else value
        return self._loaded[name]

    def unknown(self, name: object, *, place: str = "") -> ConfigError:
        """The five-part error for a name that is not in the table."""
        return ConfigError(
            f"unknown {self.noun}",
            place=place,
            value=name,
            allowed=self.names(),
            nearest=nearest_match(name, self.names()),
        )

    def with_entry(self, name: str, value: str | T) -> "Registry[T]":
        """A copy of the table with one more entry; a name that is taken is refused."""
        if name in self._table:
            raise ConfigError(f"the {self.noun} name is taken", value=name)
        return Registry(self.noun, {**self._table, name: value})


def load_attribute(target: str) -> T:  # type: ignore[type-var]
    """Import `"module:attribute"` and return the attribute."""
    module, _, attribute = target.partition(":")
    value: T = getattr(import_module(module), attribute)
    return value
