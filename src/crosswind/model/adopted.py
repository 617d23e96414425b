"""A model that was trained elsewhere, opened with the head it was saved with."""

from pathlib import Path
from typing import Any

from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
)

from crosswind.core.errors import EncoderError, require_one_of
from crosswind.model.attention import use_matrix_products
from crosswind.model.encoders import copy_into_memory, read_weights
from crosswind.model.heads import TaskModel, WholeModel

_AUTO_CLASSES: dict[str, Any] = {
    "classification": AutoModelForSequenceClassification,
    "pair_classification": AutoModelForSequenceClassification,
    "tagging": AutoModelForTokenClassification,
    "span_qa": AutoModelForQuestionAnswering,
    "multiple_choice": AutoModelForMultipleChoice,
}
ADOPTED_KINDS = tuple(_AUTO_CLASSES)
# Parts of pretraining that models with a task head never run.
_UNUSED = ("cls.", "lm_head.", "lm_predictions.", "mask_predictions.", "predictions.", "pooler.")


def open_adopted(folder: Path, kind: str, architecture: str) -> TaskModel:
    """The whole model of a Hugging Face folder, in fp32 on the CPU, by transformers' own class.

    Args:
        folder: configuration and safetensors files; nothing in it is executed.
        kind: task kind, one of `ADOPTED_KINDS`.
        architecture: the class it was saved from.

    Raises:
        ConfigError: for a kind of task that has no such head.
        EncoderError: if files are damaged, if transformers would build another class, if weights
            are missing, which would be drawn anew, or left over, which would never run.
    """
    require_one_of(kind, ADOPTED_KINDS, place="kind")
    auto = _AUTO_CLASSES[kind]
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        built = auto._model_mapping.get(type(config), None)
        if getattr(built, "__name__", "") != architecture:
            raise _refused(
                "transformers builds another class for this configuration",
                folder,
                getattr(built, "__name__", "none"),
                architecture,
            )
        whole, found = read_weights(folder, config, auto)
    except EncoderError:
        raise
    except Exception as error:
        raise _refused(
            "the model cannot be opened",
            folder,
            str(error)[:160] or type(error).__name__,
            "config.json and model.safetensors of a known architecture",
        ) from error
    _require_all_weights(found, folder)
    use_matrix_products(whole)
    encoder: nn.Module = whole.base_model
    copy_into_memory(whole, encoder)
    return TaskModel(encoder, WholeModel(whole, kind))


def _require_all_weights(found: dict[str, Any], folder: Path) -> None:
    missing = sorted(found["missing_keys"])
    if missing:
        raise _refused(
            f"{len(missing)} weights are missing and would be drawn at random",
            folder,
            missing[:3],
            "every weight of the architecture",
        )
    left_over = sorted(name for name in found["unexpected_keys"] if not _is_unused(str(name)))
    if left_over:
        raise _refused(
            f"{len(left_over)} weights belong to no part of the architecture",
            folder,
            left_over[:3],
            "the weights of the architecture, and heads of pretraining",
        )


def _is_unused(name: str) -> bool:
    bare = name.partition(".")[2]
    return name.startswith(_UNUSED) or bare.startswith(_UNUSED) or name.endswith("position_ids")


def _refused(problem: str, folder: Path, value: object, allowed: str) -> EncoderError:
    return EncoderError(
        problem,
        place=str(folder),
        value=value,
        allowed=allowed,
        action="Save the model again with save_pretrained, or name another checkpoint.",
    )
