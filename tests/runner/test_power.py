from pathlib import Path
from typing import Any

import pytest

from crosswind.core.files import write_json
from crosswind.runner.power import power_sentences
from crosswind.runner.prepare import prepare
from crosswind.store.store import Store

ROW = {"quantity": "robustness_gain", "arm": "paraphrase", "n_clusters": 1234, "n_seeds": 2,
       "effect_items": 0.012, "planned": {"2": 0.05, "3": 0.02}}  # fmt: skip


@pytest.fixture(scope="module")
def prepared() -> Any:
    return prepare("quickstart", ["seeds=[1, 2, 3]"])


def stored(root: Path, name: str, tasks: list[str], rows: list[Any]) -> Store:
    """A store with the facts of a past comparison."""
    store = Store(root)
    folder = store.layout.artifacts / name
    folder.mkdir(parents=True)
    facts = {"tasks": {task: {} for task in tasks}, "power": rows}
    write_json(folder / "estimates.json", {"estimates": [], "facts": facts})
    return store


def test_without_past_scores_nothing_is_claimed(prepared: Any, tmp_path: Path) -> None:
    for store in (None, Store(tmp_path / "empty"), stored(tmp_path / "a", "compare-v1-a", [], [])):
        (line,) = power_sentences(prepared.experiment, prepared.plan, store)
        assert line.endswith("the store has no past scores of these targets")


def test_the_planned_seeds_and_the_past_items_speak(prepared: Any, tmp_path: Path) -> None:
    store = stored(tmp_path, "compare-v1-a", ["home_intents"], [ROW])
    (line,) = power_sentences(prepared.experiment, prepared.plan, store)
    assert line == (
        "smallest effect: robustness_gain of paraphrase: 2.0 points over training again with 3 "
        "seeds, 1.2 points over 1,234 clusters (80% power, from the spread of 2 past seeds)"
    )


def test_the_past_with_most_targets_in_common_speaks(prepared: Any, tmp_path: Path) -> None:
    stored(tmp_path, "compare-v1-a", ["home_intents"], [ROW])
    more = {**ROW, "effect_items": 0.5, "planned": {}}
    store = stored(tmp_path, "compare-v1-b", ["home_intents", "home_slots"], [more])
    (line,) = power_sentences(prepared.experiment, prepared.plan, store)
    assert "50.0 points over 1,234 clusters" in line
    assert "training again" not in line


def test_a_damaged_artifact_is_passed_over(prepared: Any, tmp_path: Path) -> None:
    store = stored(tmp_path, "compare-v1-a", ["home_intents"], [ROW])
    (store.layout.artifacts / "compare-v1-a" / "estimates.json").write_text("[", "utf-8")
    (line,) = power_sentences(prepared.experiment, prepared.plan, store)
    assert "not known" in line
