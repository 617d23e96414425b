"""The exception tree. Every error a user can meet has five parts.

CrosswindError
|-- ConfigError              the experiment file or the command line is wrong
|   `-- DeviceError          the device that was asked for is not one, or is not there
|-- DataError                a task file, a prediction file or noise input is wrong
|-- EncoderError             an encoder cannot be read, or reads wrongly
|-- StoreError               the store is damaged, read-only, full or in use
|-- MissingDependencyError   an optional package is not installed
`-- StepError                a step failed while it ran
"""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

# Similarity of a name that is offered: below it, names share letters and no meaning.
_CLOSE = 0.6


class CrosswindError(Exception):
    """One mistake, said in five parts: place, value, what is allowed, nearest match, next action.

    Args:
        problem: what is wrong, as a clause without a full stop.
        place: file and line, or the path of a key in the experiment file.
        value: the offending value; shown with `repr`. `None` is not shown.
        allowed: what would have been accepted.
        nearest: the closest allowed value.
        action: what to do next, as a sentence.
    """

    exit_code = 2

    def __init__(
        self,
        problem: str,
        *,
        place: str = "",
        value: object = None,
        allowed: str | Sequence[str] = "",
        nearest: str = "",
        action: str = "",
    ) -> None:
        self.problem = problem
        self.place = place
        self.value = value
        self.allowed = allowed if isinstance(allowed, str) else ", ".join(allowed)
        self.nearest = nearest
        self.action = action
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The five parts as one line of text."""
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        parts = [head if self.value is None else f"{head}: {_shown(self.value)}"]
        if self.nearest:
            parts.append(f"Did you mean '{self.nearest}'?")
        if self.allowed:
            parts.append(f"Allowed: {self.allowed}.")
        if self.action:
            parts.append(self.action)
        first, *rest = parts
        closed = first if first.endswith((".", "?", "!")) else f"{first}."
        return " ".join([closed, *rest])


class ConfigError(CrosswindError):
    """The experiment file or the command line is wrong. May carry several problems at once."""

    def __init__(self, problem: str, **parts: object) -> None:
        super().__init__(problem, **parts)  # type: ignore[arg-type]
        self.problems: list[CrosswindError] = [self]

    @classmethod
    def joined(cls, problems: Sequence[CrosswindError]) -> "ConfigError":
        """All problems of one file as one error, a line each."""
        error = cls("\n".join(problem.sentence() for problem in problems))
        error.problems = list(problems)
        return error


class DeviceError(ConfigError):
    """The device that was asked for is not one, or is not there: no step can run as it is meant."""


class DataError(CrosswindError):
    """A task file, a prediction file or noise input is wrong."""


class EncoderError(CrosswindError):
    """An encoder cannot be read, or reads wrongly."""


class StoreError(CrosswindError):
    """The store is damaged, read-only, full or in use."""


class MissingDependencyError(CrosswindError):
    """An optional package is not installed."""

    @classmethod
    def of(cls, package: str, extra: str) -> "MissingDependencyError":
        """The error for a package that belongs to one of the extras."""
        return cls(
            f"the package '{package}' is not installed",
            action=f"Install it with: pip install 'crosswind[{extra}]'",
        )


class StepError(CrosswindError):
    """A step failed while it ran."""

    exit_code = 1


def nearest_match(value: object, known: Iterable[str]) -> str:
    """The known name closest to `value`, or an empty string if none is close.

    Initials of several words come first: `lr` is `learning_rate` before it is `lora`. A number is
    close to no name.
    """
    if not isinstance(value, str):
        return ""
    names = {name.lower(): name for name in known}
    initials = {
        "".join(word[0] for word in name.split("_") if word): name for name in names if "_" in name
    }
    if value.lower() in initials:
        return names[initials[value.lower()]]
    matches = get_close_matches(value.lower(), list(names), n=1, cutoff=_CLOSE)
    return names[matches[0]] if matches else ""


def require_one_of(
    value: str,
    known: Collection[str],
    *,
    problem: str = "not among the possible values",
    place: str = "",
) -> None:
    """Refuse a name that is not known, with the known ones and the nearest of them.

    Raises:
        ConfigError: if `value` is not in `known`.
    """
    if value not in known:
        raise ConfigError(
            problem,
            place=place,
            value=value,
            allowed=tuple(known),
            nearest=nearest_match(value, known),
        )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:197]}..."
