"""Export: a checkpoint of the store as an ordinary Hugging Face folder with a model card."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crosswind.core.errors import ConfigError, StoreError, nearest_match
from crosswind.core.files import read_json, write_text
from crosswind.runner.exported_card import TrainedStage, card_text
from crosswind.runner.resolve import stage_function
from crosswind.store.layout import PROVENANCE, SUMMARY
from crosswind.store.store import Store

CARD = "README.md"
_KIND = "fine_tune"
_EXPORT = "crosswind.model.export:export_model"


def export(step: str, folder: Path, *, store: Store) -> Mapping[str, Any]:
    """Write the checkpoint of a step into a new or empty folder, whole or not at all.

    Args:
        step: id of a training step of the store, or the start of one or of its digest.
        folder: where to write.
        store: where the checkpoint and its encoder are.

    Returns:
        Fields of `model.export.Exported`, and the step's id as `step_id`.

    Raises:
        ConfigError: if no trained step, or several, go by this name, or the folder is not empty.
        StoreError: if the encoder is no longer in the store.
    """
    folder = folder.absolute()
    step_id = _found(step, store)
    _require_empty(folder)
    with store.in_use():
        stages, encoder_id = _stages(step_id, store)
        if not store.has(encoder_id):
            raise StoreError(
                "the encoder of the checkpoint is not in the store",
                value=encoder_id,
                action="Run the experiment again, then export.",
            )
        encoder = store.open(encoder_id)
        draft = folder.parent / f".{folder.name}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            write = stage_function(_EXPORT)
            exported = asdict(write(encoder, store.open(step_id), draft))
            text = card_text(stages, _params(encoder_id, store), exported)
            write_text(draft / CARD, text)
            _put(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return {**exported, "step_id": step_id}


def _found(step: str, store: Store) -> str:
    """The trained step that goes by a name."""
    known = [key for key in store.step_ids() if key.startswith(f"{_KIND}-") and store.has(key)]
    found = [
        key for key in known if key.startswith(step) or key.rsplit("-", 1)[-1].startswith(step)
    ]
    if step in known or len(found) == 1:
        return step if step in known else found[0]
    raise ConfigError(
        "several trained steps have this prefix" if found else "no trained step has this id",
        place="STEP",
        value=step,
        allowed=f"{len(known)} ids of {_KIND}, see `crosswind store list`",
        nearest=nearest_match(step, known),
        action="Run the experiment first." if not known else "",
    )


def _require_empty(folder: Path) -> None:
    is_file = folder.exists() and not folder.is_dir()
    if is_file or (folder.exists() and any(folder.iterdir())):
        what = "this is a file" if is_file else "the folder is not empty"
        raise ConfigError(
            f"{what}: nothing is overwritten",
            place="DIR",
            value=str(folder),
            allowed="a new or empty folder",
            action="Name another folder.",
        )


def _put(draft: Path, folder: Path) -> None:
    """Bring what was written into place; an empty folder that is there stays the same one."""
    if not folder.exists():
        draft.rename(folder)
        return
    for path in draft.iterdir():
        path.rename(folder / path.name)


def _stages(step_id: str, store: Store) -> tuple[list[TrainedStage], str]:
    """The stages behind a checkpoint, the first one first, and the id of the encoder."""
    stages: list[TrainedStage] = []
    current: str | None = step_id
    encoder = ""
    while current is not None:
        manifest = store.manifest(current)
        if manifest is None:
            raise StoreError(
                "an earlier stage of the checkpoint is not in the store",
                value=current,
                action="Run the experiment again, then export.",
            )
        inputs = manifest.step["inputs"]
        stages.append(_stage(current, manifest.step, store))
        encoder = encoder or str(inputs["encoder"])
        current = inputs["start"]
    return stages[::-1], encoder


def _stage(step_id: str, step: Mapping[str, Any], store: Store) -> TrainedStage:
    folder = store.layout.artifact(step_id)
    made = folder / PROVENANCE
    return TrainedStage(
        step_id=step_id,
        params=step["params"],
        train=[_params(key, store) for key in step["inputs"]["train"]],
        validation=[_params(key, store) for key in step["inputs"]["validation"]],
        summary=read_json(folder / SUMMARY),
        versions=read_json(made).get("versions", {}) if made.exists() else {},
    )


def _params(step_id: str, store: Store) -> Mapping[str, Any]:
    """Params of a step, with those of the clean text under a perturbed one; {} if it is gone."""
    manifest = store.manifest(step_id)
    if manifest is None:
        return {}
    source = manifest.step["inputs"].get("examples")
    before = _params(source, store) if isinstance(source, str) else {}
    return {**before, **manifest.step["params"]}
