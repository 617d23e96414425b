"""The recipe of training, as the experiment file says it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from crosswind.config.section import Fraction, Listed, Section

# What the kept update is judged on; "target_validation" is an oracle: labelled target-language
# text decides, and every cell of the target is marked. "checkpoint_average" keeps the mean of the
# weights at the evaluations: none of them is judged.
Selection = Literal["last_update", "source_validation", "target_validation", "checkpoint_average"]


class Lora(Section):
    """Low-rank adapters in place of full fine-tuning (Hu et al. 2021, arXiv:2106.09685).

    Without `modules`, the layers that the package `peft` names for the architecture are adapted.
    With `merge = false` the checkpoint holds the adapters; their product is added when it is read.
    """

    rank: Annotated[int, Field(ge=1, le=1024)] = 8
    alpha: Annotated[int, Field(ge=1)] = 16
    dropout: Fraction = 0.0
    modules: Annotated[tuple[str, ...], Listed] = ()
    merge: bool = True


class TrainingChange(Section):
    """Changes to the training defaults for one stage or one target: only the keys that differ."""

    learning_rate: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None
    batch_examples: Annotated[int, Field(ge=1, le=4096)] | None = None
    epochs: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_updates: Annotated[int, Field(ge=0)] | None = None
    max_examples: Annotated[int, Field(ge=0)] | None = None
    max_tokens: Annotated[int, Field(ge=8, le=8192)] | None = None
    micro_batch_tokens: Annotated[int, Field(ge=0)] | None = None
    warmup_fraction: Fraction | None = None
    weight_decay: Annotated[float, Field(ge=0.0, lt=1.0)] | None = None
    max_grad_norm: Annotated[float, Field(gt=0.0)] | None = None
    selection: Selection | None = None
    hold_out: bool | None = None
    evaluate_every: Annotated[int, Field(ge=1)] | None = None
    patience: Annotated[int, Field(ge=1)] | None = None
    embedding_rows: Literal["auto", "all", "seen", "frozen"] | None = None
    word_piece: Literal["first_visible", "first"] | None = None
    attention_dropout: Fraction | None = None
    hidden_dropout: Fraction | None = None
    precision: Literal["auto", "fp32", "bf16"] | None = None
    lora: Lora | None = None
    gradient_checkpointing: bool | None = None


class Training(Section):
    """Training defaults for all stages and targets (arXiv:2005.13013, sec. 3; `reference.md` 1.3).

    `max_updates` and `max_examples` of 0 mean no limit. A batch of more than `micro_batch_tokens`
    padded tokens is computed in several parts with the same loss; 0 computes it at once.
    `hold_out = false` trains on every example of a source that has one split only, and needs
    `selection = "last_update"`. With `selection = "target_validation"` the last stage of each
    target is selected on the validation split of every evaluated language, one checkpoint a
    language; all other stages keep to source validation.
    `word_piece` is the piece of a word that its tag is trained and read at: the first with visible
    text, or the first of all as in the reference scripts (docs/targets.md).
    """

    learning_rate: Annotated[float, Field(gt=0.0, lt=1.0)] = 1e-5
    batch_examples: Annotated[int, Field(ge=1, le=4096)] = 32
    epochs: Annotated[int, Field(ge=1, le=1000)] = 2
    max_updates: Annotated[int, Field(ge=0)] = 0
    max_examples: Annotated[int, Field(ge=0)] = 0
    max_tokens: Annotated[int, Field(ge=8, le=8192)] = 256
    micro_batch_tokens: Annotated[int, Field(ge=0)] = 0
    warmup_fraction: Fraction = 0.1
    weight_decay: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.01
    max_grad_norm: Annotated[float, Field(gt=0.0)] = 1.0
    selection: Selection = "source_validation"
    hold_out: bool = True
    evaluate_every: Annotated[int, Field(ge=1)] = 1000
    patience: Annotated[int, Field(ge=1)] = 30
    embedding_rows: Literal["auto", "all", "seen", "frozen"] = "auto"
    word_piece: Literal["first_visible", "first"] = "first_visible"
    attention_dropout: Fraction = 0.1
    hidden_dropout: Fraction = 0.1
    precision: Literal["auto", "fp32", "bf16"] = "auto"
    lora: Lora | None = None
    gradient_checkpointing: bool = False

    @model_validator(mode="after")
    def _selection_has_examples(self) -> Self:
        if not self.hold_out and self.selection != "last_update":
            raise ValueError(
                'hold_out = false leaves nothing to select on; set selection = "last_update"'
            )
        return self

    @model_validator(mode="after")
    def _adapters_train_no_rows(self) -> Self:
        if self.lora is not None and self.embedding_rows in ("all", "seen"):
            raise ValueError(
                "with lora only adapters and heads are trained; set embedding_rows = "
                '"auto" or "frozen"'
            )
        return self

    def changed(self, change: TrainingChange | None) -> "Training":
        """These defaults with the given keys replaced, validated again."""
        if change is None:
            return self
        return Training.model_validate(
            {**self.model_dump(), **change.model_dump(exclude_none=True)}
        )
