"""The lock of code digests: a step kind whose code changed must be bumped or accepted.

A digest covers the syntax trees, without comments and docstrings, of every module that the stage
function's module can reach inside the package. Reformatting changes nothing; code does.
"""

import ast
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from crosswind.core.errors import ConfigError
from crosswind.core.files import read_json, write_text
from crosswind.plan.kinds import KINDS, StepKind

_PACKAGE = Path(__file__).parents[1]
LOCK_FILE = Path(__file__).with_name("steps.lock.json")


def lock_problems(lock_file: Path = LOCK_FILE) -> list[str]:
    """One sentence for each kind whose code differs from the lock; empty if all agree."""
    locked = read_json(lock_file)["kinds"] if lock_file.exists() else {}
    problems = []
    for name, entry in current_entries().items():
        before = locked.get(name)
        if before is None:
            problems.append(
                f"step kind {name} is not in {lock_file.name}: run `crosswind lock "
                f'--accept "new step kind"`'
            )
        elif before != entry:
            bumped = before["version"] != entry["version"]
            advice = (
                f'`crosswind lock --accept "version {entry["version"]}: why"`'
                if bumped
                else "raise its version in plan/kinds.py if any number can move; then "
                '`crosswind lock --accept "why"`'
            )
            problems.append(f"step kind {name}: its code changed since it was locked: {advice}")
    problems += [
        f'step kind {name} is locked but gone: run `crosswind lock --accept "gone"`'
        for name in locked
        if name not in KINDS
    ]
    return problems


def accept_lock(reason: str, lock_file: Path = LOCK_FILE) -> list[str]:
    """Write the current digests with a reason; returns the kinds that changed.

    Raises:
        ConfigError: the reason is empty.
    """
    if not reason.strip():
        raise ConfigError("a lock is accepted with a reason", place="--accept", value=reason)
    before = read_json(lock_file) if lock_file.exists() else {"kinds": {}, "accepted": []}
    entries = current_entries()
    changed = [
        name
        for name in {**before["kinds"], **entries}
        if before["kinds"].get(name) != entries.get(name)
    ]
    if changed:
        accepted = [*before["accepted"], {"kinds": sorted(changed), "why": reason}]
        content = {"kinds": entries, "accepted": accepted}
        write_text(lock_file, json.dumps(content, indent=1, sort_keys=True) + "\n")
    return sorted(changed)


def current_entries() -> dict[str, dict[str, Any]]:
    """Kind -> version and code digest, from the source files of the package."""
    return {
        name: {"version": kind.version, "code": code_digest(kind)} for name, kind in KINDS.items()
    }


def code_digest(kind: StepKind) -> str:
    """Digest over all modules that the stage function can reach."""
    state = hashlib.sha256()
    for module in sorted(_reach(kind.target.partition(":")[0])):
        state.update(module.encode() + b"\0" + _tree_digest(module).encode())
    return state.hexdigest()[:32]


def _reach(start: str) -> set[str]:
    seen: set[str] = set()
    stack = [start]
    while stack:
        module = stack.pop()
        if module not in seen:
            seen.add(module)
            stack += _imports(module)
    return seen


@lru_cache(maxsize=512)
def _imports(module: str) -> tuple[str, ...]:
    """Modules of this package that a module imports, by name or as a lazy "module:attribute"."""
    found: set[str] = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("crosswind."):
            found.add(str(node.module))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]
            if ":" in node.value and name.startswith("crosswind.") and _file(name).exists():
                found.add(name)
    return tuple(sorted(found))


@lru_cache(maxsize=512)
def _tree_digest(module: str) -> str:
    tree = _tree(module)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_docstring(body[0]):
            node.body = body[1:] or [ast.Pass()]  # type: ignore[attr-defined]
    return hashlib.sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).hexdigest()


def _is_docstring(node: Any) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _tree(module: str) -> ast.Module:
    return ast.parse(_file(module).read_text("utf-8"))


def _file(module: str) -> Path:
    path = _PACKAGE.joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
