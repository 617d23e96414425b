"""The cases of official scores beside the checkout, found when tests are collected."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "oracles"
_ABSENT = pytest.mark.skip(reason="the folder of official scores (../shared/oracles) is absent")


def cases(*metrics):
    """One parameter a case folder of the metrics; one that skips where there is none."""
    found = [
        pytest.param(folder, id=f"{metric}/{folder.name}")
        for metric in metrics
        if (FOLDER / metric).is_dir()
        for folder in sorted((FOLDER / metric).iterdir())
    ]
    return found or [pytest.param(Path(), id="absent", marks=_ABSENT)]


def expected_of(folder):
    return json.loads((folder / "expected.json").read_text("utf-8"))
