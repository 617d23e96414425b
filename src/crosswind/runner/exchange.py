"""Which artifacts go together between machines, and whether what arrives is what it says."""

from collections.abc import Sequence
from pathlib import Path

from crosswind.core.errors import ConfigError, StoreError, nearest_match
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Input, step_id_of
from crosswind.runner.prepare import prepare
from crosswind.store.manifest import Manifest
from crosswind.store.store import Store
from crosswind.store.transfer import Transfer, export_artifacts, import_artifacts


def export(
    what: str, store: Store, target: Path, overrides: Sequence[str] = ()
) -> tuple[Transfer, list[str]]:
    """Copy a step, or an experiment, with all ancestors, out of a store.

    Args:
        what: id of an artifact or the start of its digest; else an experiment.
        store: to copy from.
        target: a tar archive or a folder.
        overrides: for an experiment.

    Returns:
        What came of it, and the ids that belong to it but are not in the store.

    Raises:
        ConfigError: there is neither such an artifact nor such an experiment.
        StoreError: nothing of it is in the store, or the target cannot be written.
    """
    wanted = _wanted(what, store, overrides)
    present = [key for key in wanted if store.has(key)]
    if not present:
        raise StoreError(
            "nothing of it is in the store",
            place=str(store.layout.root),
            value=what,
            action=f"Run it first: crosswind run {what}",
        )
    lacking = [key for key in wanted if key not in set(present)]
    return export_artifacts(store, present, target), lacking


def take_in(place: Path, store: Store) -> Transfer:
    """Import every artifact of a folder or an archive into a store.

    Raises:
        StoreError: what is there is no export, or is hostile; nothing was taken in then.
    """
    return import_artifacts(place, store, recipe_verdict)


def recipe_verdict(manifest: Manifest) -> str:
    """Whether the id of an artifact is the digest of its recipe.

    Returns:
        "own", "wrong", or "foreign" for a kind or version that is not of this package.
    """
    name, _, rest = manifest.step_id.rpartition("-v")
    kind = KINDS.get(name)
    if kind is None or rest.partition("-")[0] != str(kind.version):
        return "foreign"
    params, inputs = manifest.step.get("params"), manifest.step.get("inputs")
    if not isinstance(params, dict) or not isinstance(inputs, dict):
        return "wrong"
    try:
        found = step_id_of(kind, params, inputs)
    except (TypeError, ValueError, RecursionError):
        return "wrong"
    return "own" if found == manifest.step_id else "wrong"


def ancestors(step_id: str, store: Store) -> list[str]:
    """A step and all that it was made from, as the manifests tell; inputs first."""
    order: dict[str, None] = {}
    stack = [(step_id, False)]
    while stack:
        key, is_done = stack.pop()
        if is_done:
            order[key] = None
        elif key not in order:
            manifest = store.manifest(key)
            inputs = manifest.step.get("inputs", {}) if manifest else {}
            stack.append((key, True))
            stack += [(item, False) for item in _ids(inputs) if item not in order]
    return list(order)


def _ids(inputs: dict[str, Input]) -> list[str]:
    values = inputs.values() if isinstance(inputs, dict) else ()
    nested = [[value] if isinstance(value, str) else value or [] for value in values]
    return [key for group in nested for key in group if isinstance(key, str)]


def _wanted(what: str, store: Store, overrides: Sequence[str]) -> list[str]:
    present = store.step_ids()
    found = [
        key for key in present if key.startswith(what) or key.rpartition("-")[2].startswith(what)
    ]
    if len(found) == 1 and what:
        return ancestors(found[0], store)
    try:
        return list(prepare(what, overrides).plan.steps)
    except ConfigError as error:
        if not error.problem.startswith("no such experiment file"):
            raise
        raise ConfigError(
            "several artifacts have this prefix" if found else "no such artifact or experiment",
            value=what,
            allowed="an id of `crosswind store list`, a TOML file, or a shipped experiment",
            nearest=nearest_match(what, present[:5000]),
        ) from error
