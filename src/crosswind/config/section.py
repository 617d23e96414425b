"""What the parts of the experiment file share."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Seed = Annotated[int, Field(ge=0, lt=2**31)]
Severity = Annotated[int, Field(ge=1, le=5)]
# TOML has arrays; the models keep tuples, so that an experiment is frozen all the way down.
Listed = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)
T = TypeVar("T")


class Section(BaseModel):
    """A part of the experiment file: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @property
    def key(self) -> str:
        """What may stand once only in a list of these."""
        return ""


def once(value: tuple[T, ...]) -> tuple[T, ...]:
    """Refuse a list in which a name or number stands twice; sections go by their `key`."""
    names = [item.key if isinstance(item, Section) else item for item in value]
    doubled = sorted({name for name in names if names.count(name) > 1}, key=str)
    if doubled:
        raise ValueError(f"{doubled[0]!r} stands more than once")
    return value
