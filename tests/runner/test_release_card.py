"""The card of a release says what the manifest says."""

from typing import Any

from crosswind.records.release import ReleasedSet
from crosswind.runner.release_card import card_text, source_facts


def manifest(*, has_same_ids: bool = True, condition: str = "typo/3") -> dict[str, Any]:
    one = ReleasedSet(
        task="xnli",
        language="de",
        split="test",
        condition=condition,
        n_examples=20,
        n_changed=11,
        files={},
        gold="",
        edits="",
        has_same_ids=has_same_ids,
        key={"perturbation": "typo"} if condition != "clean" else {},
        dose={"character_error_rate": 0.0213} if condition != "clean" else {},
    )
    return {
        "experiment": "mine",
        "crosswind": "1",
        "conditions": [condition],
        "sets": [one.as_json()],
        "refused": {"case/3 xnli ar": "no letter case"},
        "sources": {"xnli": source_facts("xnli")},
    }


def test_sets_sources_and_refusals_are_named() -> None:
    text = card_text(manifest())
    assert "| typo/3 | xnli | de | test | 20 | 11 | 2.13 |" in text
    assert "CC-BY-NC-4.0" in text
    assert "case/3 xnli ar: no letter case" in text
    assert "--condition typo/3" in text
    assert "count lines" not in text
    assert "count lines" in card_text(manifest(has_same_ids=False))


def test_a_clean_release_has_no_perturbations() -> None:
    assert "None: all sets are clean." in card_text(manifest(condition="clean"))
