"""A pretrained encoder opened from its folder: attention, dropout, positions, word embeddings."""

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import AutoConfig, AutoModel
from transformers.utils import logging as transformers_logging

from crosswind.core.errors import ConfigError, EncoderError
from crosswind.core.hashing import digest, remembered_file_digest
from crosswind.model.attention import use_matrix_products
from crosswind.model.dropout import use_counters

_ATTENTION_DROPOUT = ("attention_probs_dropout_prob", "attention_dropout")
_HIDDEN_DROPOUT = ("hidden_dropout_prob", "hidden_dropout", "mlp_dropout", "embedding_dropout")


def open_encoder(
    folder: Path, *, attention_dropout: float = 0.0, hidden_dropout: float = 0.0
) -> nn.Module:
    """The encoder of a Hugging Face folder, in fp32 on the CPU, without a pooler.

    Word embeddings stay mapped from the file until somebody writes to them; all else is copied into
    memory of its own, which also fixes its alignment and with it the last bits of matrix products.

    Args:
        folder: config.json and safetensors files; nothing in it is executed.
        attention_dropout: share of attention probabilities dropped while training.
        hidden_dropout: share of token features dropped while training.

    Raises:
        EncoderError: if files are missing, damaged, or lack weights of the architecture.
    """
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        _set_dropout(config, _ATTENTION_DROPOUT, attention_dropout, folder)
        _set_dropout(config, _HIDDEN_DROPOUT, hidden_dropout, folder)
        encoder, found = read_weights(folder, config, AutoModel, **without_pooler(config))
    except EncoderError:
        raise
    except Exception as error:
        raise EncoderError(
            "the encoder cannot be opened",
            place=str(folder),
            value=str(error)[:160] or type(error).__name__,
            allowed="config.json and model.safetensors of a known architecture",
            action="Load the encoder again.",
        ) from error
    _require_weights(found, folder)
    if getattr(encoder, "pooler", None) is not None:
        encoder.pooler = None  # a random or unused layer has no place in a checkpoint
    use_matrix_products(encoder)
    use_counters(encoder)
    copy_into_memory(encoder, encoder)
    return encoder  # type: ignore[no-any-return]


def word_embedding(encoder: nn.Module) -> nn.Embedding:
    """The layer that turns vocabulary rows into vectors."""
    layer: nn.Embedding = encoder.get_input_embeddings()  # type: ignore[operator]
    return layer


def word_embedding_name(encoder: nn.Module) -> str:
    """Name of the word embedding's matrix in the encoder's state."""
    layer = word_embedding(encoder)
    return next(f"{name}.weight" for name, module in encoder.named_modules() if module is layer)


def encoder_dim(encoder: nn.Module) -> int:
    """Size of its token vectors."""
    return int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]


def check_max_tokens(encoder: nn.Module, max_tokens: int) -> None:
    """Refuse inputs that are longer than the encoder has positions for.

    Raises:
        ConfigError: with the longest input allowed.
    """
    limit = max_positions(encoder)
    if max_tokens > limit:
        raise ConfigError(
            "max_tokens is more than the encoder's positions",
            place="training.max_tokens",
            value=max_tokens,
            allowed=f"at most {limit}",
            action=f"Set max_tokens = {limit} or less.",
        )


def max_positions(encoder: nn.Module) -> int:
    """Longest input in tokens. RoBERTa's kin count positions from the row after padding's."""
    total = int(encoder.config.max_position_embeddings)  # type: ignore[union-attr, arg-type]
    padding = _position_padding(encoder)
    return total if padding is None else total - padding - 1


def position_rows(encoder: nn.Module, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of the position embedding that an encoder reads for one text, as its own code counts.

    RoBERTa's kin count what is not padding, from the row after padding's; the others count all.
    """
    padding = _position_padding(encoder)
    if padding is None:
        return np.arange(len(ids))
    is_text = (ids != padding).astype(np.int64)
    return np.asarray(np.cumsum(is_text) * is_text + padding)


def _position_padding(encoder: nn.Module) -> int | None:
    """The row of padding in the position embedding, where it has one."""
    for name, module in encoder.named_modules():
        if name.endswith("position_embeddings") and isinstance(module, nn.Embedding):
            return module.padding_idx
    return None


def recompute_activations(encoder: nn.Module) -> None:
    """Keep the input of each layer alone, and compute the rest again on the way back.

    Dropout is drawn again as it was, so an update has the same digits with less memory and one more
    forward pass. Source: Chen et al. 2016 (arXiv:1604.06174).

    Raises:
        ConfigError: if the architecture cannot.
    """
    if not getattr(encoder, "supports_gradient_checkpointing", False):
        kind = encoder.config.model_type  # type: ignore[union-attr]
        raise ConfigError(
            f"the architecture {kind!r} cannot compute its activations again in transformers",
            place="training.gradient_checkpointing",
            value=True,
            allowed="false for this encoder",
            action="Set gradient_checkpointing = false, and batch_examples lower.",
        )
    # Newer versions of transformers have another name for it.
    names = ("activation_checkpointing_enable", "gradient_checkpointing_enable")
    enable: Any = next(getattr(encoder, name) for name in names if hasattr(encoder, name))
    enable({"use_reentrant": False})


def encoder_digest(folder: Path) -> str:
    """SHA-256 over the digests of what decides the encoder's output: config and weights."""
    names = ["config.json", *sorted(path.name for path in folder.glob("*.safetensors"))]
    digests = {}
    for name in names:
        path = folder / name
        if not path.is_file():
            raise EncoderError(
                "a file of the encoder is missing",
                place=str(path),
                action="Load the encoder again.",
            )
        digests[name] = remembered_file_digest(path)
    return digest(digests)


def read_weights(folder: Path, config: Any, auto: Any, **rest: bool) -> tuple[Any, dict[str, Any]]:
    """A model as transformers loads it, and what it says of missing and left-over weights.

    Args:
        folder: Hugging Face folder; safetensors alone are read, and no code.
        config: its configuration.
        auto: class of transformers that chooses the architecture.
        rest: further arguments of the architecture.
    """
    verbosity = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return auto.from_pretrained(  # type: ignore[no-any-return]
            folder,
            config=config,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=torch.float32,
            attn_implementation="eager",
            output_loading_info=True,
            **rest,
        )
    finally:
        transformers_logging.set_verbosity(verbosity)


def _require_weights(found: dict[str, Any], folder: Path) -> None:
    missing = sorted(name for name in found["missing_keys"] if not name.startswith("pooler."))
    if missing:
        raise EncoderError(
            f"{len(missing)} weights of the architecture are missing",
            place=str(folder),
            value=missing[:3],
            action="Load the encoder again.",
        )


@torch.no_grad()
def copy_into_memory(model: nn.Module, encoder: nn.Module) -> None:
    """Copy all weights of a model but its encoder's word embeddings out of the mapped file."""
    words = word_embedding(encoder).weight
    for weights in model.parameters():
        if weights is not words:
            weights.data = weights.data.clone()


def without_pooler(config: Any) -> dict[str, bool]:
    """Arguments that leave out the pooler, where the architecture has one."""
    model_class: Any = AutoModel._model_mapping.get(type(config), None)
    accepted = inspect.signature(model_class).parameters if callable(model_class) else {}
    return {"add_pooling_layer": False} if "add_pooling_layer" in accepted else {}


def _set_dropout(config: Any, names: tuple[str, ...], share: float, folder: Path) -> None:
    known = [name for name in names if hasattr(config, name)]
    if share and not known:
        raise EncoderError(
            f"the architecture {config.model_type!r} has no such dropout",
            place=str(folder / "config.json"),
            value=share,
            allowed="0.0",
            action=f"Set the dropout to 0 (looked for {', '.join(names)}).",
        )
    for name in known:
        setattr(config, name, share)
