"""Small random encoders of the architectures of BERT's family."""

from typing import Any

import torch
from transformers import AutoConfig, AutoModel

from crosswind.model.attention import use_matrix_products

# The row of padding.
PAD = 1


def encoder_of(model_type: str, *, activation: str = "gelu") -> Any:
    """Two layers of 32 dimensions over 300 rows, with weights that are large enough to tell."""
    config = AutoConfig.for_model(
        model_type,
        vocab_size=300,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=90,
        type_vocab_size=2,
        pad_token_id=PAD,
        hidden_act=activation,
    )
    with torch.random.fork_rng():
        encoder = AutoModel.from_config(config, add_pooling_layer=False).eval()
    rng = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for weights in encoder.parameters():
            weights.normal_(0.0, 0.3, generator=rng)
    use_matrix_products(encoder)
    return encoder
