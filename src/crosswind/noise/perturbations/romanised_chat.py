"""Profile romanised-chat: messages in Latin letters, in a language that has others."""

from dataclasses import replace

from crosswind.noise.perturbation import Support
from crosswind.noise.perturbations.romanise import PERTURBATION as ROMANISE
from crosswind.noise.profiles import Channel, Part, profile_of

_PROFILE = profile_of(
    Channel(
        name="romanised_chat",
        summary="messages on a phone in informal Latin spelling",
        mechanism=(
            "The writer spells in Latin letters, more or less of the text; many write without "
            "capitals or punctuation, some stretch words or send emoji."
        ),
        keeps=ROMANISE.keeps,
        example=("hi", "हमारी पड़ोसन हर सुबह नाश्ते से पहले कुत्ते को पार्क में घुमाती है।"),
    ),
    (
        Part("elongate", share=0.3),
        Part("romanise"),
        Part("case", share=0.6),
        Part("punct_drop", share=0.6),
        Part("emoji", share=0.4),
    ),
)


def supports(language: str) -> Support:
    """Languages that are romanised; without that it would be another profile."""
    own = ROMANISE.supports(language)
    return own if own.level == "unsupported" else _PROFILE.supports(language)


PERTURBATION = replace(_PROFILE, supports=supports)
