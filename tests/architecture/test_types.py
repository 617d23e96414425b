"""Everything that people run is type-checked, and as strictly as the package."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

# What an override may say of packages without types; none may relax a check of our own code.
OF_PACKAGES = {"module", "ignore_missing_imports", "follow_imports", "follow_untyped_imports"}


@pytest.fixture(scope="module")
def settings(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]


def test_every_folder_of_programs_is_checked(settings: dict[str, Any], root: Path) -> None:
    folders = {path.parent.name for path in root.glob("[!.]*/*.py")}
    assert {"src/crosswind", *folders - {"tests"}} == set(settings["files"])


def test_nothing_is_checked_less_strictly(settings: dict[str, Any]) -> None:
    assert settings["strict"]
    assert {key for override in settings["overrides"] for key in override} == OF_PACKAGES
