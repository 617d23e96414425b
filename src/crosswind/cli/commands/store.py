"""`crosswind store list|verify|sweep|export|import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswind.cli.options import DEFAULT_STORE, AsJson, Overrides, StoreFolder
from crosswind.core.errors import StoreError

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
        n_bytes = sum(facts.n_bytes for facts in manifest.files.values()) if manifest else 0
        rows.append(
            {
                "id": step_id,
                "kind": step_id.rsplit("-v", 1)[0],
                "bytes": n_bytes,
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
    print(f"{len(rows)} artifacts, {sum(int(str(row['bytes'])) for row in rows) / 1e9:.2f} GB")


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
    print(f"{len(place.step_ids()) + damaged} artifacts read, {damaged} damaged")
    return 1 if damaged else 0


@app.command("sweep")
def sweep_store(
    keep: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Experiments whose artifacts are kept."),
    ] = None,
    store: StoreFolder = DEFAULT_STORE,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete; without it, only list.")
    ] = False,
) -> None:
    """List (or delete) artifacts that none of the given experiments reaches."""
    from crosswind.runner.prepare import prepare
    from crosswind.store.sweep import sweep, sweepable

    place = existing(store)
    reached = {key for name in keep or [] for key in prepare(name).plan.steps}
    gone = sweep(place, reached) if delete else sweepable(place, reached)
    for item in gone:
        print(
            f"{'deleted' if delete else 'would delete'}: {item.path.name} "
            f"({item.reason}, {item.n_bytes:,} bytes)"
        )
    print(
        f"{len(gone)} folders, {sum(item.n_bytes for item in gone) / 1e9:.2f} GB"
        + ("" if delete or not gone else "; add --delete to delete them")
    )


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
            f"{len(outcome.arrived)} artifacts written to {target} ({outcome.n_bytes:,} bytes), "
            f"{len(outcome.kept)} were there already"
        )
        if lacking:
            print(f"{len(lacking)} steps that belong to it are not in the store")
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
            f"{len(outcome.arrived)} artifacts arrived ({outcome.n_bytes:,} bytes), "
            f"{len(outcome.kept)} were there already"
        )
        if outcome.foreign:
            print(f"{len(outcome.foreign)} are of other versions of their steps, not taken in")
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
