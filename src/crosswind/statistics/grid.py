"""The grid: which score stands where. Cells are placed, checked and put in one order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.languages import languages_of
from crosswind.records.estimate import Cell
from crosswind.records.task_card import RETRIEVAL_KINDS

Replicate = tuple[int, int]
Condition = tuple[str, int]

CLEAN: Condition = ("", 0)

_FLAGS = ("same_task", "seen_noise", "oracle", "re_exposure", "not_zero_shot", "apart")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCell:
    """A cell with the folder of its score."""

    cell: Cell
    folder: Path

    @property
    def replicate(self) -> Replicate:
        """(intermediate seed, target seed)."""
        return self.cell.intermediate_seed, self.cell.target_seed

    @property
    def condition(self) -> Condition:
        """(perturbation, severity)."""
        return self.cell.perturbation, self.cell.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGrid:
    """All cells of one task, sorted by language, arm, seeds, condition and noise seed.

    Attributes:
        task, kind, metric, world, source_language, pool: facts that all its cells share.
        published: name of the condition of published noisy text; "" for a task without it.
        may_repeat: whether its items may be those of another task here: a task of published noisy
            text is one of them, beside tasks without.
        languages: sorted labels: `de`, or `de+en` for a pair of languages.
        conditions: clean first, then sorted by perturbation and severity.
        arms: the baseline first, then sorted.
        replicates: arm -> its training seed pairs, sorted.
        cells: the placed cells.
        flags: (arm, name of a flag of `Cell`, perturbation) that any cell carries; "" stands for
            any perturbation.
    """

    task: str
    kind: str
    metric: str
    world: str
    source_language: str
    pool: str
    published: str
    may_repeat: bool
    languages: tuple[str, ...]
    conditions: tuple[Condition, ...]
    arms: tuple[str, ...]
    replicates: dict[str, tuple[Replicate, ...]]
    cells: tuple[PlacedCell, ...]
    flags: frozenset[tuple[str, str, str]]

    @property
    def target_languages(self) -> tuple[str, ...]:
        """Labels other than the source language, pairs among them.

        A pair with the source language on one side (`de+en`) is a target: text that nobody labelled
        stands on the other side.
        """
        return tuple(name for name in self.languages if name != self.source_language)

    @property
    def language_pairs(self) -> tuple[str, ...]:
        """Labels of two different languages: the cells off the diagonal of language x language."""
        return tuple(name for name in self.languages if len(set(languages_of(name))) > 1)

    @property
    def perturbations(self) -> tuple[str, ...]:
        """Names of the perturbations, published noise among them, sorted."""
        return tuple(dict.fromkeys(name for name, _ in self.conditions if name))

    @property
    def is_retrieval(self) -> bool:
        """Whether the task belongs to the retrieval group."""
        return self.kind in RETRIEVAL_KINDS

    def has(self, arm: str, flag: str, perturbation: str = "") -> bool:
        """Whether any cell of the arm (and perturbation, if named) carries a flag of `Cell`."""
        return (arm, flag, perturbation) in self.flags


def task_grids(
    cells: Sequence[Cell],
    folders: Sequence[Path],
    baseline: str,
    published: Mapping[str, str] | None = None,
) -> tuple[TaskGrid, ...]:
    """The grid of each task, sorted by name; the order of the cells does not matter.

    Args:
        cells: of all tasks.
        folders: parallel to them.
        baseline: an arm.
        published: task -> name of the condition of its published noisy text.

    Raises:
        DataError: if cells and folders differ in number, if there is no cell of the baseline, if a
            cell occurs twice, or if cells of one task disagree about it.
    """
    _check(cells, folders, baseline)
    placed = [
        PlacedCell(cell=cell, folder=folder) for cell, folder in zip(cells, folders, strict=True)
    ]
    noisy = {task: name for task, name in (published or {}).items() if name}
    tasks = sorted({cell.task for cell in cells})
    grids = tuple(
        _task_grid([item for item in placed if item.cell.task == task], baseline, noisy)
        for task in tasks
    )
    return grids if set(tasks) - set(noisy) else tuple(replace(g, may_repeat=False) for g in grids)


def _check(cells: Sequence[Cell], folders: Sequence[Path], baseline: str) -> None:
    if len(cells) != len(folders):
        raise DataError(
            f"{len(cells)} cells for {len(folders)} scores",
            place="compare",
            allowed="one cell for each score",
            action="Plan the experiment again.",
        )
    arms = sorted({cell.arm for cell in cells})
    if baseline not in arms:
        raise DataError(
            "no cell belongs to the baseline arm",
            place="compare",
            value=baseline,
            allowed=arms,
            nearest=nearest_match(baseline, arms),
            action="Name an arm of the experiment as baseline.",
        )


def described(cell: Cell) -> str:
    """A cell in words, for facts and errors."""
    condition = f"{cell.perturbation} {cell.severity}" if cell.perturbation else "clean"
    seeds = f"seeds {cell.intermediate_seed}-{cell.target_seed}"
    return f"{cell.arm} {cell.task} {cell.language} {condition} ({seeds})"


def _order(item: PlacedCell) -> tuple[str, str, Replicate, Condition, int]:
    cell = item.cell
    return cell.language, cell.arm, item.replicate, item.condition, cell.noise_seed


def _task_grid(placed: list[PlacedCell], baseline: str, published: Mapping[str, str]) -> TaskGrid:
    first = placed[0].cell
    seen: set[tuple[str, str, Replicate, Condition, int]] = set()
    for item in placed:
        if _order(item) in seen:
            raise _wrong("a cell occurs twice", item.cell, "each cell once")
        seen.add(_order(item))
        for name in ("kind", "metric", "world", "source_language", "pool"):
            if getattr(item.cell, name) != getattr(first, name):
                allowed = f"one {name} a task, here {getattr(first, name)!r}"
                raise _wrong(f"cells of one task disagree about {name}", item.cell, allowed)
        if (item.cell.severity == 0) != (item.cell.perturbation == ""):
            raise _wrong("severity 0 is for clean cells alone", item.cell, "severity 1 to 5")
    arms = sorted({item.cell.arm for item in placed}, key=lambda arm: (arm != baseline, arm))
    return TaskGrid(
        task=first.task,
        kind=first.kind,
        metric=first.metric,
        world=first.world,
        source_language=first.source_language,
        pool=first.pool,
        published=published.get(first.task, ""),
        may_repeat=first.task in published,
        languages=tuple(sorted({item.cell.language for item in placed})),
        conditions=tuple(sorted({CLEAN, *(item.condition for item in placed)})),
        arms=tuple(arms),
        replicates={
            arm: tuple(sorted({item.replicate for item in placed if item.cell.arm == arm}))
            for arm in arms
        },
        cells=tuple(sorted(placed, key=_order)),
        flags=frozenset(
            (item.cell.arm, flag, perturbation)
            for item in placed
            for flag in _FLAGS
            if getattr(item.cell, flag)
            for perturbation in ("", item.cell.perturbation)
        ),
    )


def _wrong(problem: str, cell: Cell, allowed: str) -> DataError:
    return DataError(
        problem,
        place="compare",
        value=described(cell),
        allowed=allowed,
        action="Plan the experiment again.",
    )
