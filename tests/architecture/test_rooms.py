"""Rooms may import only rooms below them, hold nothing in their doors, and load late."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TreeOf = Callable[[Path], ast.Module]
ROOMS = {
    "cli",
    "config",
    "core",
    "data",
    "evaluate",
    "model",
    "noise",
    "plan",
    "records",
    "report",
    "runner",
    "statistics",
    "store",
    "testing",
    "train",
}


def test_every_folder_is_a_room_of_the_contract(package: Path) -> None:
    # import-linter finds rooms the contract forgot; this finds rooms that Python forgot.
    folders = {
        path.name
        for path in package.iterdir()
        if path.is_dir() and path.name != "__pycache__" and any(path.rglob("*.py"))
    }
    assert folders == ROOMS
    assert {path.parent.name for path in package.glob("*/__init__.py")} == ROOMS


def test_the_import_contracts_hold(root: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"}
    found = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "one-way rooms KEPT" in found.stdout
    assert "torch stays on its floor KEPT" in found.stdout


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_door_holds_one_docstring(room: str, tree_of: TreeOf) -> None:
    (statement,) = tree_of(Path(room) / "__init__.py").body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert isinstance(statement.value.value, str)
    assert statement.value.value.endswith(".")


def test_doors_of_inner_folders_hold_one_docstring_too(
    modules: tuple[Path, ...], tree_of: TreeOf
) -> None:
    inner = [path for path in modules if path.name == "__init__.py" and len(path.parts) > 2]
    assert [path for path in inner if len(tree_of(path).body) != 1] == []


@pytest.mark.parametrize("module", ["crosswind", "crosswind.cli.main", "crosswind.runner.prepare"])
def test_a_light_import_loads_nothing_heavy(module: str, root: Path) -> None:
    heavy = ("torch", "transformers", "pyarrow", "polars", "scipy", "altair", "django", "hassil")
    script = f"import sys, {module}\nprint([name for name in {heavy!r} if name in sys.modules])\n"
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    found = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert (found.stdout.strip(), found.stderr) == ("[]", "")


def test_planning_an_experiment_loads_nothing_heavy(root: Path, tmp_path: Path) -> None:
    heavy = ("torch", "transformers", "pyarrow", "polars", "scipy", "altair", "django", "hassil")
    script = (
        "import sys\n"
        "from crosswind.runner.prepare import prepare\n"
        "assert len(prepare('quickstart').plan) > 100\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.stdout.strip(), found.stderr) == ("[]", "")


def test_nobody_imports_inside_a_function(modules: tuple[Path, ...], tree_of: TreeOf) -> None:
    allowed = {Path("__init__.py")}
    found = [
        f"{path}:{inner.lineno}"
        for path in modules
        if path not in allowed and Path("cli/commands") not in path.parents
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_nothing_is_unpickled_and_nothing_is_evaluated(
    modules: tuple[Path, ...], tree_of: TreeOf
) -> None:
    found = []
    for path in modules:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
                if names & {"pickle", "dill", "marshal", "shelve", "joblib"}:
                    found.append(f"{path}:{node.lineno}")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"eval", "exec", "hash"}
            ):
                found.append(f"{path}:{node.lineno} {node.func.id}")
    assert found == []
