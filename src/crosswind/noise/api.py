"""Perturb one text, one row of words, or a batch: the same engine, the same results.

>>> perturb("Das Wetter ist schön.", language="de", perturbation="case", severity=5).text
'das wetter ist schön.'
"""

from collections.abc import Sequence

from crosswind.noise.batch import (
    Noise,
    Perturbed,
    PerturbedWords,
    perturb_all,
    perturb_word_rows,
)
from crosswind.noise.perturbation import Perturbation


def perturb(  # noqa: PLR0913 - the signature of the public function is frozen
    text: str,
    *,
    language: str,
    perturbation: str | Perturbation,
    severity: int,
    seed: int = 0,
    example_id: str = "0",
    field: str = "text",
    dataset: str = "",
    split: str = "",
    spans: Sequence[Sequence[int]] = (),
    protect: Sequence[Sequence[int]] = (),
    guard: bool = False,
) -> Perturbed:
    """Perturb one text.

    Args:
        text: the source; never normalized.
        language: BCP 47 tag.
        perturbation: name in the catalogue.
        severity: 0 (identity) to 5, as on the perturbation's card.
        seed: noise seed.
        example_id: id of the example; equal addresses give equal results.
        field: name of the text field.
        dataset: name of the data set.
        split: name of the split.
        spans: `(start, end)` in code points; no edit straddles a border, and they come back mapped.
        protect: spans that keep every code point.
        guard: leave negators and digits as they are.

    Raises:
        ConfigError: unknown perturbation or language, unsupported cell, bad severity.
        DataError: a span outside the text, a lone surrogate.
    """
    address = dataset, split, field
    noise = _noise(address, perturbation, language, severity, seed=seed, guard=guard)
    return perturb_all(noise, [text], example_ids=[example_id], spans=[spans], protect=[protect])[0]


def perturb_batch(  # noqa: PLR0913 - the signature of the public function is frozen
    texts: Sequence[str],
    *,
    language: str,
    perturbation: str | Perturbation,
    severity: int,
    example_ids: Sequence[str],
    seed: int = 0,
    field: str = "text",
    dataset: str = "",
    split: str = "",
    spans: Sequence[Sequence[Sequence[int]]] | None = None,
    protect: Sequence[Sequence[Sequence[int]]] | None = None,
    guard: bool = False,
) -> list[Perturbed]:
    """Perturb many texts: what `perturb` gives for each, at once. `spans` has an entry a text."""
    address = dataset, split, field
    noise = _noise(address, perturbation, language, severity, seed=seed, guard=guard)
    return perturb_all(noise, texts, example_ids=example_ids, spans=spans, protect=protect)


def perturb_words(  # noqa: PLR0913 - the signature of the public function is frozen
    words: Sequence[str],
    *,
    language: str,
    perturbation: str | Perturbation,
    severity: int,
    seed: int = 0,
    example_id: str = "0",
    field: str = "text",
    dataset: str = "",
    split: str = "",
    protect: Sequence[int] = (),
    guard: bool = False,
) -> PerturbedWords:
    """Perturb a row of pre-split words; `protect` holds indexes of words that stay.

    Every word keeps its place: none is joined, split or emptied, so tags can be copied.
    """
    address = dataset, split, field
    noise = _noise(address, perturbation, language, severity, seed=seed, guard=guard)
    (result,) = perturb_word_rows(noise, [words], example_ids=[example_id], protect=[protect])
    return result


def perturb_words_batch(  # noqa: PLR0913 - the signature of the public function is frozen
    rows: Sequence[Sequence[str]],
    *,
    language: str,
    perturbation: str | Perturbation,
    severity: int,
    example_ids: Sequence[str],
    seed: int = 0,
    field: str = "text",
    dataset: str = "",
    split: str = "",
    protect: Sequence[Sequence[int]] | None = None,
    guard: bool = False,
) -> list[PerturbedWords]:
    """Perturb many rows of words: what `perturb_words` gives for each, at once."""
    address = dataset, split, field
    noise = _noise(address, perturbation, language, severity, seed=seed, guard=guard)
    return perturb_word_rows(noise, rows, example_ids=example_ids, protect=protect)


def _noise(
    address: tuple[str, str, str],
    perturbation: str | Perturbation,
    language: str,
    severity: int,
    *,
    seed: int,
    guard: bool,
) -> Noise:
    """The setting of a call; `address` holds data set, split and field."""
    dataset, split, field = address
    return Noise(
        perturbation=perturbation,
        language=language,
        severity=severity,
        seed=seed,
        dataset=dataset,
        split=split,
        field=field,
        guard=guard,
    )
