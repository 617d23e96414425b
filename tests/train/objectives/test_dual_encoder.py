"""The batch is the pool: own candidates against those of the other rows."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from crosswind.core.errors import ConfigError, DataError
from crosswind.model.tokenise import ModelInput, PieceReader, open_reader
from crosswind.records.example import Answer, Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import (
    IGNORED,
    LOWEST,
    TextRules,
    TrainingRow,
    collated,
    logits_of,
    loss_of,
    right_and_asked,
)
from crosswind.train.objectives.dual_encoder import ANSWERS, ENTITIES

CPU = torch.device("cpu")
CONTEXT = "Fog came early. Dr. No left at noon. Rain fell."


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def rules(kind="answer_retrieval", fields=("question", "context"), max_tokens=128) -> TextRules:
    return TextRules(kind=kind, fields=fields, labels=(), max_tokens=max_tokens)


def example(question="who", answer="No", context=CONTEXT) -> Example:
    return Example(
        example_id="x",
        parallel_id="x",
        language="en",
        texts={"question": question, "context": context},
        answers=(Answer(start=context.index(answer), text=answer),),
    )


def rows_with(own: list[int]) -> list[TrainingRow]:
    read = ModelInput((0, 5, 2))
    return [TrainingRow((read, read), (number,)) for number in own]


def test_a_question_is_read_against_the_sentence_and_its_paragraph(reader):
    text = ANSWERS.read(
        [example(), example("when", "noon"), example("rain?", "Rain")], rules(), reader
    )
    question, sentence, paragraph = reader.cut(["who", "Dr. No left at noon.", CONTEXT])
    assert text.rows[0].reads == (
        reader.join(question.ids),
        reader.join(sentence.ids, paragraph.ids),
    )
    assert [row.target for row in text.rows] == [(0,), (0,), (1,)]
    assert ANSWERS.facts(text, 16) == {"n_in_batch_negatives": 2, "n_distinct_candidates": 2}
    assert ANSWERS.facts(text, 2)["n_in_batch_negatives"] == 1
    assert ANSWERS.labels([], rules(), "") == ()


def test_questions_are_shorter_than_answers_and_cuts_are_counted(reader):
    text = ANSWERS.read([example("why " * 30), example()], rules(max_tokens=48), reader)
    assert [len(read.ids) for read in text.rows[0].reads] == [32, 48]
    assert text.n_truncated == 2  # the second by its paragraph alone


def test_entities_are_read_from_both_texts_of_an_example(reader):
    pair = Example(
        example_id="x", parallel_id="x", language="en", texts={"mention": "fog", "entity": "mist"}
    )
    text = ENTITIES.read([pair, pair], rules("entity_retrieval", ("mention", "entity")), reader)
    mention, entity = reader.cut(["fog", "mist"])
    assert text.rows[0].reads == (reader.join(mention.ids), reader.join(entity.ids))
    assert [row.target for row in text.rows] == [(0,), (0,)]


def test_mistakes_are_errors(reader):
    with pytest.raises(ConfigError, match="two fields"):
        ENTITIES.read([example()], rules(fields=("question",)), reader)
    with pytest.raises(DataError, match="no answer"):
        nothing = Example(
            example_id="x",
            parallel_id="x",
            language="en",
            texts={"question": "who", "context": CONTEXT},
        )
        ANSWERS.read([nothing], rules(), reader)


@settings(max_examples=40)
@given(own=st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_the_own_candidate_of_another_row_is_no_negative(own):
    batch = collated(rows_with(own), ANSWERS, pad_id=1, device=CPU)
    vectors = torch.ones(len(own), 4)
    logits = logits_of((vectors, vectors), batch, ANSWERS)
    for row in range(len(own)):
        for column in range(len(own)):
            allowed = row == column or own[row] != own[column]
            assert logits[row, column].item() == (4.0 if allowed else LOWEST)
        has_negative = any(number != own[row] for number in own)
        assert batch.targets[row].item() == (row if has_negative else IGNORED)


def test_the_loss_by_hand():
    batch = collated(rows_with([7, 7, 9]), ANSWERS, pad_id=1, device=CPU)
    queries = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    candidates = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    logits = logits_of((queries, candidates), batch, ANSWERS)
    by_hand = [
        functional.cross_entropy(torch.tensor([[2.0, 0.0]]), torch.tensor([0])),
        functional.cross_entropy(torch.tensor([[0.0, 2.0]]), torch.tensor([0])),
        functional.cross_entropy(torch.tensor([[1.0, 1.0, 1.0]]), torch.tensor([0])),
    ]
    assert loss_of(logits, batch.targets).item() == pytest.approx(sum(by_hand).item() / 3)
    assert right_and_asked(logits, batch.targets) == (1, 3)
