"""Sample: the bounded, seeded choice of examples that the page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crosswind.core.seeds import derive_seed
from crosswind.records.codecs import (
    edits_of,
    examples_of,
    predictions_of,
    read_edits_table,
    read_examples_table,
    read_predictions_table,
)
from crosswind.records.example import EditRow, Example
from crosswind.records.prediction import Prediction
from crosswind.report.flips import flipped_ids, rows_of

PER_CELL = 5
# Cells whose files are read for examples: enough for the quickstart in full; beyond that a seeded
# choice keeps a report over thousands of cells short in bytes and in seconds.
MAX_CELLS = 400

Place = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Folders of artifacts by their cell.

    Attributes:
        clean: (task, language) -> examples.
        perturbed: (task, language, perturbation, severity) -> examples and edits.
        predictions: (arm, task, language, perturbation, severity) -> predictions.
    """

    clean: dict[tuple[str, str], Path]
    perturbed: dict[Place, Path]
    predictions: dict[tuple[str, str, str, str, int], Path]

    def arms(self) -> tuple[str, ...]:
        """Arms with predictions, in the order of their cells."""
        return tuple(dict.fromkeys(key[0] for key in self.predictions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One chosen example with everything that is said about it.

    Attributes:
        task, perturbation, severity: its condition.
        clean, noisy: the two forms.
        edits: of this example.
        predictions: arm -> (on clean text or None, on noisy text).
        neighbors: retrieval: example id -> target text, for the ids that were predicted.
        is_flipped: whether any arm's prediction changed.
    """

    task: str
    perturbation: str
    severity: int
    clean: Example
    noisy: Example
    edits: tuple[EditRow, ...]
    predictions: dict[str, tuple[Prediction | None, Prediction]]
    neighbors: dict[str, str] = field(default_factory=dict)
    is_flipped: bool = False


def index_sources(
    clean: Sequence[tuple[Mapping[str, Any], Path]],
    perturbed: Sequence[tuple[Mapping[str, Any], Path]],
    predictions: Sequence[tuple[Mapping[str, Any], Path]],
) -> Sources:
    """Index folders by their cells; of several folders for one cell the first stands."""
    sources = Sources(clean={}, perturbed={}, predictions={})
    for cell, folder in clean:
        sources.clean.setdefault((cell["task"], cell["language"]), folder)
    for cell, folder in perturbed:
        sources.perturbed.setdefault(_place(cell), folder)
    for cell, folder in predictions:
        sources.predictions.setdefault((cell["arm"], *_place(cell)), folder)
    return sources


def draw_sample(sources: Sources) -> list[list[Shown]]:
    """At most `PER_CELL` examples of each chosen cell, the most telling first.

    Cells come in a seeded order, so that the first ones a reader sees are of many kinds.
    Flipped examples come before changed ones; ties are broken by a seeded order of ids, not by
    position in the file. Unchanged examples are left out: they show nothing.
    """
    predicted = {key[1:] for key in sources.predictions}
    # A cell that no arm was asked about says less than one with predictions.
    asked = [place for place in sources.perturbed if place in predicted or not predicted]
    places = sorted(asked, key=_order)[:MAX_CELLS]
    drawn: dict[Place, list[Shown]] = {}
    # Grouped by task and language, so that each clean artifact is read once and then let go.
    for (task, language), group in groupby(sorted(places), key=lambda place: place[:2]):
        folder = sources.clean.get((task, language))
        if folder is None:
            continue
        clean = read_examples_table(folder)
        before = _predictions(sources, (task, language, "", 0))
        for place in group:
            drawn[place] = _cell_sample(sources, place, clean, before)
    return [drawn[place] for place in places if place in drawn]


def _predictions(sources: Sources, place: Place) -> dict[str, pa.Table]:
    """Arm -> its predictions under one condition, for the arms that have some."""
    found = {arm: sources.predictions.get((arm, *place)) for arm in sources.arms()}
    return {arm: read_predictions_table(folder) for arm, folder in found.items() if folder}


def _cell_sample(
    sources: Sources, place: Place, clean: pa.Table, before: Mapping[str, pa.Table]
) -> list[Shown]:
    """The chosen examples of one cell. Tables stay tables: only what is shown becomes records."""
    noisy = read_examples_table(sources.perturbed[place])
    edits = read_edits_table(sources.perturbed[place])
    after = _predictions(sources, place)
    flipped: set[str] = set()
    for arm in after.keys() & before.keys():
        flipped |= flipped_ids(before[arm], after[arm])
    names = _chosen(edits, clean, noisy, flipped)
    earlier = {arm: _by_id(table, names) for arm, table in before.items()}
    later = {arm: _by_id(table, names) for arm, table in after.items()}
    clean_rows = {row.example_id: row for row in examples_of(rows_of(clean, names))}
    noisy_rows = {row.example_id: row for row in examples_of(rows_of(noisy, names))}
    edit_rows = edits_of(rows_of(edits, names))
    return [
        Shown(
            task=place[0],
            perturbation=place[2],
            severity=place[3],
            clean=clean_rows[name],
            noisy=noisy_rows[name],
            edits=tuple(edit for edit in edit_rows if edit.example_id == name),
            predictions={
                arm: (earlier.get(arm, {}).get(name), rows[name])
                for arm, rows in later.items()
                if name in rows
            },
            neighbors=_neighbors(clean_rows[name], clean, [*earlier.values(), *later.values()]),
            is_flipped=name in flipped,
        )
        for name in names
    ]


def _chosen(edits: pa.Table, clean: pa.Table, noisy: pa.Table, flipped: set[str]) -> list[str]:
    """Ids of the examples to show: changed ones, flipped ones first, else in a seeded order."""
    names = pc.unique(edits["example_id"])
    for table in (clean, noisy):
        names = names.filter(pc.is_in(names, value_set=table["example_id"].combine_chunks()))
    changed = names.to_pylist()
    first = [name for name in changed if name in flipped]
    # Where enough flipped, nobody asks for the order of the others.
    asked = first if len(first) >= PER_CELL else changed
    order = sorted(asked, key=lambda name: (name not in flipped, derive_seed(0, "report", name)))
    return order[:PER_CELL]


def _neighbors(
    example: Example, clean: pa.Table, predictions: Sequence[Mapping[str, Prediction]]
) -> dict[str, str]:
    """Clean texts of the items that retrieval returned for this example."""
    if "target" not in example.texts:
        return {}
    name = example.example_id
    said = [rows[name].predicted for rows in predictions if name in rows]
    found = examples_of(rows_of(clean, said))
    return {row.example_id: row.texts.get("target", "") for row in found}


def _by_id(table: pa.Table, names: list[str]) -> dict[str, Prediction]:
    return {row.example_id: row for row in predictions_of(rows_of(table, names))}


def reply_of(prediction: Prediction) -> tuple[str, tuple[str, ...]]:
    """What counts as one and the same answer."""
    return prediction.predicted, prediction.tags


def _place(cell: Mapping[str, Any]) -> Place:
    return cell["task"], cell["language"], cell["perturbation"], int(cell["severity"])


def _order(place: Place) -> int:
    return derive_seed(0, "report cells", *place)
