"""Sample: the bounded, seeded choice of examples that the page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from crosswind.core.seeds import derive_seed
from crosswind.records.codecs import read_edits, read_examples, read_predictions
from crosswind.records.example import EditRow, Example
from crosswind.records.prediction import Prediction

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
        clean = {row.example_id: row for row in read_examples(folder)}
        before = {
            arm: _by_id(sources.predictions[(arm, task, language, "", 0)])
            for arm in sources.arms()
            if (arm, task, language, "", 0) in sources.predictions
        }
        for place in group:
            drawn[place] = _cell_sample(sources, place, clean, before)
    return [drawn[place] for place in places if place in drawn]


def _cell_sample(
    sources: Sources,
    place: Place,
    clean: Mapping[str, Example],
    before: Mapping[str, Mapping[str, Prediction]],
) -> list[Shown]:
    folder = sources.perturbed[place]
    noisy = {row.example_id: row for row in read_examples(folder)}
    edits: dict[str, list[EditRow]] = {}
    for edit in read_edits(folder):
        edits.setdefault(edit.example_id, []).append(edit)
    after = {
        arm: _by_id(sources.predictions[(arm, *place)])
        for arm in sources.arms()
        if (arm, *place) in sources.predictions
    }
    flipped = _flipped(before, after)
    changed = [name for name in edits if name in clean and name in noisy]
    order = sorted(changed, key=lambda name: (name not in flipped, derive_seed(0, "report", name)))
    return [
        Shown(
            task=place[0],
            perturbation=place[2],
            severity=place[3],
            clean=clean[name],
            noisy=noisy[name],
            edits=tuple(edits[name]),
            predictions={
                arm: (before.get(arm, {}).get(name), rows[name])
                for arm, rows in after.items()
                if name in rows
            },
            neighbors=_neighbors(name, clean, before, after),
            is_flipped=name in flipped,
        )
        for name in order[:PER_CELL]
    ]


def _flipped(
    before: Mapping[str, Mapping[str, Prediction]], after: Mapping[str, Mapping[str, Prediction]]
) -> set[str]:
    """Ids for which any arm says something else under noise."""
    return {
        name
        for arm, rows in after.items()
        for name, row in rows.items()
        if name in before.get(arm, {}) and reply_of(row) != reply_of(before[arm][name])
    }


def _neighbors(
    name: str,
    clean: Mapping[str, Example],
    before: Mapping[str, Mapping[str, Prediction]],
    after: Mapping[str, Mapping[str, Prediction]],
) -> dict[str, str]:
    """Clean texts of the items that retrieval returned for this example."""
    if "target" not in clean[name].texts:
        return {}
    said = [rows[name].predicted for rows in (*before.values(), *after.values()) if name in rows]
    return {other: clean[other].texts.get("target", "") for other in said if other in clean}


def _by_id(folder: Path) -> dict[str, Prediction]:
    return {row.example_id: row for row in read_predictions(folder)}


def reply_of(prediction: Prediction) -> tuple[str, tuple[str, ...]]:
    """What counts as one and the same answer."""
    return prediction.predicted, prediction.tags


def _place(cell: Mapping[str, Any]) -> Place:
    return cell["task"], cell["language"], cell["perturbation"], int(cell["severity"])


def _order(place: Place) -> int:
    return derive_seed(0, "report cells", *place)
