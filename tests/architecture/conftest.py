"""The files of the checkout, and its modules as syntax trees."""

import ast
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def package(root: Path) -> Path:
    """The folder of the package."""
    return root / "src" / "crosswind"


@pytest.fixture(scope="session")
def modules(package: Path) -> tuple[Path, ...]:
    """Every module of the package, relative to it."""
    return tuple(sorted(path.relative_to(package) for path in package.rglob("*.py")))


@lru_cache(maxsize=1024)
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@pytest.fixture(scope="session")
def tree_of(package: Path) -> Callable[[Path], ast.Module]:
    """The syntax tree of a module, given relative to the package."""
    return lambda module: parse(package / module)
