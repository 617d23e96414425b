"""Only the rows that differ are kept, and they come back."""

import pytest
import torch
from torch import nn

from crosswind.core.errors import StoreError
from crosswind.model.word_rows import ChangedRows, apply_rows, row_tensors


class Words(nn.Module):
    """An encoder that is a word embedding."""

    def __init__(self, values):
        super().__init__()
        self.words = nn.Embedding.from_pretrained(values.clone())

    def get_input_embeddings(self):
        return self.words


BEFORE = torch.arange(12.0).reshape(4, 3)


@pytest.mark.parametrize("scale", [1.0, 0.5])
@pytest.mark.parametrize("rows", [[], [1], [0, 3], [0, 1, 2, 3]])
def test_what_was_taken_apart_is_put_together(rows, scale):
    after = BEFORE * scale
    after[rows] = BEFORE[rows] + 1.0
    words = ChangedRows(torch.tensor(rows, dtype=torch.int64), scale)
    tensors = row_tensors("w", after, BEFORE, words)
    encoder = Words(BEFORE)
    if "w" not in tensors:
        assert sum(len(one) for name, one in tensors.items() if name == "w.rows") == len(rows)
        found = apply_rows(encoder, "w", tensors, "here")
        assert (found.rows.tolist(), found.scale) == (rows, scale)
        assert tensors == {}
        torch.testing.assert_close(encoder.words.weight.detach(), after)
    else:
        torch.testing.assert_close(tensors["w"], after)


def test_rows_of_another_encoder_are_refused():
    tensors = {"w.rows": torch.tensor([9]), "w.values": torch.zeros(1, 3)}
    with pytest.raises(StoreError, match="do not fit"):
        apply_rows(Words(BEFORE), "w", tensors, "here")
