"""Task heads, and the model that is an encoder with one of them.

Classification reads the **mean of all token vectors** (special tokens included), not the vector of
`<s>`: sentence encoders such as multilingual-e5 are trained through that mean, and encoders trained
by masking alone lose nothing by it once they are fine-tuned. The reference recipes read `<s>`.
Dual encoders compare that mean too, where the reference compares the output of BERT's pooler.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from crosswind.core.errors import ConfigError, nearest_match
from crosswind.model.dropout import Dropout
from crosswind.model.encoders import encoder_dim, word_embedding

# Shapes: B batch, T tokens, D model dim, L outputs, N asked tokens, E word vectors, V vocabulary.

CLASSIFICATION_KINDS = ("classification", "pair_classification")
# Kinds whose head has as many outputs as the task has labels.
LABEL_KINDS = (*CLASSIFICATION_KINDS, "tagging")
# Kinds that train one tower for queries and candidates.
DUAL_KINDS = ("answer_retrieval", "entity_retrieval")
TRAINABLE_KINDS = (*LABEL_KINDS, "span_qa", "multiple_choice", *DUAL_KINDS, "masked_lm")
# XTREME-R's dual encoders multiply cosines by a number that starts here.
LOGIT_SCALE = 100.0


def mean_pool(hidden: Tensor, keep: Tensor) -> Tensor:
    """Average of kept token vectors: (B, T, D) and (B, T) bool -> (B, D).

    Source: Reimers & Gurevych 2019, section 3; XTREME's retrieval scripts. Special tokens are
    kept, as in both. Every row must keep a token.
    """
    weights = keep.to(hidden.dtype).unsqueeze(-1)
    return (hidden * weights).sum(dim=1) / weights.sum(dim=1)


class ClassificationHead(nn.Module):
    """Mean of the token vectors, dense layer with tanh, linear layer; (B, T, D) -> (B, L).

    Source: the classification head of RoBERTa (Liu et al. 2019), on the mean instead of `<s>`.
    """

    def __init__(self, dim: int, n_outputs: int, dropout: float, rng: torch.Generator) -> None:
        super().__init__()
        self.dropout = Dropout(dropout)
        self.dense = new_linear(dim, dim, rng)
        self.out = new_linear(dim, n_outputs, rng)

    def forward(self, hidden: Tensor, keep: Tensor) -> Tensor:
        """Logits of the labels."""
        pooled = self.dropout(mean_pool(hidden, keep))
        return self.out(self.dropout(torch.tanh(self.dense(pooled))))  # type: ignore[no-any-return]


class TokenHead(nn.Module):
    """One linear layer over each token; (B, T, D) -> (B, T, L). Tagging, and spans with L = 2.

    Source: Devlin et al. 2019, sections 4.2 and 5.3.
    """

    def __init__(self, dim: int, n_outputs: int, dropout: float, rng: torch.Generator) -> None:
        super().__init__()
        self.dropout = Dropout(dropout)
        self.out = new_linear(dim, n_outputs, rng)

    def forward(self, hidden: Tensor, keep: Tensor) -> Tensor:
        """Logits of the tags, or of (starts here, ends here)."""
        return self.out(self.dropout(hidden))  # type: ignore[no-any-return]


class VectorHead(nn.Module):
    """Mean of the token vectors at a learned length; (B, T, D) -> (B, D).

    All vectors have the length sqrt(scale), so the dot product of two is their cosine times the
    scale: a logit. The scale starts at 100 and is learned as its logarithm, so it stays positive
    and moves by ratios; the reference learns the number itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(math.log(LOGIT_SCALE)))

    def forward(self, hidden: Tensor, keep: Tensor) -> Tensor:
        """Vectors whose dot products are logits, in fp32."""
        unit = functional.normalize(mean_pool(hidden.float(), keep), dim=-1)
        return unit * torch.exp(self.log_scale / 2)


class MaskedWordsHead(nn.Module):
    """Dense layer, GELU, layer norm, decoder tied to the word embedding; (N, D) -> (N, V).

    Source: the masked-word heads of BERT and RoBERTa (Devlin et al. 2019, section 3.1; Liu et al.
    2019). Where word vectors are shorter than token vectors, the dense layer shortens, as
    RemBERT's does. Only asked tokens are decoded: a row of logits has the length of the vocabulary.
    """

    def __init__(self, dim: int, word_dim: int, vocabulary: int, rng: torch.Generator) -> None:
        super().__init__()
        self.dense = new_linear(dim, word_dim, rng)
        self.norm = nn.LayerNorm(word_dim)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, hidden: Tensor, words: Tensor) -> Tensor:
        """Logits of the vocabulary; `words` is the word embedding, (V, E)."""
        return functional.linear(self.norm(functional.gelu(self.dense(hidden))), words, self.bias)


class WholeModel(nn.Module):
    """A model of transformers with the head it was trained with, run as its own code says.

    Outputs have the shapes of our heads: (B, L) for labels, (B, T, L) for tags, (B, T, 2) for start
    and end, (B, 1) for the score of one choice.

    Args:
        whole: the model, its encoder included.
        kind: task kind that its head predicts.
    """

    def __init__(self, whole: nn.Module, kind: str) -> None:
        super().__init__()
        self.whole = whole
        self.kind = kind

    @property
    def n_outputs(self) -> int:
        """Labels of the head; two for spans, one for choices."""
        fixed = {"span_qa": 2, "multiple_choice": 1}
        return fixed.get(self.kind) or int(self.whole.config.num_labels)  # type: ignore[union-attr, arg-type]

    def forward(self, ids: Tensor, keep: Tensor, type_ids: Tensor | None) -> Tensor:
        """Logits; `ids`, `keep` (bool) and `type_ids` have shape (B, T)."""
        read = {"input_ids": ids, "attention_mask": keep.long()}
        if type_ids is not None:
            read["token_type_ids"] = type_ids
        if self.kind == "multiple_choice":
            # Transformers reads (B, choices, T); here each choice is a row of its own.
            read = {name: values.unsqueeze(1) for name, values in read.items()}
        found = self.whole(**read)
        if self.kind == "span_qa":
            return torch.stack([found.start_logits, found.end_logits], dim=-1)
        return found.logits  # type: ignore[no-any-return]


class TaskModel(nn.Module):
    """An encoder with a head, or without one (retrieval).

    Args:
        encoder: a transformers encoder.
        head: from `new_head`, a whole model that contains the encoder, or None.
    """

    def __init__(self, encoder: nn.Module, head: nn.Module | None) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head

    def forward(
        self, ids: Tensor, keep: Tensor, type_ids: Tensor | None, asked: Tensor | None = None
    ) -> Tensor:
        """Logits of the head.

        Args:
            ids: shape (B, T), as are the others.
            keep: bool.
            type_ids: segments, or None.
            asked: (B, T) bool, which tokens a head for masked words decodes; None: all. The other
                heads have no use for it.
        """
        assert self.head is not None, "a model without a head has hidden states only"
        if isinstance(self.head, WholeModel):
            return self.head(ids, keep, type_ids)  # type: ignore[no-any-return]
        hidden = self.hidden(ids, keep, type_ids, layer=-1)
        if isinstance(self.head, MaskedWordsHead):
            chosen = hidden if asked is None else hidden[asked]
            return self.head(chosen, word_embedding(self.encoder).weight)  # type: ignore[no-any-return]
        return self.decoded(hidden, keep)

    def hidden(self, ids: Tensor, keep: Tensor, type_ids: Tensor | None, *, layer: int) -> Tensor:
        """Token vectors, shape (B, T, D): the last (-1), or hidden state `layer` (0 = input)."""
        read = {"input_ids": ids, "attention_mask": keep.long()}
        if type_ids is not None:
            read["token_type_ids"] = type_ids
        if layer == -1:
            return self.encoder(**read).last_hidden_state  # type: ignore[no-any-return]
        return self.encoder(**read, output_hidden_states=True).hidden_states[layer]  # type: ignore[no-any-return]

    def decoded(self, hidden: Tensor, keep: Tensor) -> Tensor:
        """What a head of our own makes of the last hidden state; (B, T, D) and (B, T) bool."""
        assert self.head is not None, "a model without a head has hidden states only"
        return self.head(hidden, keep)  # type: ignore[no-any-return]


def new_head(
    kind: str, dim: int, n_outputs: int, *, dropout: float, rng: torch.Generator
) -> nn.Module:
    """A head with fresh weights, drawn from `rng` alone.

    Args:
        kind: task kind.
        dim: size of the encoder's token vectors.
        n_outputs: labels or tags, or the size of the vocabulary. The other kinds have a fixed
            number: start and end of a span, one score for each choice, or a vector.
        dropout: share of inputs dropped while training.
        rng: explicit CPU generator.

    Raises:
        ConfigError: if tasks of this kind are not trained.
    """
    if kind in CLASSIFICATION_KINDS:
        return ClassificationHead(dim, n_outputs, dropout, rng)
    if kind == "multiple_choice":
        return ClassificationHead(dim, 1, dropout, rng)
    if kind == "tagging":
        return TokenHead(dim, n_outputs, dropout, rng)
    if kind == "span_qa":
        return TokenHead(dim, 2, dropout, rng)
    if kind in DUAL_KINDS:
        return VectorHead()
    if kind == "masked_lm":
        return MaskedWordsHead(dim, dim, n_outputs, rng)
    raise ConfigError(
        "there is no head for tasks of this kind",
        value=kind,
        allowed=TRAINABLE_KINDS,
        nearest=nearest_match(kind, TRAINABLE_KINDS),
    )


def head_on(
    encoder: nn.Module, kind: str, n_labels: int, *, dropout: float, rng: torch.Generator
) -> nn.Module:
    """A head with fresh weights that fits an encoder; see `new_head`."""
    if kind == "masked_lm":
        words = word_embedding(encoder)
        dim = encoder_dim(encoder)
        return MaskedWordsHead(dim, words.embedding_dim, words.num_embeddings, rng)
    return new_head(kind, encoder_dim(encoder), n_labels, dropout=dropout, rng=rng)


def heads_agree(
    kind: str, labels: Sequence[str], other_kind: str, other_labels: Sequence[str]
) -> bool:
    """Whether the head of one task can be that of another.

    It can if their kinds are equal and, where outputs are labels, their labels too. A head for
    choices scores any number of them.
    """
    if kind != other_kind:
        return False
    return kind not in LABEL_KINDS or tuple(labels) == tuple(other_labels)


def new_linear(n_in: int, n_out: int, rng: torch.Generator) -> nn.Linear:
    """A linear layer: weights normal with deviation 0.02 (Devlin et al. 2019), biases zero."""
    # On the meta device torch draws nothing from its global generator.
    layer = nn.Linear(n_in, n_out, device="meta").to_empty(device="cpu")
    with torch.no_grad():
        layer.weight.normal_(0.0, 0.02, generator=rng)
        layer.bias.zero_()
    assert math.isfinite(layer.weight.sum().item())
    return layer
