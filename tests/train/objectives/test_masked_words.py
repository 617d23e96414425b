"""Only masked tokens are decoded, and long lines become several rows."""

import torch
from torch.nn import functional

from crosswind.model.encoders import open_encoder, word_embedding
from crosswind.model.heads import TaskModel, head_on
from crosswind.model.tokenise import ModelInput, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import (
    IGNORED,
    TextRules,
    TrainingRow,
    collated,
    logits_of,
    loss_of,
    outputs_of,
)
from crosswind.train.objectives.masked_words import MASKED_WORDS

ROWS = [
    TrainingRow((ModelInput((0, 4, 21, 2)),), (IGNORED, 20, IGNORED, IGNORED)),
    TrainingRow((ModelInput((0, 30, 4, 32, 4, 2)),), (IGNORED, IGNORED, 31, IGNORED, 33, IGNORED)),
]


def test_logits_are_those_of_the_asked_tokens(tmp_path):
    encoder = open_encoder(tiny_encoder_folder(tmp_path))
    head = head_on(encoder, "masked_lm", 0, dropout=0.0, rng=torch.Generator().manual_seed(1))
    model = TaskModel(encoder, head).eval()
    batch = collated(ROWS, MASKED_WORDS, pad_id=1, device=torch.device("cpu"))
    assert batch.targets.tolist() == [20, 31, 33]
    logits = logits_of(outputs_of(model, batch), batch, MASKED_WORDS)
    assert logits.shape == (3, 517)
    side = batch.sides[0]
    whole = model(side.ids, side.keep, side.type_ids)
    torch.testing.assert_close(logits, whole[batch.asked])
    expected = functional.cross_entropy(logits, batch.targets)
    torch.testing.assert_close(loss_of(logits, batch.targets), expected)
    expected.backward()
    assert word_embedding(encoder).weight.grad.abs().sum(dim=1).gt(0).all()


def test_a_long_line_becomes_several_rows(tmp_path):
    reader = open_reader(tiny_encoder_folder(tmp_path))
    example = Example(
        example_id="0", parallel_id="0", language="en", texts={"text": "abcdefghij" * 3}
    )
    rules = TextRules(kind="masked_lm", fields=("text",), labels=(), max_tokens=12)
    text = MASKED_WORDS.read([example], rules, reader)
    assert [len(row.reads[0].ids) for row in text.rows] == [12, 12, 12]
    assert (text.n_windowed, text.n_truncated) == (1, 0)
