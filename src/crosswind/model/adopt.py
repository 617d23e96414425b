"""The step `adopt_checkpoint`: a model trained elsewhere becomes a checkpoint that can predict.

Nothing is trained and no weight is copied: the artifact says how the head in the loaded folder is
run, and which label of the task each of its outputs stands for.
"""

from dataclasses import dataclass
from pathlib import Path

from torch import nn

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import EncoderError
from crosswind.model.adopted import open_adopted
from crosswind.model.checkpoint_record import CheckpointRecord, write_record
from crosswind.model.encoders import encoder_digest
from crosswind.model.heads import WholeModel

_LABELED = ("classification", "pair_classification", "tagging")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptParams:
    """What decides the checkpoint, beside the model itself.

    Attributes:
        kind: of the tasks it will predict.
        architecture: class of transformers that the model was saved from.
        labels: the task's label for each output of the head; empty for spans and choices.
    """

    kind: str
    architecture: str
    labels: tuple[str, ...] = ()


def adopt_checkpoint(
    params: AdoptParams, *, encoder: Path, out: Path, options: RunOptions
) -> dict[str, object]:
    """Write `checkpoint.json` for a loaded model, after opening it once.

    Returns:
        The architecture, how many outputs the head has, and its parameters beside the encoder's.

    Raises:
        ConfigError: for a kind of task that has no such head.
        EncoderError: if the model cannot be opened, or has another number of outputs.
    """
    del options
    model = open_adopted(encoder, params.kind, params.architecture)
    assert isinstance(model.head, WholeModel)
    n_outputs = model.head.n_outputs
    _check_labels(params, n_outputs, encoder)
    record = CheckpointRecord(
        task=params.architecture,
        kind=params.kind,
        labels=params.labels,
        fields=(),
        encoder=encoder_digest(encoder),
        carried_over=("encoder", "head"),
        new=(),
        adopted=params.architecture,
    )
    write_record(out, record)
    n_all, n_encoder = _n_parameters(model), _n_parameters(model.encoder)
    return {
        "architecture": params.architecture,
        "n_outputs": n_outputs,
        "n_parameters": n_all,
        "n_parameters_of_the_head": n_all - n_encoder,
    }


def _check_labels(params: AdoptParams, n_outputs: int, encoder: Path) -> None:
    if params.kind in _LABELED and n_outputs != len(params.labels):
        raise EncoderError(
            f"the head has {n_outputs} outputs",
            place=str(encoder),
            value=list(params.labels),
            allowed=f"{n_outputs} labels, one for each output",
            action="Give labels = [...] for the arm, in the order of the outputs.",
        )


def _n_parameters(module: nn.Module) -> int:
    return sum(weights.numel() for weights in module.parameters())
