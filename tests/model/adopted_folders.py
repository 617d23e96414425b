"""Tiny models of three families with the heads of transformers, as their makers would save them."""

from pathlib import Path
from typing import Any

import torch
import transformers

from crosswind.testing.tiny import tiny_encoder_folder

_SIZES: dict[str, Any] = {
    "vocab_size": 517,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 514,
    "pad_token_id": 1,
}
CONFIGS = {
    "Bert": transformers.BertConfig(**_SIZES, type_vocab_size=2),
    "XLMRoberta": transformers.XLMRobertaConfig(**_SIZES, type_vocab_size=1),
    "DebertaV2": transformers.DebertaV2Config(
        **_SIZES, type_vocab_size=0, relative_attention=True, pos_att_type=["p2c", "c2p"],
        position_biased_input=False, pooler_hidden_size=32,
    ),
}  # fmt: skip
HEADS = {
    "pair_classification": "ForSequenceClassification",
    "tagging": "ForTokenClassification",
    "span_qa": "ForQuestionAnswering",
    "multiple_choice": "ForMultipleChoice",
}


def adopted_folder(path: Path, family: str, kind: str, labels: tuple[str, ...] = ()) -> Path:
    """Write a random model with a head and a byte tokenizer; returns `path`."""
    tiny_encoder_folder(path)
    (path / "model.safetensors").unlink()
    config = type(CONFIGS[family]).from_dict(CONFIGS[family].to_dict())
    if labels:
        config.id2label = dict(enumerate(labels))
        config.label2id = {label: number for number, label in enumerate(labels)}
    state = torch.random.get_rng_state()
    torch.random.manual_seed(7)
    model = getattr(transformers, f"{family}{HEADS[kind]}")(config)
    with torch.no_grad():
        for weights in model.parameters():
            if weights.dim() > 1:
                weights.normal_(0.0, 0.3)
    torch.random.set_rng_state(state)
    model.save_pretrained(path)
    return path
