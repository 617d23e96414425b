"""What a stage may say of its tasks: how they are drawn, what trains beside them, what controls."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from crosswind.config.section import Fraction, Listed, Name, Section, once

# How the task of an update is drawn; see `train.sampling` for the formulas.
Sampling = Literal["uniform", "proportional", "size_capped", "temperature", "fixed"]
# What tells a gain from mere exposure; see `train.controls`.
Control = Literal["shuffled_labels", "english_mlm"]
# T5's limit, which arXiv:2005.13013 takes over (`size_capped`): 2^17 examples.
CAP = 131_072
# Share of the pieces that are masked (Devlin et al. 2019).
MASK_RATE = 0.15


class Mlm(Section):
    """Masked language modeling beside the tasks of a stage, on text files of the user.

    The text is `mlm_text/<text>/<language>.txt` below the data root. `share` is its part of all
    updates; the tasks keep as many updates as they would have alone. A language is drawn with
    probability ~ n^language_smoothing, n its lines.
    """

    text: Name
    share: Annotated[float, Field(gt=0.0, lt=1.0)]
    languages: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = Field(min_length=1)
    mask_rate: Annotated[float, Field(gt=0.0, lt=1.0)] = MASK_RATE
    language_smoothing: Fraction = 0.3


class TaskChange(Section):
    """Changes to the recipe of a stage for one of its tasks: only the keys that differ."""

    batch_examples: Annotated[int, Field(ge=1, le=4096)] | None = None
    max_tokens: Annotated[int, Field(ge=8, le=8192)] | None = None
    max_examples: Annotated[int, Field(ge=0)] | None = None
