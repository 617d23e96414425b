"""What decides the checkpoint of a stage of training, beside its inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.mixtures import CAP, MASK_RATE
from crosswind.core.errors import ConfigError, require_one_of
from crosswind.model.heads import TRAINABLE_KINDS
from crosswind.model.windows import WORD_PIECES
from crosswind.train.controls import CONTROLS, SHUFFLED_KINDS
from crosswind.train.objective import TextRules
from crosswind.train.sampling import SAMPLINGS
from crosswind.train.selection import SELECTIONS

CARRY_OVERS = ("encoder", "encoder_and_head")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartParams:
    """One task of a stage.

    Attributes:
        task: of the training text.
        kind: what is trained. `answer_retrieval` trains on the text of span QA.
        fields: text fields, in the order the encoder reads them.
        labels: in the order of the head's outputs; empty: what the objective says of the text.
        n_texts: how many of the step's training texts are its own, in their order.
        n_validation: how many of the step's validation texts are, likewise; 0 or 1.
        batch_examples: rows of an update; of an example with choices, all of them are one row.
        max_tokens: longest row, special tokens included.
        share: with `sampling = "fixed"`, of the updates of the labelled tasks, in any unit; of
            masked text, of all updates, its languages together.
        control: "", "shuffled_labels" or "english_mlm".
        mask_rate: share of pieces that are masked; 0 where nothing is.
        language: of masked text, whose languages are tasks of their own under one head.
        smoothing: a language of masked text is drawn with probability ~ n^smoothing.
    """

    task: str
    kind: str
    fields: Sequence[str]
    labels: Sequence[str] = ()
    n_texts: int = 1
    n_validation: int = 1
    batch_examples: int = 32
    max_tokens: int = 256
    share: float = 0.0
    control: str = ""
    mask_rate: float = 0.0
    language: str = ""
    smoothing: float = 0.0

    @property
    def name(self) -> str:
        """The task, and the language of masked text."""
        return f"{self.task} {self.language}".strip()

    @property
    def trained_kind(self) -> str:
        """The kind of its head and objective; the text is read as `kind` says."""
        return "masked_lm" if self.control == "english_mlm" else self.kind

    @property
    def is_beside(self) -> bool:
        """Whether it is masked text beside the tasks of the stage."""
        return self.kind == "masked_lm"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraParams:
    """Adapters in place of full fine-tuning.

    Attributes:
        rank: of the product that is added to a layer's weights.
        alpha: the product is scaled by alpha / rank.
        dropout: share of an adapter's inputs dropped.
        modules: last parts of the names of the adapted layers; empty: what is usual.
        merge: whether the checkpoint has ordinary weights; if not, it has the adapters.
    """

    rank: int = 8
    alpha: int = 16
    dropout: float = 0.0
    modules: Sequence[str] = ()
    merge: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuneParams:
    """Everything that decides the checkpoint, beside the inputs.

    A stage of one task, or of tasks that are joined under one head, is told by the fields `task` to
    `labels`; a mixture of tasks with a head each by `parts`.

    Attributes:
        task: of the training text; the tasks of a mixture, joined by "+".
        kind: what is trained. `answer_retrieval` trains on the text of span QA.
        labels: in the order of the head's outputs; empty: what the objective says of the text.
        fields: text fields, in the order the encoder reads them.
        parts: the tasks of a mixture, as fields of `PartParams`; empty for a stage of one task.
        sampling: how the task of an update is drawn, see `train.sampling`; "" for one task.
        cap: examples that a task counts for at most, with "size_capped".
        temperature: of "temperature".
        carry_over: what survives from the start: "encoder" or "encoder_and_head".
        learning_rate: peak of the schedule.
        batch_examples: rows of an update; of an example with choices, all of them are one row.
        epochs: passes over the text, if `max_updates` is 0.
        max_updates: number of updates, however many epochs they are.
        max_tokens: longest row, special tokens included.
        micro_batch_tokens: padded tokens that are computed at once; 0 = the whole batch.
        warmup_fraction: share of the updates that warm up.
        weight_decay: of matrices.
        max_grad_norm: gradients are scaled down to this norm.
        selection: "last_update", "source_validation", the mean "checkpoint_average", or the oracle
            "target_validation".
        evaluate_every: updates between two evaluations.
        patience: evaluations without a gain before training stops; 0 = never stops early.
        embedding_rows: "auto", "all", "seen" or "frozen".
        word_piece: of a word, where its tag is read: "first_visible" or "first" (`model.windows`).
        attention_dropout, hidden_dropout: shares; the head uses `hidden_dropout` too.
        precision: "fp32" or "bf16".
        lora: fields of `LoraParams`; None trains the weights themselves.
        gradient_checkpointing: whether activations are computed again on the way back.
        seed: of the new head, the order of tasks and rows, masks, permuted labels and dropout.
        robust: the robust method, as fields of `RobustParams`; None for plain training.
    """

    task: str
    kind: str
    fields: tuple[str, ...]
    labels: tuple[str, ...] = ()
    parts: tuple[Mapping[str, Any], ...] = ()
    sampling: str = ""
    cap: int = CAP
    temperature: float = 1.0
    carry_over: str = "encoder"
    learning_rate: float = 1e-5
    batch_examples: int = 32
    epochs: int = 2
    max_updates: int = 0
    max_tokens: int = 256
    micro_batch_tokens: int = 0
    warmup_fraction: float = 0.1
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    selection: str = "last_update"
    evaluate_every: int = 1000
    patience: int = 30
    embedding_rows: str = "auto"
    word_piece: str = "first_visible"
    attention_dropout: float = 0.1
    hidden_dropout: float = 0.1
    precision: str = "fp32"
    lora: Mapping[str, Any] | None = None
    gradient_checkpointing: bool = False
    seed: int = 1
    robust: Mapping[str, Any] | None = None

    @property
    def compares_rows(self) -> bool:
        """Whether its method compares the rows of a batch, which cannot be cut then."""
        return self.robust is not None and self.robust["settings"]["method"] == "contrastive"

    def tasks(self, n_texts: int) -> tuple[PartParams, ...]:
        """The tasks of the stage, one with all texts if it is no mixture.

        Args:
            n_texts: training texts of the step.
        """
        if self.parts:
            return tuple(PartParams(**part) for part in self.parts)
        alone = PartParams(
            task=self.task,
            kind=self.kind,
            fields=self.fields,
            labels=self.labels,
            n_texts=n_texts,
            batch_examples=self.batch_examples,
            max_tokens=self.max_tokens,
            mask_rate=MASK_RATE if self.kind == "masked_lm" else 0.0,
        )
        return (alone,)


def text_rules(params: FineTuneParams, task: PartParams) -> TextRules:
    """How the text of a task of the stage is read; its copies are read alike."""
    return TextRules(
        kind=task.kind,
        fields=tuple(task.fields),
        labels=tuple(task.labels),
        max_tokens=task.max_tokens,
        control=task.control,
        mask_rate=task.mask_rate,
        seed=params.seed,
        word_piece=params.word_piece,
    )


def check_params(params: FineTuneParams, n_texts: int, n_validation: int) -> None:
    """Refuse params that do not fit together.

    Args:
        params: of the stage.
        n_texts: training texts of the step.
        n_validation: validation texts of the step.

    Raises:
        ConfigError: names the key.
    """
    tasks = params.tasks(n_texts)
    for place, value, allowed in (
        *(("kind", task.kind, TRAINABLE_KINDS) for task in tasks),
        *(("control", task.control, CONTROLS) for task in tasks),
        *(("kind", t.kind, SHUFFLED_KINDS) for t in tasks if t.control == "shuffled_labels"),
        ("sampling", params.sampling, ("", *SAMPLINGS)),
        ("training.selection", params.selection, SELECTIONS),
        ("training.carry_over", params.carry_over, CARRY_OVERS),
        ("training.word_piece", params.word_piece, WORD_PIECES),
    ):
        require_one_of(value, allowed, place=place)
    for place, number in (
        ("training.learning_rate", params.learning_rate),
        *(("training.batch_examples", task.batch_examples) for task in tasks),
        ("training.max_grad_norm", params.max_grad_norm),
        ("training.evaluate_every", params.evaluate_every),
        ("training.epochs", params.max_updates or params.epochs),
    ):
        if number <= 0:
            raise ConfigError("must be positive", place=place, value=number, allowed="> 0")
    _check_pairs(params, n_validation)


def _check_pairs(params: FineTuneParams, n_validation: int) -> None:
    """What must not stand together."""
    if params.lora is not None and params.embedding_rows in ("all", "seen"):
        raise _rows_beside_adapters(params.embedding_rows)
    if params.compares_rows and params.micro_batch_tokens:
        raise ConfigError(
            "the rows of a batch are each other's negatives, so it cannot be cut",
            place="training.micro_batch_tokens",
            value=params.micro_batch_tokens,
            allowed="0 with the method contrastive",
            action="Set micro_batch_tokens = 0, or a smaller batch_examples.",
        )
    if params.selection != "last_update" and not n_validation:
        raise ConfigError(
            "selection on validation text needs validation text",
            place="training.selection",
            value=params.selection,
            allowed="last_update for a task without validation text",
            action="Set selection = last_update.",
        )


def _rows_beside_adapters(mode: str) -> ConfigError:
    return ConfigError(
        "with adapters no rows of the word embedding are trained",
        place="training.embedding_rows",
        value=mode,
        allowed=("auto", "frozen"),
    )
