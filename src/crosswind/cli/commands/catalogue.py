"""`crosswind perturbations` and `encoders`: what there is."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from crosswind.cli.options import AsJson

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Show one in full.")]


def perturbations(
    name: Name = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Say what acts on this language.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the perturbations and what they support, or show the promise of one."""
    from crosswind.cli.display import print_table, show
    from crosswind.core.languages import canonical_language
    from crosswind.noise.catalogue import PERTURBATIONS, declared, support
    from crosswind.noise.promise import facts, matrix, page

    tag = canonical_language(language, place="--language") if language else ""
    found = [declared(item) for item in ([name] if name else PERTURBATIONS.names())]
    if as_json:
        rows = [facts(one) for one in found]
        for row in rows if tag else []:
            row |= {"language": tag, **asdict(support(row["name"], tag))}
        show(rows[0] if name else rows, as_json=True)
        return
    if name:
        print(page(found[0]))
    else:
        print_table(_perturbation_rows(found), numbers_from=99)
        print("", *matrix(found), sep="\n")
    if tag:
        print()
        answers = [(one.name, support(one, tag)) for one in found]
        told = [[item, answer.level, answer.reason] for item, answer in answers]
        print_table([["perturbation", tag, "reason"], *told], numbers_from=99)


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
                f"{card.n_parameters / 1e6:.0f} M" if card.n_parameters else "",
                f"{card.vocabulary:,}" if card.vocabulary else "",
                str(card.max_tokens),
                f"refused: {card.refused}" if card.refused else "",
            ]
            for card in cards
        ],
        numbers_from=99,
    )
