"""A release: the evaluation sets of an experiment in their official layouts, for others."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crosswind import __version__
from crosswind.core.errors import DataError, StoreError
from crosswind.core.files import read_json, write_json, write_text
from crosswind.core.hashing import file_digest
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task
from crosswind.data.official_layouts import official_files
from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.noise.keys import tables_digest
from crosswind.records.codecs import read_edits, read_examples, read_refusal
from crosswind.records.example import EditRow, Example
from crosswind.records.release import CARD, FORMAT, MANIFEST, ReleasedSet
from crosswind.runner.journey import completed
from crosswind.runner.observer import Observer
from crosswind.runner.prepare import prepare
from crosswind.runner.release_card import card_text, source_facts
from crosswind.runner.release_sets import ScoredSet, artifact, make_sets, scored_sets
from crosswind.store.layout import SUMMARY
from crosswind.store.store import Store

_DOSE = ("character_error_rate", "word_error_rate")
_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space, or name a folder on another disk."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space, or name another folder."),
    errno.EROFS: ("the folder is on a read-only disk", "Name another folder."),
    errno.EACCES: ("the folder may not be written", "Name another folder."),
    errno.EPERM: ("the folder may not be written", "Name another folder."),
    errno.ENOTDIR: ("not a folder", "Name another folder."),
    errno.EEXIST: ("not a folder", "Name another folder."),
    errno.ENAMETOOLONG: ("the name is too long", "Name another folder."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """A set on its way: what was written, and what must be read again."""

    scored: ScoredSet
    record: ReleasedSet
    examples: Sequence[Example]


def release(
    name: str,
    folder: Path,
    *,
    store: Path,
    overrides: Sequence[str] = (),
    observer: Observer,
) -> dict[str, Any]:
    """Write the scored example sets of an experiment, each condition a data root of its own.

    What is not in the store yet is read and perturbed first; nothing is trained or predicted. The
    folder appears when every set in it was read again and gave the examples of the experiment.
    Equal experiments give equal bytes.

    Args:
        name: a TOML file, or the name of a shipped experiment.
        folder: does not exist yet.
        store: folder of artifacts.
        overrides: `path.to.key=value` texts.
        observer: told what happens.

    Returns the manifest.

    Raises:
        ConfigError: if the experiment is wrong, or a task cannot be written.
        StoreError: if the folder exists, or cannot be written.
        StepError: if examples cannot be read or perturbed.
        DataError: if a set would be read as other examples.
    """
    _refuse_existing(folder)
    prepared = prepare(name, overrides)
    sets = scored_sets(prepared.plan)
    opened = Store(store)
    make_sets(prepared.plan, sets, opened, completed(prepared.experiment.data), observer)
    with _draft(folder) as draft:
        return _written(prepared.experiment.name, sets, opened, draft)


def _refuse_existing(folder: Path) -> None:
    if folder.exists() or folder.is_symlink():
        raise StoreError(
            "the folder of the release exists already",
            place=str(folder),
            allowed="a folder that does not exist: a release is never overwritten",
            action="Name another folder, or remove this one.",
        )


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A hidden folder beside the release that becomes it in the end, or is removed."""
    draft = folder.absolute().with_name(f".{folder.name}.{os.getpid()}.draft")
    try:
        draft.mkdir(parents=True)
        yield draft
        draft.rename(folder)
    except OSError as error:
        if error.errno not in _REASONS:
            raise
        problem, action = _REASONS[error.errno]
        raise StoreError(
            problem,
            place=str(folder),
            value=error.filename,
            allowed="a folder that can be made and written",
            action=action,
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _written(
    experiment: str, sets: Sequence[ScoredSet], store: Store, draft: Path
) -> dict[str, Any]:
    refused: dict[str, str] = {}
    writings: list[_Writing] = []
    with store.in_use():
        for one in sets:
            reason = read_refusal(artifact(store, one.examples))
            if reason:
                refused[f"{one.condition} {one.task} {one.language}"] = reason
            else:
                writings.append(_write_set(one, store, draft))
        _complete_pools(sets, writings, store, draft)
    # Read when all is there: a reader may look into the files of other languages.
    records = [_checked(one, draft) for one in writings]
    sources = {one.task: source_facts(one.task) for one in records}
    for scored in sets:
        sources[scored.task]["files"].update(scored.clean.params["sources"])
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "experiment": experiment,
        "crosswind": __version__,
        "conditions": sorted({one.condition for one in records}),
        "sets": [one.as_json() for one in records],
        "refused": refused,
        "sources": sources,
    }
    write_text(draft / CARD, card_text(manifest))
    manifest["files"] = {
        str(path.relative_to(draft).as_posix()): file_digest(path)
        for path in sorted(draft.rglob("*"))
        if path.is_file()
    }
    write_json(draft / MANIFEST, manifest)
    return manifest


def _write_set(one: ScoredSet, store: Store, draft: Path) -> _Writing:
    place = artifact(store, one.examples)
    examples, clean = read_examples(place), read_examples(artifact(store, one.clean))
    pool = _pool(one, store)
    written = official_files(TASKS.get(one.task), one.language, one.split, examples, pool)
    files = {}
    for role, (name, text) in written.files.items():
        files[role] = f"{one.condition}/{name}"
        write_text(draft / files[role], text)
    label = f"{one.task}.{one.language}"
    gold = files[written.gold_role] if written.gold_role else f"{one.condition}/gold/{label}.txt"
    if not written.gold_role:
        write_text(draft / gold, written.gold)
    edits = f"{one.condition}/edits/{label}.jsonl"
    write_text(draft / edits, _edit_lines(examples, clean, read_edits(place)))
    summary = read_json(place / SUMMARY) if one.examples is not one.clean else {}
    record = ReleasedSet(
        task=one.task,
        language=one.language,
        split=one.split,
        condition=one.condition,
        n_examples=len(examples),
        n_changed=sum(a != b for a, b in zip(examples, clean, strict=True)),
        files=files,
        gold=gold,
        edits=edits,
        key=_key(one) if one.examples is not one.clean else {},
        dose={name: summary[name] for name in _DOSE if name in summary},
    )
    return _Writing(scored=one, record=record, examples=examples)


def _complete_pools(
    sets: Sequence[ScoredSet], writings: Sequence[_Writing], store: Store, draft: Path
) -> None:
    """Write clean files where a pool has sentences of a language without a set of the condition.

    The perturbation cannot act there, but the questions in other languages search its sentences.
    """
    clean = {(one.task, one.language): one for one in sets if one.examples is one.clean}
    scored = [one.scored for one in writings]
    made = {(one.condition, one.task, one.language) for one in scored}
    for one in sets:
        for language in one.shared_pool:
            key = (one.condition, one.task, language)
            if key in made:
                continue
            made.add(key)
            wanted, given = clean[one.task, language], (TASKS.get(one.task), language, one.split)
            examples = read_examples(artifact(store, wanted.clean))
            for name, text in official_files(*given, examples, _pool(one, store)).files.values():
                write_text(draft / one.condition / name, text)


def _pool(one: ScoredSet, store: Store) -> list[Example]:
    return [row for step in one.candidates for row in read_examples(artifact(store, step))]


def _edit_lines(
    examples: Sequence[Example], clean: Sequence[Example], edits: Sequence[EditRow]
) -> str:
    """One line an example: ids, edits by field, and the answers of the clean text if moved."""
    by_id: dict[str, dict[str, list[list[Any]]]] = {}
    for edit in edits:
        fields = by_id.setdefault(edit.example_id, {})
        fields.setdefault(edit.field, []).append([edit.start, edit.end, edit.text])
    lines = []
    for noisy, before in zip(examples, clean, strict=True):
        line: dict[str, Any] = {
            "id": noisy.example_id,
            "cluster": noisy.parallel_id,
            "edits": by_id.get(noisy.example_id, {}),
        }
        if noisy.answers != before.answers:
            line["clean_answers"] = [[one.start, one.text] for one in before.answers]
        lines.append(f"{json.dumps(line, ensure_ascii=False)}\n")
    return "".join(lines)


def _key(one: ScoredSet) -> dict[str, Any]:
    """What each text's noise is drawn from, beside the id of its example and its field."""
    params = one.examples.params
    declared = PERTURBATIONS.get(params["perturbation"])
    names = ("perturbation", "version", "severity", "seed", "sides", "kept_fields")
    return {
        "dataset": one.task,
        "split": one.split,
        "language": one.language,
        **{name: params[name] for name in names},
        "tables": tables_digest(declared.tables),
    }


def _checked(one: _Writing, draft: Path) -> ReleasedSet:
    """The record of a set that was read again; it must be what was written.

    Raises:
        DataError: if the files read as other examples.
    """
    record = one.record
    root = draft / record.condition
    pool = one.scored.shared_pool
    found = read_task(record.task, record.language, record.split, root, pool=pool)
    for row, example in zip(found, one.examples, strict=False):
        if _content(row) != _content(example):
            raise _lost(record, example.example_id)
    if len(found) != len(one.examples):
        raise _lost(record, f"{len(found)} examples of {len(one.examples)}")
    return replace(record, has_same_ids=found == list(one.examples))


def _content(example: Example) -> Example:
    """The example without its names, which some layouts count instead of telling."""
    return replace(example, example_id="", parallel_id="")


def _lost(record: ReleasedSet, value: str) -> DataError:
    return DataError(
        f"the files of '{record.task}' would be read as other examples",
        place=f"{record.condition} {record.language} {record.split}",
        value=value,
        allowed="text that the official layout can hold",
        action="Evaluate on another split, or leave the target out.",
    )
