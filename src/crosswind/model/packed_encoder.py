"""Encoders of BERT's family reading packs in bf16 on a CPU, with as few operations as it takes.

The layers compute what those of transformers do, from the same weights. What differs is how:
queries, keys and values come from one product, the GELU is part of the product before it, weights
are put into the order that oneDNN reads once for all packs, vectors of heads are gathered straight
from the pack into the shape that batched products take, and sums over layers stay in fp32.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.activations import GELUActivation

from crosswind.model.packing import Pack

# Architectures of transformers whose encoders have these layers: attention over all tokens, then
# two dense layers, each with a residual and a layer norm after it.
PACKED_TYPES = ("bert", "camembert", "roberta", "xlm-roberta")
BF16 = torch.bfloat16

# Shapes: M tokens of a pack, D model dim, N heads, H head dim, n rows of a group, W its width.


def can_pack(encoder: nn.Module) -> bool:
    """Whether an encoder can read packs; devices have kernels of their own for padding."""
    config: Any = encoder.config
    products = (module for module in encoder.modules() if isinstance(module, nn.Linear))
    return (
        next(encoder.parameters()).device.type == "cpu"
        and config.model_type in PACKED_TYPES
        and getattr(config, "position_embedding_type", "absolute") == "absolute"
        and not config.is_decoder
        # Anything that is put around a dense layer would be lost here.
        and all(type(module) is nn.Linear for module in products)
    )


class PackedEncoder:
    """An encoder that `can_pack`, with a copy of its layers' weights in bf16.

    Args:
        encoder: in evaluation mode; later changes of its layers are not seen.
        tokens: of a pack, for which weights are ordered; packs of other sizes are only slower.
    """

    def __init__(self, encoder: nn.Module, tokens: int) -> None:
        root: Any = encoder
        self._embeddings = root.embeddings
        self._n_heads = int(root.config.num_attention_heads)
        self._layers = [_Layer(layer, tokens) for layer in root.encoder.layer]

    def hidden(self, pack: Pack, *, layer: int) -> Tensor:
        """Token vectors of a pack: the last (-1), or hidden state `layer` (0 = input).

        Returns:
            Shape (M, D), fp32; what stands where the pack is filled up means nothing.
        """
        tokens: Tensor = self._embeddings(
            input_ids=pack.ids, token_type_ids=pack.type_ids, position_ids=pack.positions
        )[0]
        n_layers = len(self._layers) if layer == -1 else layer
        heads = _Heads.of(pack, self._n_heads)
        for one in self._layers[:n_layers]:
            tokens = one.forward(tokens, heads)
        return tokens


@dataclass(frozen=True, slots=True)
class _Heads:
    """How the vectors of heads fall into texts.

    Attributes:
        groups: of each group where the vectors of its queries, keys and values stand among all,
            (3 * n * N * W,), the number of its texts, and what is added to their scores.
        back: of each token and head, where its vector stands among those of all groups, (M * N,).
        n_heads: N.
    """

    groups: tuple[tuple[Tensor, int, Tensor], ...]
    back: Tensor
    n_heads: int

    @classmethod
    def of(cls, pack: Pack, n_heads: int) -> "_Heads":
        """The places in a pack, the same for all of its layers."""
        heads = torch.arange(n_heads)[None, :, None]
        parts = torch.arange(3)[:, None, None, None] * n_heads
        groups, found, before = [], [], 0
        for group in pack.groups:
            n, width = group.slots.shape
            places = parts + (group.slots[:, None] * 3 * n_heads + heads)
            groups.append((places.flatten(), n, group.mask()))
            numbers = torch.arange(before, before + n * n_heads * width)
            found.append(numbers.view(n, n_heads, width).transpose(1, 2).flatten(0, 1))
            before += n * n_heads * width
        back = torch.cat(found).index_select(0, pack.places).flatten()
        return cls(tuple(groups), back, n_heads)

    def attend(self, vectors: Tensor, scale: float) -> Tensor:
        """Attention within each text: queries, keys and values, (M, 3 * N * H) -> (M, N * H)."""
        n_tokens, dim = len(vectors), vectors.shape[1] // (3 * self.n_heads)
        rows, mixed = vectors.view(-1, dim), []
        for places, n, mask in self.groups:
            width = mask.shape[-1]
            spread = rows.index_select(0, places).view(3, n * self.n_heads, width, dim)
            queries, keys, values = spread.unbind()
            products = torch.bmm(queries, keys.transpose(1, 2)).view(n, -1, width, width)
            scores = torch.add(mask, products, alpha=scale)
            # Torch's softmax in bf16 takes three times as long as one in fp32.
            shares = scores.softmax(dim=-1).to(BF16).flatten(0, 1)
            mixed.append(torch.bmm(shares, values).view(-1, dim))
        return torch.cat(mixed).index_select(0, self.back).view(n_tokens, -1)


class _Layer:
    """One layer: attention and two dense layers, each with a residual and a layer norm."""

    def __init__(self, layer: Any, tokens: int) -> None:
        attention = layer.attention.self
        parts = (attention.query, attention.key, attention.value)
        self._scale = float(attention.attention_head_size) ** -0.5
        self._read = _Product(*parts, tokens=tokens)
        self._mix = _Product(layer.attention.output.dense, tokens=tokens)
        self._mix_norm = layer.attention.output.LayerNorm
        activation = layer.intermediate.intermediate_act_fn
        self._widen = _Product(layer.intermediate.dense, tokens=tokens, activation=activation)
        self._narrow = _Product(layer.output.dense, tokens=tokens)
        self._narrow_norm = layer.output.LayerNorm

    def forward(self, tokens: Tensor, heads: _Heads) -> Tensor:
        """Token vectors, (M, D), fp32."""
        mixed = self._mix.forward(heads.attend(self._read.forward(tokens.to(BF16)), self._scale))
        tokens = self._mix_norm(tokens + mixed)
        wide = self._widen.forward(tokens.to(BF16))
        narrow: Tensor = self._narrow_norm(tokens + self._narrow.forward(wide))
        return narrow


class _Product:
    """Dense layers that read the same vectors, as one product in bf16, and what follows it.

    Args:
        layers: their outputs stand side by side.
        tokens: rows of most products.
        activation: of the output; torch's own GELU is part of oneDNN's product.
    """

    def __init__(
        self, *layers: nn.Linear, tokens: int, activation: nn.Module | None = None
    ) -> None:
        self._weight = torch.cat([layer.weight.detach() for layer in layers]).to(BF16)
        self._bias = torch.cat([layer.bias.detach() for layer in layers]).to(BF16)
        self._is_ordered = has_onednn()
        if self._is_ordered:
            self._weight = torch.ops.mkldnn._reorder_linear_weight(self._weight, tokens)
        self._has_gelu = self._is_ordered and _is_erf_gelu(activation)
        self._activation = None if self._has_gelu else activation

    def forward(self, vectors: Tensor) -> Tensor:
        """Vectors (M, D), bf16, to (M, sum of outputs), bf16."""
        found = self._ordered(vectors) if self._is_ordered else self._plain(vectors)
        return found if self._activation is None else self._activation(found)

    def _ordered(self, vectors: Tensor) -> Tensor:
        name, how = ("gelu", "none") if self._has_gelu else ("none", "")
        return torch.ops.mkldnn._linear_pointwise(  # type: ignore[no-any-return]
            vectors, self._weight, self._bias, name, [], how
        )

    def _plain(self, vectors: Tensor) -> Tensor:
        return functional.linear(vectors, self._weight, self._bias)


def has_onednn() -> bool:
    """Whether torch has oneDNN's products with reordered weights, which its compiler uses too."""
    return (
        torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        and hasattr(torch.ops.mkldnn, "_linear_pointwise")
        and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    )


def _is_erf_gelu(activation: nn.Module | None) -> bool:
    return isinstance(activation, GELUActivation) and activation.act is functional.gelu
