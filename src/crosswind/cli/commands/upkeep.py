"""`crosswind doctor` and `crosswind lock`: is this installation sound, is the code locked."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from crosswind.cli.options import DEFAULT_STORE, AsJson, StoreFolder
from crosswind.core.wording import counted


def doctor(
    store: StoreFolder = DEFAULT_STORE,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask the hub.")] = False,
    as_json: AsJson = False,
) -> int:
    """Check installation, machine and store; exit code 1 if something would make a run fail."""
    from crosswind.cli.display import print_json
    from crosswind.runner.environment import machine, resolve_precision, versions
    from crosswind.runner.health import checks, missing_packages

    found = list(checks(store, offline=offline))
    if as_json:
        print_json(
            {
                "versions": versions(),
                "machine": machine(),
                "precision": resolve_precision("auto"),
                "missing": missing_packages(),
                "checks": [asdict(check) for check in found],
            }
        )
    else:
        for name, version in versions().items():
            print(f"{name} {version}")
        for check in found:
            print(f"{check.state:5} {check.name}: {check.found}")
            if check.action:
                print(f"      {check.action}")
    return 1 if any(check.state == "wrong" for check in found) else 0


def lock(
    accept: Annotated[
        str, typer.Option("--accept", metavar="WHY", help="Accept changed code; say why.")
    ] = "",
) -> int:
    """Check the code digests of the step kinds, or accept them with a reason."""
    from crosswind.plan.kinds import KINDS
    from crosswind.plan.lock import accept_lock, lock_problems

    if accept:
        changed = accept_lock(accept)
        print(f"accepted: {', '.join(changed) or 'nothing had changed'}")
        return 0
    problems = lock_problems()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"the code of {counted(len(KINDS), 'step kind')} is as it is locked")
    return 1 if problems else 0
