"""What one stage of an experiment file says of its tasks, against the catalogue and itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crosswind.config.load import ExperimentText
from crosswind.core.errors import ConfigError, CrosswindError, nearest_match
from crosswind.core.languages import canonical_language
from crosswind.data.catalogue import TASKS
from crosswind.plan.parts import MLM_TASK

Path = tuple[str | int, ...]

# Key -> the sampling that reads it.
_OWN_KEYS = {"shares": "fixed", "cap": "size_capped", "temperature": "temperature"}
# The labels of these kinds are the pairs themselves.
_UNSHUFFLED = ("retrieval", "mining", "answer_retrieval", "entity_retrieval")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCheck:
    """One table of `stages`.

    Attributes:
        source: the file, which may be malformed elsewhere.
        path: of the table.
        value: the table.
    """

    source: ExperimentText
    path: Path
    value: Mapping[str, Any]

    def problems(self) -> Iterator[CrosswindError]:
        """Every problem of the table."""
        yield from self._masked_text()
        yield from self._own_keys()
        yield from self._shares()
        yield from self._per_task()
        yield from self._control()
        yield from self._languages()

    @property
    def _tasks(self) -> list[str]:
        listed = self.value.get("tasks")
        return (
            [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
        )

    def _at(self, *path: str | int) -> str:
        return self.source.at((*self.path, *path))

    def _table(self, key: str) -> Mapping[str, Any]:
        found = self.value.get(key)
        return found if isinstance(found, dict) else {}

    def _masked_text(self) -> Iterator[CrosswindError]:
        if MLM_TASK in self._tasks:
            yield ConfigError(
                "text without labels trains beside tasks that have some",
                place=self._at("tasks"),
                value=MLM_TASK,
                allowed="tasks with labels",
                action='Write mlm = { text = "...", share = 0.5, languages = [...] } beside them.',
            )
        for position, tag in enumerate(self._listed("mlm", "languages")):
            yield from self._language(tag, ("mlm", "languages", position))

    def _own_keys(self) -> Iterator[CrosswindError]:
        """Keys that would change nothing, told instead of dropped."""
        sampling = self.value.get("sampling")
        for key, wanted in _OWN_KEYS.items():
            if key in self.value and sampling != wanted:
                yield ConfigError(
                    f'`{key}` means nothing without sampling = "{wanted}"',
                    place=self._at(key),
                    value=self.value[key],
                    allowed=f'a stage with sampling = "{wanted}"',
                    action=f'Set sampling = "{wanted}", or leave `{key}` out.',
                )

    def _shares(self) -> Iterator[CrosswindError]:
        shares = self._table("shares")
        yield from self._foreign("shares", shares, self._tasks)
        if self.value.get("sampling") != "fixed":
            return
        absent = [name for name in self._tasks if name not in shares]
        if absent:
            yield ConfigError(
                "tasks without a share would never be trained",
                place=self._at("shares"),
                value=absent,
                allowed="a share for every task of the stage",
                action="Add their shares, or leave the tasks out.",
            )
        numbers = [share for share in shares.values() if isinstance(share, int | float)]
        if shares and not absent and numbers and not sum(numbers) > 0 and min(numbers) >= 0:
            yield ConfigError(
                "the shares sum to zero",
                place=self._at("shares"),
                value=dict(shares),
                allowed="a sum above zero",
                action="Give every task that is to be trained a positive share.",
            )

    def _per_task(self) -> Iterator[CrosswindError]:
        tasks = self._tasks
        if self._table("per_task") and len(tasks) > 1 and not self.value.get("sampling"):
            yield ConfigError(
                "joined tasks share one recipe",
                place=self._at("per_task"),
                value=sorted(self._table("per_task")),
                allowed="a stage with sampling, or with one task",
                action='Set sampling = "size_capped" (or another), or leave `per_task` out.',
            )
        allowed = [*tasks, MLM_TASK] if self._table("mlm") else tasks
        yield from self._foreign("per_task", self._table("per_task"), allowed)
        if "max_examples" in self._table("per_task").get(MLM_TASK, {}):
            yield ConfigError(
                "lines of text are not sampled",
                place=self._at("per_task", MLM_TASK, "max_examples"),
                value=self._table("per_task")[MLM_TASK]["max_examples"],
                allowed="batch_examples, max_tokens",
                action="Shorten the files, or set the share of `mlm`.",
            )

    def _foreign(
        self, key: str, table: Mapping[str, Any], allowed: list[str]
    ) -> Iterator[CrosswindError]:
        for name in table:
            if name not in allowed:
                yield ConfigError(
                    f"`{key}` names a task that is not in the stage",
                    place=self._at(key, name),
                    value=name,
                    allowed=allowed,
                    nearest=nearest_match(name, allowed),
                    action="Name a task of this stage.",
                )

    def _control(self) -> Iterator[CrosswindError]:
        control = self.value.get("control")
        if not control:
            return
        if self.path[0] != "arms":
            yield ConfigError(
                "a target without its labels cannot be scored",
                place=self._at("control"),
                value=control,
                allowed="stages of an arm",
                action="Make an arm of it.",
            )
        if self.value.get("robust"):
            yield ConfigError(
                "a control has no robust method: its labels are not those of the copies",
                place=self._at("robust"),
                value=self.value["robust"],
                allowed="a stage without `robust`",
                action="Take `robust` or `control` out, or make two arms.",
            )
        for name in self._tasks if control == "shuffled_labels" else ():
            kind = TASKS.get(name).card.kind if name in TASKS else ""
            if kind in _UNSHUFFLED:
                yield ConfigError(
                    f"the labels of '{name}' cannot be permuted: its pairs are its labels",
                    place=self._at("control"),
                    value=control,
                    allowed="classification, multiple choice, tagging and span QA",
                    action='Take control = "english_mlm", or leave the task out.',
                )

    def _languages(self) -> Iterator[CrosswindError]:
        for position, tag in enumerate(self._listed("languages")):
            yield from self._language(tag, ("languages", position))

    def _listed(self, *keys: str) -> list[Any]:
        found: Any = self.value
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, list) else []

    def _language(self, tag: Any, path: Path) -> Iterator[CrosswindError]:
        if not isinstance(tag, str):
            return
        place = self._at(*path)
        try:
            canonical = canonical_language(tag, place=place)
        except ConfigError as error:
            yield error
            return
        if canonical != tag:
            yield ConfigError(
                "not the tag that the benchmarks use",
                place=place,
                value=tag,
                allowed=(canonical,),
                nearest=canonical,
                action=f"Write {canonical}.",
            )
