"""`crosswind perturbations` and `encoders`: what there is."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from crosswind.cli.options import AsJson

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Show one in full.")]


def perturbations(
    name: Name = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Only what acts on this language.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the perturbations, or show one with the languages it supports."""
    from crosswind.cli.display import print_table, show
    from crosswind.core.languages import canonical_language
    from crosswind.noise.catalogue import PERTURBATIONS, support

    tag = canonical_language(language, place="--language") if language else ""
    names = [name] if name else PERTURBATIONS.names()
    rows: list[dict[str, Any]] = []
    for item in names:
        found = PERTURBATIONS.get(item)
        row: dict[str, Any] = {
            "name": item,
            "family": found.family,
            "version": found.version,
            "nested": found.nested,
            "evidence": found.evidence,
            "severities": list(found.ladder),
            "unit": found.unit,
        }
        if tag:
            row |= {"language": tag, **asdict(support(item, tag))}
        rows.append(row)
    if as_json:
        show(rows[0] if name else rows, as_json=True)
    elif name:
        show(rows[0], as_json=False)
    else:
        print_table(
            [list(rows[0])] + [[str(value) for value in row.values()] for row in rows],
            numbers_from=99,
        )


def encoders(name: Name = None, as_json: AsJson = False) -> None:
    """List the encoders with a card, or show one. Any hub id or folder can be used as well."""
    from crosswind.cli.display import print_table, show
    from crosswind.model.cards import ENCODERS

    if name:
        show(asdict(ENCODERS.get(name)), as_json=as_json)
        return
    cards = [ENCODERS.get(item) for item in ENCODERS.names()]
    if as_json:
        show([asdict(card) for card in cards], as_json=True)
        return
    print_table(
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
        ],
        numbers_from=99,
    )
