"""Headings: title and first sentence of each section of numbers, true of this study."""

from collections.abc import Iterator
from dataclasses import dataclass

from crosswind.report.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above a section.

    Attributes:
        short: its name in the row of links.
        title: its name above it.
        lead: the sentence below that.
    """

    short: str
    title: str
    lead: str


def section_headings(study: Study) -> dict[str, Heading]:
    """The headings whose words depend on what was scored, by section."""
    return {
        "gains": _gains(study),
        "curves": Heading(
            short="Noise",
            title="Scores under noise",
            lead="A severity is an ordinal level whose unit belongs to the perturbation, so "
            "averages over perturbations stand beside the dose that was really given.",
        ),
        "languages": Heading(
            short="Languages", title="Languages", lead=" ".join(_languages(study))
        ),
    }


def _gains(study: Study) -> Heading:
    if not study.rivals:
        return Heading(
            short="Scores",
            title="Scores by target",
            lead="Without a second arm there is no difference: these are scores.",
        )
    text = "the same clean and the same noisy text" if study.conditions else "the same text"
    lead = f"Every difference is paired: both arms are scored on {text}."
    return Heading(short="Gains", title="Gains by target", lead=lead)


def _languages(study: Study) -> Iterator[str]:
    """Whether the scored languages are zero-shot, and where not."""
    if study.is_source_only:
        yield "Every target was scored in the language of its labelled training text alone."
        return
    taught, chosen = study.marked("not-zero-shot"), study.marked("oracle")
    if not taught and not chosen:
        yield (
            "Labelled training text is in the source language only; every other language is "
            "zero-shot."
        )
        return
    yield "Languages other than the source language are zero-shot but for what is marked."
    if taught:
        yield (
            "An arm, or the makers of the model, had labelled text in scored languages of "
            f"{', '.join(taught)} (not-zero-shot)."
        )
    if chosen:
        yield (
            f"Labelled text in the scored languages selected the checkpoint of {', '.join(chosen)} "
            "(oracle)."
        )
