"""Which rows of the word embedding are trained: all, none, or those that can occur.

With `seen`, a compact matrix of the occurring rows stands in for the whole one while training. Rows
that never occur have zero gradients and zero moments, so AdamW changes them by weight decay alone:
by one common factor, the product of (1 - learning rate x decay) over the updates. The result equals
training the whole matrix: to the bit without weight decay, to rounding with it.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional

from crosswind.core.errors import require_one_of
from crosswind.model.encoders import word_embedding
from crosswind.model.heads import TaskModel
from crosswind.model.tokenise import ModelInput
from crosswind.model.word_rows import ChangedRows

MODES = ("auto", "all", "seen", "frozen")


class SeenRows(nn.Module):
    """Some rows of a word embedding, read by their row numbers in the whole matrix."""

    def __init__(self, whole: nn.Embedding, rows: Tensor) -> None:
        super().__init__()
        lookup = torch.full((whole.num_embeddings,), -1, dtype=torch.int64)
        lookup[rows] = torch.arange(len(rows))
        self.register_buffer("lookup", lookup, persistent=False)
        self.weight = nn.Parameter(whole.weight.detach()[rows].clone())
        padding = -1 if whole.padding_idx is None else int(lookup[whole.padding_idx])
        self.padding_row = padding if padding >= 0 else None

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of the rows `ids`; a row that is not among the seen ones is an IndexError."""
        return functional.embedding(self.lookup[ids], self.weight, self.padding_row)  # type: ignore[index]


class TrainedRows:
    """The word embedding of one stage: set up before training, written back after it.

    Args:
        model: its word embedding is replaced (`seen`) or frozen (`frozen`).
        mode: see `MODES`; "auto" is `seen`.
        inputs: every row that can occur in the stage, validation included.
        special_ids: vocabulary rows that may occur beside the text.
        before: how the model's word embedding differs from the root's already.

    Raises:
        ConfigError: for another mode.
    """

    def __init__(
        self,
        model: TaskModel,
        mode: str,
        *,
        inputs: Iterable[ModelInput],
        special_ids: Iterable[int],
        before: ChangedRows,
    ) -> None:
        require_one_of(
            mode,
            MODES,
            problem="unknown choice of embedding rows",
            place="training.embedding_rows",
        )
        self.mode = "seen" if mode == "auto" else mode
        self._model = model
        self._before = before
        self._whole = word_embedding(model.encoder)
        occurring = set(special_ids).union(*(row.ids for row in inputs))
        self._rows = torch.tensor(sorted(occurring), dtype=torch.int64)
        if self.mode != "all":
            self._whole.weight.requires_grad = False
        if self.mode == "seen":
            seen = SeenRows(self._whole, self._rows)
            model.encoder.set_input_embeddings(seen)  # type: ignore[operator]

    @property
    def n_trained(self) -> int:
        """How many rows are trained."""
        if self.mode == "frozen":
            return 0
        return self._whole.num_embeddings if self.mode == "all" else len(self._rows)

    @torch.no_grad()
    def write_back(self, decay_factor: float) -> ChangedRows:
        """Put the trained rows back into the whole matrix.

        Args:
            decay_factor: product of (1 - learning rate x weight decay) over all updates.

        Returns:
            The rows that may now differ from the root's, and the factor of all others.
        """
        if self.mode == "frozen":
            return self._before
        if self.mode == "all":
            return ChangedRows(torch.arange(self._whole.num_embeddings))
        trained: SeenRows = self._model.encoder.get_input_embeddings()  # type: ignore[operator]
        if decay_factor != 1.0:
            self._whole.weight.mul_(decay_factor)
        self._whole.weight[self._rows] = trained.weight.detach().cpu()
        self._model.encoder.set_input_embeddings(self._whole)  # type: ignore[operator]
        rows = torch.unique(torch.cat([self._before.rows, self._rows]))
        return ChangedRows(rows, self._before.scale * decay_factor)
