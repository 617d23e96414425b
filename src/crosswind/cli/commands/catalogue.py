"""`crosswind tasks`, `perturbations` and `encoders`: what there is."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from crosswind.cli.options import AsJson

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Show one in full.")]


def tasks(
    name: Name = None,
    data_root: Annotated[
        Path, typer.Option("--data-root", help="Folder of official files.")
    ] = Path("data"),
    as_json: AsJson = False,
) -> None:
    """List the tasks, or show one task's card and where its files were found."""
    from crosswind.data.catalogue import TASKS

    if name:
        task = TASKS.get(name)
        facts = asdict(task.card)
        _show_one({**facts, "found": _found(task, data_root)}, as_json=as_json)
        return
    cards = [TASKS.get(item).card for item in TASKS.names()]
    if as_json:
        _show_one([asdict(card) for card in cards], as_json=True)
        return
    _show_rows(
        [["task", "kind", "metric", "world", "languages", "splits"]]
        + [
            [
                card.name,
                card.kind,
                card.metric,
                card.world,
                str(len(card.languages)),
                " ".join(card.splits),
            ]
            for card in cards
        ]
    )


def perturbations(
    name: Name = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Say what acts on this language.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the perturbations and what they support, or show the promise of one."""
    from crosswind.core.languages import canonical_language
    from crosswind.noise.catalogue import PERTURBATIONS, declared, support
    from crosswind.noise.promise import facts, matrix, page

    tag = canonical_language(language, place="--language") if language else ""
    found = [declared(item) for item in ([name] if name else PERTURBATIONS.names())]
    if as_json:
        rows = [facts(one) for one in found]
        for row in rows if tag else []:
            row |= {"language": tag, **asdict(support(row["name"], tag))}
        _show_one(rows[0] if name else rows, as_json=True)
        return
    if name:
        print(page(found[0]))
    else:
        _show_rows(_perturbation_rows(found))
        print("", *matrix(found), sep="\n")
    if tag:
        print()
        answers = [(one.name, support(one, tag)) for one in found]
        _show_rows(
            [["perturbation", tag, "reason"]]
            + [[item, answer.level, answer.reason] for item, answer in answers]
        )


def _perturbation_rows(found: Sequence[Any]) -> list[list[str]]:
    head = ["perturbation", "family", "severity 1 to 5", "unit", "nested", "evidence", "summary"]
    rows = [
        [
            one.name,
            one.family,
            " ".join(f"{value:g}" for value in one.ladder),
            one.unit,
            "yes" if one.nested else "no",
            one.evidence,
            one.summary,
        ]
        for one in found
    ]
    return [head, *rows]


def encoders(name: Name = None, as_json: AsJson = False) -> None:
    """List the encoders with a card, or show one. Any hub id or folder can be used as well."""
    from crosswind.model.cards import ENCODERS

    if name:
        _show_one(asdict(ENCODERS.get(name)), as_json=as_json)
        return
    cards = [ENCODERS.get(item) for item in ENCODERS.names()]
    if as_json:
        _show_one([asdict(card) for card in cards], as_json=True)
        return
    _show_rows(
        [["encoder", "hub id", "parameters", "vocabulary", "tokens", "note"]]
        + [
            [
                card.name,
                card.hub_id or "(embedded)",
                f"{card.n_parameters / 1e6:.0f} M",
                f"{card.vocabulary:,}",
                str(card.max_tokens),
                f"refused: {card.refused}" if card.refused else "",
            ]
            for card in cards
        ]
    )


def _found(task: Any, data_root: Path) -> dict[str, Any]:
    """Language/split -> files, or why they are not there, for the splits of the card."""
    from crosswind.core.errors import CrosswindError
    from crosswind.data.sources import find_sources

    out: dict[str, Any] = {}
    for language in task.card.languages:
        for split in task.card.splits:
            if not task.files(language, split):
                continue
            try:
                found = find_sources(task, language, split, data_root)
            except CrosswindError as error:
                out[f"{language}/{split}"] = {"missing": error.value or error.problem}
            else:
                out[f"{language}/{split}"] = {"files": sorted(found.digests)}
    return out


def _show_one(value: Any, *, as_json: bool) -> None:
    from crosswind.cli.display import print_json

    if as_json:
        print_json(value)
        return
    for key, item in value.items():
        if isinstance(item, dict) and item:
            print(f"{key}:")
            for inner, facts in item.items():
                print(f"  {inner}: {facts}")
        elif isinstance(item, list | tuple):
            print(f"{key}: {', '.join(str(part) for part in item)}")
        else:
            print(f"{key}: {item}")


def _show_rows(rows: list[list[str]]) -> None:
    from crosswind.cli.display import print_table

    print_table(rows, numbers_from=99)
