"""What one target of an experiment file asks of its task: languages, split, pairing, retrieval."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.load import ExperimentText
from crosswind.core.errors import ConfigError, CrosswindError, nearest_match
from crosswind.core.languages import canonical_language
from crosswind.data.catalogue import TASKS
from crosswind.data.task import Task
from crosswind.plan.retrieval import PRESET_KINDS
from crosswind.records.task_card import RETRIEVAL_KINDS

_MINING_KEYS = ("margin", "k", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCheck:
    """One `[[targets]]` table against the task that it names.

    Attributes:
        source: the file, which may be malformed elsewhere.
        number: position of the target.
        value: the table.
        task: what it names.
    """

    source: ExperimentText
    number: int
    value: Mapping[str, Any]
    task: Task

    def problems(self) -> Iterator[CrosswindError]:
        """Every problem of the table."""
        if self.task.is_open:
            yield self._without_labels("task", self.task.card.name)
            return
        trained = self.value.get("train")
        for position, name in enumerate(trained if isinstance(trained, list) else []):
            if isinstance(name, str) and name in TASKS and TASKS.get(name).is_open:
                yield self._without_labels("train", position, name)
        yield from self._pairing()
        yield from self._languages()
        yield from self._split()
        yield from self._retrieval()

    @property
    def served(self) -> tuple[str, ...]:
        """The languages that the task serves."""
        return (*self.task.card.languages, *self.task.more_languages)

    def _at(self, *path: str | int) -> str:
        return self.source.at(("targets", self.number, *path))

    def _without_labels(self, *path: str | int) -> CrosswindError:
        """The last part of the path is the name; in a list, it stands behind its position."""
        *place, name = path
        return ConfigError(
            f"'{name}' has no labels to learn from or to be scored by",
            place=self._at(*place),
            value=name,
            allowed="a task with labels",
            action="Train on it beside a stage: mlm = { ... } (docs/training.md).",
        )

    def _pairing(self) -> Iterator[CrosswindError]:
        asked, card = self.value.get("pairing"), self.task.card
        if asked in {"same_language", "generalised"} and asked not in card.pairings:
            yield ConfigError(
                f"the texts of the task '{card.name}' cannot be paired like this",
                place=self._at("pairing"),
                value=asked,
                allowed=card.pairings,
                action=f"Leave `pairing` out, or see `crosswind tasks {card.name}`.",
            )

    def _languages(self) -> Iterator[CrosswindError]:
        listed = self.value.get("languages")
        for position, tag in enumerate(listed if isinstance(listed, list) else []):
            if not isinstance(tag, str):
                continue
            place = self._at("languages", position)
            parts = tag.split("+")
            if len(parts) == 1:
                yield from self._language(tag, place)
            elif self.value.get("pairing") != "generalised":
                yield ConfigError(
                    "a pair of languages needs generalised pairing",
                    place=place,
                    value=tag,
                    allowed=self.served,
                    action='Set pairing = "generalised" for this target.',
                )
            elif len(parts) != 2 or parts[0] == parts[1]:
                yield ConfigError(
                    "not a pair of two languages", place=place, value=tag, allowed="like `de+en`"
                )
            else:
                for part in parts:
                    yield from self._language(part, place)

    def _language(self, tag: str, place: str) -> Iterator[CrosswindError]:
        if tag in self.served:
            return
        card = self.task.card
        problem = f"the task '{card.name}' does not serve this language"
        nearest = nearest_match(tag, self.served)
        try:
            canonical = canonical_language(tag, place=place)
            nearest = canonical if canonical in self.served else nearest
        except ConfigError as error:
            problem = error.problem
        yield ConfigError(
            problem,
            place=place,
            value=tag,
            allowed=self.served,
            nearest=nearest,
            action=f"See `crosswind tasks {card.name}`.",
        )

    def _split(self) -> Iterator[CrosswindError]:
        split, splits = self.value.get("evaluation_split"), self.task.card.splits
        if split in {"test", "validation"} and split not in splits:
            yield ConfigError(
                "the task has no such split",
                place=self._at("evaluation_split"),
                value=split,
                allowed=splits,
            )

    def _retrieval(self) -> Iterator[CrosswindError]:
        """Settings that would change nothing, told instead of dropped."""
        asked, kind = self.value.get("retrieval"), self.task.card.kind
        for key, value in asked.items() if isinstance(asked, dict) else ():
            kinds: Sequence[str] = sorted(RETRIEVAL_KINDS)
            if key in _MINING_KEYS:
                kinds = ("mining",)
            elif key == "preset":
                kinds = PRESET_KINDS
            if kind not in kinds:
                yield ConfigError(
                    f"`{key}` means nothing for a task of the kind '{kind}'",
                    place=self._at("retrieval", key),
                    value=value,
                    allowed=f"for tasks of the kinds {', '.join(kinds)}",
                    action="Leave the key out.",
                )
