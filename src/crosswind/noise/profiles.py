"""Stages of profiles: perturbations of the catalogue by name, each with strengths and a share."""

from typing import NamedTuple

from crosswind.noise.catalogue import declared
from crosswind.noise.perturbation import Ladder, Perturbation, Stage, supported_by


class Part(NamedTuple):
    """A stage of a profile.

    Attributes:
        name: of a perturbation of the catalogue, with an option or without.
        share: probability that the writer of an example has this trait.
        scale: what its own ladder is multiplied by.
        ladder: strengths instead of its own.
    """

    name: str
    share: float = 1.0
    scale: float = 1.0
    ladder: Ladder | None = None


class Channel(NamedTuple):
    """What a profile says of itself.

    Attributes:
        name: in the catalogue.
        summary: one line.
        mechanism: a few sentences; the stages are listed beside it.
        keeps: what survives.
        example: (language, text).
    """

    name: str
    summary: str
    mechanism: str
    keeps: str
    example: tuple[str, str]


def profile_of(channel: Channel, parts: tuple[Part, ...]) -> Perturbation:
    """The profile of some parts, in the order in which they act.

    A kind of task is reported apart if any part is; what may be written is what any part may write.

    Raises:
        ConfigError: if a part is not in the catalogue.
    """
    stages = tuple(map(_stage, parts))
    kinds = {kind for stage in stages for kind in stage.perturbation.policy}
    # A part that is refused for tagging acts on running text only: word lists do without it.
    apart = {
        kind
        for kind in kinds
        if any(stage.perturbation.label_policy(kind) == "apart" for stage in stages)
    }
    liberties = dict.fromkeys(one for stage in stages for one in stage.perturbation.liberties)
    return Perturbation(
        name=channel.name,
        family="profile",
        # A part whose output changes changes that of the profile.
        version=sum(stage.perturbation.version for stage in stages),
        summary=channel.summary,
        mechanism=channel.mechanism,
        unit="level",
        ladder=(1, 2, 3, 4, 5),
        nested=False,
        evidence="declared",
        source=(
            "Which habits go together, their shares of writers and their strengths are ours; the "
            "ladder of each stage is that of its card, or a multiple of it."
        ),
        keeps=channel.keeps,
        example=channel.example,
        supports=supported_by(stages),
        stages=stages,
        liberties=tuple(liberties),
        policy=dict.fromkeys(sorted(apart), "apart"),
    )


def _stage(part: Part) -> Stage:
    found = declared(part.name, place="profile")
    first, second, third, fourth, fifth = part.ladder or found.ladder
    scale = part.scale
    ladder = (first * scale, second * scale, third * scale, fourth * scale, fifth * scale)
    return Stage(perturbation=found, ladder=ladder, share=part.share)
