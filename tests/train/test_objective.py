"""Every objective is a choice: batches, the loss over what is asked, and the share of right."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from crosswind.core.errors import DataError
from crosswind.model.encoders import open_encoder
from crosswind.model.heads import TRAINABLE_KINDS, TaskModel, head_on
from crosswind.model.tokenise import ModelInput, open_reader
from crosswind.records.example import Answer, Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.masking import masked_once, masking
from crosswind.train.objective import (
    IGNORED,
    LOWEST,
    TextRules,
    TrainingRow,
    collated,
    index_of,
    logits_of,
    loss_of,
    outputs_of,
    right_and_asked,
)
from crosswind.train.objectives.table import OBJECTIVES

CPU = torch.device("cpu")
FIELDS = {
    "span_qa": ("question", "context"),
    "answer_retrieval": ("question", "context"),
    "entity_retrieval": ("question", "context"),
    "multiple_choice": ("context", "choice1", "choice2"),
}


def example(number: int) -> Example:
    context = f"The {number} fog lifts. Rain comes."
    return Example(
        example_id=str(number),
        parallel_id=str(number),
        language="en",
        texts={
            "question": f"what {number}",
            "context": context,
            "choice1": "sun",
            "choice2": "fog",
            "text": context,
        },
        words=("fog", "lifts"),
        tags=("A", "B"),
        label=str(number % 2),
        answers=(Answer(start=context.index("fog"), text="fog"),),
    )


def test_every_kind_with_a_head_has_an_objective():
    assert set(OBJECTIVES) == set(TRAINABLE_KINDS)


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_targets_have_the_shape_of_the_logits_without_their_last_axis(kind, tmp_path):
    objective = OBJECTIVES[kind]
    folder = tiny_encoder_folder(tmp_path)
    examples = [example(number) for number in range(5)]
    rules = TextRules(kind=kind, fields=FIELDS.get(kind, ("text",)), labels=(), max_tokens=64)
    labels = objective.labels(examples, rules, "place")
    rules = TextRules(kind=kind, fields=rules.fields, labels=labels, max_tokens=64)
    reader = open_reader(folder)
    text = objective.read(examples, rules, reader)
    if kind == "masked_lm":
        text = masked_once(text, masking(reader, 0.3))
    encoder, rng = open_encoder(folder), torch.Generator().manual_seed(1)
    model = TaskModel(encoder, head_on(encoder, kind, len(labels), dropout=0.0, rng=rng))
    batch = collated(text.rows, objective, pad_id=1, device=CPU)
    logits = logits_of(outputs_of(model, batch), batch, objective)
    assert logits.shape[:-1] == batch.targets.shape
    assert logits.dtype == torch.float32
    loss = loss_of(logits, batch.targets)
    loss.backward()
    assert torch.isfinite(loss)
    assert all(torch.isfinite(one.grad).all() for one in model.head.parameters())
    right, asked = right_and_asked(logits, batch.targets)
    assert 0 <= right <= asked
    assert asked >= len(text.rows)
    assert objective.read([], rules, open_reader(folder)).rows == ()


def test_losses_by_hand():
    logits = torch.tensor([[[0.0, 1.0], [2.0, 0.0], [9.0, 9.0]]])
    tags = torch.tensor([[1, IGNORED, IGNORED]])
    expected = functional.cross_entropy(logits[:, 0], torch.tensor([1]))
    assert loss_of(logits, tags).item() == pytest.approx(expected.item())
    assert right_and_asked(logits, tags) == (1, 1)
    assert right_and_asked(logits, torch.tensor([[1, 1, IGNORED]])) == (1, 2)


def test_a_batch_that_asks_nothing_has_no_loss_and_moves_nothing():
    logits = torch.ones(2, 3, requires_grad=True)
    loss = loss_of(logits, torch.full((2,), IGNORED))
    loss.backward()
    assert loss.item() == 0.0
    assert logits.grad.abs().sum().item() == 0.0


@settings(max_examples=30)
@given(
    values=st.lists(st.floats(-20, 20, width=32), min_size=2, max_size=6),
    extra=st.integers(1, 3),
)
def test_what_cannot_be_chosen_changes_no_loss(values, extra):
    logits = torch.tensor([values])
    wider = functional.pad(logits, (0, extra), value=LOWEST)
    target = torch.tensor([1])
    assert loss_of(wider, target).item() == pytest.approx(loss_of(logits, target).item(), abs=1e-6)
    assert right_and_asked(wider, target) == right_and_asked(logits, target)


def test_sides_are_padded_by_themselves():
    rows = [
        TrainingRow((ModelInput((0, 5, 2)), ModelInput((0, 5, 6, 7, 8, 2))), (0,)),
        TrainingRow((ModelInput((0, 5, 6, 2)), ModelInput((0, 9, 2))), (1,)),
    ]
    batch = collated(rows, OBJECTIVES["answer_retrieval"], pad_id=1, device=CPU)
    assert [tuple(side.ids.shape) for side in batch.sides] == [(2, 4), (2, 6)]
    flat = collated(rows, OBJECTIVES["multiple_choice"], pad_id=1, device=CPU)
    assert [tuple(side.ids.shape) for side in flat.sides] == [(4, 6)]
    assert (rows[0].n_longest, rows[0].n_tokens) == (6, 9)


def test_an_unknown_label_is_an_error():
    with pytest.raises(DataError, match=r"'1'.*Did you mean 'b'"):
        index_of("B", {"a": 0, "b": 1}, example(1))
