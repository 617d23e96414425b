"""The embedded encoder: an `E5S1` container as a Hugging Face folder."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from crosswind.core.files import write_json
from crosswind.model.quantised import Container, Shape, read_container
from crosswind.model.tokenizer import save_tokenizer

_READABLE = 0o644


def write_encoder(container: Path, out: Path) -> None:
    """Write configuration, fp32 weights and tokenizer of a container into the folder `out`.

    Its architecture is BERT with erf GELU; position rows start at 0, unlike XLM-R's. The container
    holds no pooler, so the folder has none: load it without one, or do not use it.

    Raises:
        EncoderError: if the container is damaged or lacks a tensor.
    """
    parsed = read_container(container)
    write_json(out / "config.json", bert_config(parsed))
    # The metadata is what transformers asks of any safetensors file it loads.
    weights = out / "model.safetensors"
    save_file(bert_tensors(parsed), weights, metadata={"format": "pt"})
    weights.chmod(_READABLE)  # safetensors leaves it to the owner alone
    save_tokenizer(parsed, out)


def bert_config(container: Container) -> dict[str, object]:
    """The `config.json` of the `BertModel` that the container holds."""
    shape = container.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "attention_probs_dropout_prob": 0.1,
        "hidden_dropout_prob": 0.1,
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": shape.feed_forward,
        # fp32 keeps 1e-12 as 9.99999996e-13; write the number that was meant.
        "layer_norm_eps": float(f"{container.norm_epsilon:.6g}"),
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": container.specials["pad"],
        "type_vocab_size": shape.types,
        "vocab_size": shape.vocabulary,
    }


def bert_tensors(container: Container) -> dict[str, NDArray[np.float32]]:
    """The tensors of the container in fp32 under the names of `BertModel`."""
    names = _names(container.shape)
    return {name: container.tensor(stored, shape) for name, (stored, shape) in names.items()}


def _names(shape: Shape) -> dict[str, tuple[str, tuple[int, ...]]]:
    """`BertModel` name -> (name in the container, shape)."""
    wide, deep = shape.hidden, shape.feed_forward
    names: dict[str, tuple[str, tuple[int, ...]]] = {
        "embeddings.word_embeddings.weight": ("emb.word", (shape.vocabulary, wide)),
        "embeddings.position_embeddings.weight": ("emb.pos", (shape.positions, wide)),
        "embeddings.token_type_embeddings.weight": ("emb.type", (shape.types, wide)),
    }
    parts: list[tuple[str, str, tuple[int, ...]]] = [
        ("embeddings.LayerNorm", "emb.ln", (wide,)),
    ]
    for layer in range(shape.layers):
        parts += [
            (f"encoder.layer.{layer}.{long}", f"l{layer}.{short}", size)
            for long, short, size in (
                ("attention.self.query", "q", (wide, wide)),
                ("attention.self.key", "k", (wide, wide)),
                ("attention.self.value", "v", (wide, wide)),
                ("attention.output.dense", "ao", (wide, wide)),
                ("attention.output.LayerNorm", "aln", (wide,)),
                ("intermediate.dense", "fi", (deep, wide)),
                ("output.dense", "fo", (wide, deep)),
                ("output.LayerNorm", "oln", (wide,)),
            )
        ]
    for long, short, size in parts:
        names[f"{long}.weight"] = (f"{short}.w", size)
        names[f"{long}.bias"] = (f"{short}.b", size[:1])
    return names
