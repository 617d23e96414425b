"""A trait of the writer: who ends one sentence with !!!, ends all of them so."""

import numpy as np

from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, insert_after, joined, replace

STOP, BANG = ord("."), ord("!")


def supports(language: str) -> Support:
    """Languages that end sentences with a full stop on the line; asked here of three."""
    if language in {"en", "de", "fr"}:
        return FULL
    return Support(level="unsupported", reason="the list of languages is short")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """All full stops and exclamation marks of an example, or none."""
    stops = np.flatnonzero(columns.points == STOP)
    bangs = np.flatnonzero(columns.points == BANG)
    return joined(
        replace(columns, stops, "!!!", strength=strength, draws=columns.traits(stops), op=0),
        insert_after(columns, bangs, "!!", strength=strength, draws=columns.traits(bangs), op=1),
    )


PERTURBATION = Perturbation(
    name="loud_writer",
    family="chat",
    version=1,
    summary="sentences end with three exclamation marks",
    mechanism="All full stops of an example become !!!, or none does; ! becomes !!!.",
    unit="probability an example",
    ladder=(0.05, 0.15, 0.35, 0.7, 1.0),
    nested=True,
    evidence="declared",
    source="The shares of writers are ours; none was measured.",
    keeps="The label.",
    example=("en", "The boat is here. Come now!"),
    supports=supports,
    propose=propose,
    operations=("replace", "insert"),
)
