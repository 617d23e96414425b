"""A seeded two-layer encoder with a byte tokenizer, built in milliseconds."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import ByteLevel, Sequence, WhitespaceSplit
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel

from crosswind.core.files import write_json
from crosswind.core.seeds import generator

_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_MAX_TOKENS = 512
# A long "word" (Thai, Chinese) must be cut into bytes, never become one unknown piece.
_LONGEST_WORD_IN_BYTES = 1 << 30


def tiny_encoder_folder(path: Path, *, seed: int = 0) -> Path:
    """Write a random two-layer BERT with a byte tokenizer as a Hugging Face folder.

    Its tokens are bytes of the UTF-8 text; the first byte of a word has a row of its own, white
    space has none. So any text tokenises without unknowns, and offsets point at whole characters.
    `</s>` separates the two texts of a pair, as in XLM-R.

    Args:
        path: folder to write; made if absent.
        seed: of the weights. Equal seeds give equal bytes.

    Returns:
        `path`, for `AutoModel.from_pretrained` and `AutoTokenizer.from_pretrained`.
    """
    path.mkdir(parents=True, exist_ok=True)
    tokenizer = tiny_tokenizer()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=_MAX_TOKENS,
        type_vocab_size=2,
        pad_token_id=_SPECIALS.index("<pad>"),
        architectures=["BertModel"],
    )
    config.save_pretrained(path)
    weights = path / "model.safetensors"
    save_file(_weights(config, seed), weights, metadata={"format": "pt"})
    weights.chmod(0o644)  # safetensors leaves it to the owner alone
    tokenizer.save(str(path / "tokenizer.json"))
    write_json(path / "tokenizer_config.json", _TOKENIZER_CONFIG)
    return path


_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": _MAX_TOKENS,
    "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}


def tiny_tokenizer() -> Tokenizer:
    """The byte tokenizer: five special tokens, 256 word-initial and 256 word-internal bytes."""
    letters = sorted(ByteLevel.alphabet())
    pieces = [*_SPECIALS, *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(
        WordPiece(
            vocab={piece: row for row, piece in enumerate(pieces)},
            unk_token="<unk>",
            max_input_chars_per_word=_LONGEST_WORD_IN_BYTES,
        )
    )
    tokenizer.pre_tokenizer = Sequence(
        [WhitespaceSplit(), ByteLevel(add_prefix_space=False, use_regex=False, trim_offsets=False)]
    )
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(list(_SPECIALS))
    return tokenizer


def _weights(config: BertConfig, seed: int) -> dict[str, torch.Tensor]:
    """Tensors of a `BertModel`, each drawn at an address of its own name."""
    with torch.device("meta"):
        shapes = BertModel(config, add_pooling_layer=False).state_dict()
    return {name: _drawn(name, tuple(like.shape), seed) for name, like in sorted(shapes.items())}


def _drawn(name: str, shape: tuple[int, ...], seed: int) -> torch.Tensor:
    if name.endswith("LayerNorm.weight"):
        return torch.ones(shape)
    if name.endswith("bias"):
        return torch.zeros(shape)
    # Ten times BERT's spread: with 32 units, texts would otherwise look alike to the encoder.
    values = generator(seed, "tiny encoder", name).standard_normal(shape) * 0.2
    return torch.from_numpy(values.astype(np.float32))
