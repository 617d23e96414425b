"""`crosswind store list|verify|sweep|export|import`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswind.cli.options import DEFAULT_STORE, AsJson, Overrides, StoreFolder
from crosswind.core.errors import ConfigError, StoreError
from crosswind.core.wording import counted

if TYPE_CHECKING:
    from crosswind.store.store import Store
    from crosswind.store.transfer import Transfer

app = typer.Typer(
    no_args_is_help=True, help="List, verify, sweep and move the artifacts of a store."
)


@app.command("list")
def list_artifacts(store: StoreFolder = DEFAULT_STORE, as_json: AsJson = False) -> None:
    """List every artifact with its size and content digest."""
    from crosswind.cli.display import print_json, print_table

    place = existing(store)
    rows = []
    for step_id in place.step_ids():
        manifest = place.manifest(step_id)
        files = manifest.files.values() if manifest else ()
        rows.append(
            {
                "id": step_id,
                "kind": step_id.rsplit("-v", 1)[0],
                "bytes": sum(facts.n_bytes for facts in files),
                "content_digest": manifest.content_digest if manifest else None,
            }
        )
    if as_json:
        print_json(rows)
        return
    print_table(
        [["artifact", "bytes", "content"]]
        + [[str(row["id"]), f"{row['bytes']:,}", str(row["content_digest"])[:12]] for row in rows]
    )
    n_bytes = sum(int(str(row["bytes"])) for row in rows)
    print(f"{counted(len(rows), 'artifact')}, {n_bytes / 1e9:.2f} GB")


@app.command("verify")
def verify(store: StoreFolder = DEFAULT_STORE) -> int:
    """Read every byte; set damaged artifacts aside. Exit code 1 if there were any."""
    place = existing(store)
    damaged = 0
    for step_id in place.step_ids():
        wrong = place.damage(step_id)
        if wrong:
            damaged += 1
            print(
                f"damaged: {step_id} ({', '.join(wrong)}), set aside as {place.set_aside(step_id)}"
            )
    print(f"{counted(len(place.step_ids()) + damaged, 'artifact')} read, {damaged} damaged")
    return 1 if damaged else 0


@app.command("sweep")
def sweep_store(
    keep: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Experiments whose artifacts are kept."),
    ] = None,
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Keep no experiment: every artifact goes.")
    ] = False,
    pieces: Annotated[
        bool, typer.Option("--pieces", help="Only the tokenised texts, which can be cut again.")
    ] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete; without it, only list.")
    ] = False,
) -> None:
    """List (or delete) artifacts that none of the given experiments reaches."""
    from crosswind.store.sweep import kept_pieces, sweep, sweep_pieces, sweepable

    _require_one_choice(keep or [], everything=everything, pieces=pieces, delete=delete)
    place = existing(store)
    reached = _reached(keep or [], overrides or [], delete=delete)
    gone = []
    if not pieces:
        gone += sweep(place, reached) if delete else sweepable(place, reached)
    if pieces or everything:
        gone += sweep_pieces(place) if delete else kept_pieces(place)
    for item in gone:
        print(
            f"{'deleted' if delete else 'would delete'}: {item.path.name} "
            f"({item.reason}, {item.n_bytes:,} bytes)"
        )
    hint = "--delete" if keep or everything or pieces else "FILE (what to keep) and --delete"
    print(
        f"{counted(len(gone), 'folder')}, {sum(item.n_bytes for item in gone) / 1e9:.2f} GB"
        + ("" if delete or not gone else f"; add {hint} to delete them")
    )


def _require_one_choice(
    keep: Sequence[str], *, everything: bool, pieces: bool, delete: bool
) -> None:
    """Refuse to delete where nothing says what stays, and choices that contradict each other."""
    given = [*(["FILE"] if keep else []), *(["--all"] if everything else [])]
    given += ["--pieces"] if pieces else []
    if len(given) > 1:
        raise ConfigError(
            "these contradict each other",
            place="crosswind store sweep",
            value=" ".join(given),
            allowed="one of FILE..., --all, --pieces",
            action="Give one of them.",
        )
    if delete and not given:
        raise ConfigError(
            "no experiment is named, so the whole store would go",
            place="crosswind store sweep",
            value="--delete",
            allowed="one of FILE..., --all, --pieces",
            action="Name the experiments whose artifacts stay, or say --all.",
        )


def _reached(keep: Sequence[str], overrides: Sequence[str], *, delete: bool) -> set[str]:
    """The step ids of the experiments.

    Raises:
        ConfigError: something would be deleted, and files of an experiment are not there: their
            digests are in the ids, so what it made would not be known as its own. Or there are
            settings and no experiment.
    """
    from crosswind.runner.prepare import prepare

    if overrides and not keep:
        raise ConfigError(
            "these settings are those of no experiment",
            place="--set",
            value=" ".join(overrides),
            allowed="--set beside FILE",
            action="Name the experiment that was run with them.",
        )
    reached: set[str] = set()
    for name in keep:
        prepared = prepare(name, overrides)
        reached |= set(prepared.plan.steps)
        if not prepared.missing:
            continue
        lacking = "; ".join(sorted({error.sentence() for error in prepared.missing})[:2])
        error = ConfigError(
            "files of this experiment are missing here, so the artifacts that it made are not "
            f"known as its own ({lacking})",
            place="crosswind store sweep",
            value=name,
            allowed="the same settings and files as in its run",
            action="Give what it was run with: --set data.root=FOLDER, or --set of other keys.",
        )
        if delete:
            raise error
        print(f"crosswind: {error}", file=sys.stderr)
    return reached


@app.command("export")
def export_artifacts(
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="Id of an artifact, or its start; or an experiment."),
    ],
    target: Annotated[
        Path, typer.Argument(metavar="TO", help="A folder, or a new .tar, .tar.gz or .tgz.")
    ],
    store: StoreFolder = DEFAULT_STORE,
    overrides: Overrides = None,
    as_json: AsJson = False,
) -> int:
    """Copy finished artifacts, with all they were made from, for another machine."""
    from crosswind.cli.display import print_json
    from crosswind.runner.exchange import export

    outcome, lacking = export(what, existing(store), target, overrides or [])
    if as_json:
        print_json(_content(outcome) | {"not_in_the_store": lacking})
    else:
        print(
            f"{counted(len(outcome.arrived), 'artifact')} written to {target} "
            f"({outcome.n_bytes:,} bytes), there already: {len(outcome.kept)}"
        )
        if lacking:
            print(f"not in the store, though part of it: {counted(len(lacking), 'step')}")
    return _told(outcome)


@app.command("import")
def import_artifacts(
    source: Annotated[
        Path, typer.Argument(metavar="FROM", help="An export: a folder or an archive; or a store.")
    ],
    store: StoreFolder = DEFAULT_STORE,
    as_json: AsJson = False,
) -> int:
    """Take finished artifacts of another machine in; every byte is checked."""
    from crosswind.cli.display import print_json
    from crosswind.runner.exchange import take_in
    from crosswind.store.store import Store

    outcome = take_in(source, Store(store))
    if as_json:
        print_json(_content(outcome))
    else:
        print(
            f"{counted(len(outcome.arrived), 'artifact')} arrived ({outcome.n_bytes:,} bytes), "
            f"there already: {len(outcome.kept)}"
        )
        if outcome.foreign:
            print(f"not taken in, of other versions of their steps: {len(outcome.foreign)}")
    return _told(outcome)


def _content(outcome: "Transfer") -> dict[str, object]:
    return {
        "arrived": outcome.arrived,
        "kept": outcome.kept,
        "other_versions": outcome.foreign,
        "refused": [error.sentence() for error in outcome.refused],
        "bytes": outcome.n_bytes,
    }


def _told(outcome: "Transfer") -> int:
    """Say what was refused; the exit code."""
    for error in outcome.refused:
        print(f"crosswind: {error}", file=sys.stderr)
    return 2 if outcome.refused else 0


def existing(folder: Path) -> "Store":
    """The store in a folder; an error if there is none."""
    from crosswind.cli.commands.inspect import opened

    store = opened(folder)
    if store is None:
        raise StoreError(
            "there is no store",
            value=str(folder),
            action="Name it with --store, or run an experiment first.",
        )
    return store
