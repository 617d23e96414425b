"""Copies of a text, aligned with its clean rows: row i of a copy is of the example of row i.

An example whose copy does not ask the same of the model keeps its clean rows: it became more or
fewer windows, or lost its answer or a word to truncation. Such examples are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswind.config.robust import CARRYING_KINDS, Robust
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.garbage import without_collection
from crosswind.core.hashing import remembered_file_digest
from crosswind.model.checkpoint import Opened
from crosswind.model.encoders import word_embedding
from crosswind.records.codecs import read_examples
from crosswind.train.objective import IGNORED, TrainingRow
from crosswind.train.params import FineTuneParams, PartParams, text_rules
from crosswind.train.robust.original import Original, grouped
from crosswind.train.robust.settings import RobustParams
from crosswind.train.robust.table import METHODS
from crosswind.train.stage_text import Copies, StageText


@dataclass(frozen=True, slots=True)
class Sources:
    """Artifacts: clean texts, and their perturbed copies, for each text all of them."""

    train: tuple[Path, ...]
    copies: tuple[Path, ...] = ()


@without_collection()
def with_copies(
    params: FineTuneParams, texts: Sequence[StageText], sources: Sources, opened: Opened
) -> list[StageText]:
    """The text of each task, with the copies that the method of the stage trains on, if any.

    Args:
        params: of the stage.
        texts: of its tasks.
        sources: the artifacts of the step, those of each task one after another.
        opened: the encoder, as the stage finds it.

    Raises:
        ConfigError: if no task can carry the method, or the number of copies does not fit.
        DataError: if copies or neighbors are not what was planned.
    """
    tasks = params.tasks(len(sources.train))
    robust = RobustParams(**params.robust) if params.robust else None
    n_copies = robust.n_perturbed if robust else 0
    own = _by_task(tasks, sources, n_copies)
    if robust is None:
        return list(texts)
    settings = robust.method()
    _require_carrying(tasks, settings)
    if METHODS[settings.method].copies is None:
        return list(texts)
    return [
        _copied(text, robust, _original(params, text, task, part, opened), params.seed)
        if task.kind in CARRYING_KINDS
        else text
        for task, text, part in zip(tasks, texts, own, strict=True)
    ]


def _by_task(tasks: Sequence[PartParams], sources: Sources, n_copies: int) -> list[Sources]:
    """What belongs to each task: only those that can carry a method have copies."""
    found, train, copies = [], sources.train, sources.copies
    for task in tasks:
        n = task.n_texts * n_copies if task.kind in CARRYING_KINDS else 0
        found.append(Sources(train[: task.n_texts], copies[:n]))
        train, copies = train[task.n_texts :], copies[n:]
    n_read = sum(len(part.copies) for part in found)
    n_asked = sum(task.n_texts for task in tasks if task.kind in CARRYING_KINDS) * n_copies
    if copies or n_read != n_asked:
        raise ConfigError(
            "the step has another number of copies than its method reads",
            place="copies",
            value=len(sources.copies),
            allowed=f"{n_copies} for each training text that can carry it: {n_asked}",
            action="Plan again.",
        )
    return found


def _require_carrying(tasks: Sequence[PartParams], settings: Robust) -> None:
    """Refuse a method if no task of the stage can carry it."""
    kinds = [task.kind for task in tasks]
    if not set(kinds) & set(CARRYING_KINDS):
        raise ConfigError(
            f"the method '{settings.method}' cannot be used on tasks of this kind",
            place="robust",
            value="+".join(kinds),
            allowed=CARRYING_KINDS,
            action="Leave the method out of this stage.",
        )


def _original(
    params: FineTuneParams, text: StageText, task: PartParams, sources: Sources, opened: Opened
) -> Original:
    """The clean text of a task, by example."""
    examples = [example for folder in sources.train for example in read_examples(folder)]
    rules = replace(text_rules(params, task), labels=text.labels)
    n_copies = len(sources.copies) // task.n_texts
    return Original(
        examples=examples,
        groups=grouped(text.training.rows, examples, rules=rules, reader=opened.reader),
        rules=rules,
        reader=opened.reader,
        words=word_embedding(opened.model.encoder).weight.detach(),
        perturbed=tuple(sources.copies[copy::n_copies] for copy in range(n_copies)),
    )


def _copied(text: StageText, robust: RobustParams, original: Original, seed: int) -> StageText:
    """A text with the copies that the method makes of it."""
    settings = robust.method()
    complete = replace(
        original,
        neighbors=neighbor_file(settings, robust.neighbors_sha256),
        kept_fields=tuple(robust.kept_fields),
        seed=seed,
    )
    return replace(text, copies=aligned(settings, complete))


def aligned(settings: Robust, original: Original) -> Copies:
    """The rows of every copy, in the order of the clean ones."""
    method = METHODS[settings.method]
    assert method.copies is not None, "a method without copies leaves the text as it is"
    epochs, n_changed, n_kept = [], 0, 0
    for copy in method.copies(settings, original):
        rows: list[TrainingRow] = []
        for before, after in zip(original.groups, copy, strict=True):
            stands = stands_in(before, after, original.rules.kind)
            is_changed = stands and after != before
            n_kept += not stands
            n_changed += is_changed
            if is_changed and method.is_beside:
                pairs = zip(before, after, strict=True)
                rows.extend(replace(row, view=view) for row, view in pairs)
            else:
                rows.extend(after if is_changed else before)
        epochs.append(tuple(rows))
    return Copies(epochs=tuple(epochs), n_changed=n_changed, n_kept_clean=n_kept)


def stands_in(clean: Sequence[TrainingRow], copy: Sequence[TrainingRow], kind: str) -> bool:
    """Whether an example's copy asks the same as its clean rows."""
    return len(clean) == len(copy) and all(
        len(before.reads) == len(after.reads) and _asked(before, kind) == _asked(after, kind)
        for before, after in zip(clean, copy, strict=True)
    )


def _asked(row: TrainingRow, kind: str) -> tuple[int, ...]:
    """The right choices of a row; of a span only whether there is one, since it may move."""
    if kind == "span_qa":
        return (int(any(row.target)),)
    return tuple(target for target in row.target if target != IGNORED)


def neighbor_file(settings: Robust, planned: str) -> Path | None:
    """The user's list of neighbors, with the content that was planned.

    Raises:
        DataError: if it is absent or has changed.
    """
    name = settings.neighbors if settings.method == "synonym_smoothing" else ""
    if not name:
        return None
    path = Path(name)
    found = remembered_file_digest(path) if path.is_file() else "no such file"
    if found != planned:
        raise DataError(
            "the list of neighbors is not the one it must be",
            place=name,
            value=found,
            allowed=f"the file with SHA-256 {planned}",
            action="Restore it, or plan again.",
        )
    return path
