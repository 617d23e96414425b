"""Tests mirror the package, and nothing grows beyond a screen."""

import ast
from collections.abc import Callable
from pathlib import Path

TreeOf = Callable[[Path], ast.Module]

# Folders of entries that one test over the whole registry covers.
REGISTRY_WIDE = {
    Path("data/tasks"),
    Path("noise/perturbations"),
    Path("noise/keyboards"),
    Path("cli/commands"),
}
# These lists may only shrink.
WITHOUT_TEST: set[str] = set()
LONG_MODULES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()

MODULE_LINES = 300
FUNCTION_LINES = 40
TESTED_FROM_LINES = 40


def n_lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")


def test_every_module_has_its_tests(root: Path, package: Path, modules: tuple[Path, ...]) -> None:
    without = {
        str(path)
        for path in modules
        if len(path.parts) > 1
        and path.name != "__init__.py"
        and path.parent not in REGISTRY_WIDE
        and n_lines(package / path) > TESTED_FROM_LINES
        and not (root / "tests" / path.parent / f"test_{path.name}").exists()
    }
    assert without == WITHOUT_TEST


def test_modules_fit_on_a_few_screens(package: Path, modules: tuple[Path, ...]) -> None:
    long = {str(path) for path in modules if n_lines(package / path) > MODULE_LINES}
    assert long == LONG_MODULES


def test_functions_fit_on_a_screen(modules: tuple[Path, ...], tree_of: TreeOf) -> None:
    long = {
        f"{path}:{node.name}"
        for path in modules
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    }
    assert long == LONG_FUNCTIONS


def test_names_of_modules_are_nouns_of_their_room(modules: tuple[Path, ...]) -> None:
    refused = {"common", "misc"} | {
        f"{word}{ending}"
        for word in ("util", "helper", "manager", "process", "handle")
        for ending in ("", "s", "r", "rs", "or", "ors", "ing")
    }
    assert [str(path) for path in modules if refused & set(path.stem.split("_"))] == []
