"""Retrieval: one tower reads queries and candidates, the batch is the pool. Logits (B, B).

Source: the dual encoders of XTREME-R (LAReQA and Mewsli-X): softmax over the candidates of the
batch of a learned scale times the cosine. Differs: the reference counts the candidate of another
row as a negative even if it is the row's own (two questions about one sentence); here it is left
out. The reference reads BERT's pooler; here the mean of the token vectors is compared.

Rows of a batch are drawn at random, not by length: questions about one paragraph have candidates
of one length and would meet in every batch. More negatives make an easier comparison of systems
impossible, so their number stands in the checkpoint's record.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from crosswind.core.errors import ConfigError, DataError
from crosswind.core.sentences import answer_sentence
from crosswind.model.batches import Batch
from crosswind.model.texts import TextRow, query_tokens, rows_of, text_of, text_rows
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.records.example import Example
from crosswind.train.objective import (
    IGNORED,
    LOWEST,
    Objective,
    TextRules,
    TrainingBatch,
    TrainingRow,
    TrainingText,
)
from crosswind.train.objectives.spans import answer_of


def _no_labels(examples: Sequence[Example], rules: TextRules, place: str) -> tuple[str, ...]:
    return ()


def _read_answers(
    examples: Sequence[Example], rules: TextRules, reader: PieceReader
) -> TrainingText:
    """Span QA examples: the question against the answer's sentence beside the whole context."""
    question, context = _two_fields(rules)
    contexts = [text_of(example, context) for example in examples]
    sentences = []
    for example, text in zip(examples, contexts, strict=True):
        answer = answer_of(example, context)
        if answer is None:
            raise DataError(
                f"example {example.example_id!r} has no answer",
                allowed="text that answers each question: an answer is what is retrieved",
                action="Train on a task without unanswerable questions, as squad.",
            )
        start, end = answer_sentence(text, *answer)
        sentences.append(text[start:end])
    return _pairs(
        text_rows(examples, (question,), reader, query_tokens(rules.max_tokens)),
        rows_of((sentences, contexts), reader, rules.max_tokens),
    )


def _read_entities(
    examples: Sequence[Example], rules: TextRules, reader: PieceReader
) -> TrainingText:
    """Examples with both texts: the mention in its context against the entity's description."""
    mention, entity = _two_fields(rules)
    return _pairs(
        text_rows(examples, (mention,), reader, rules.max_tokens),
        text_rows(examples, (entity,), reader, rules.max_tokens),
    )


def _two_fields(rules: TextRules) -> tuple[str, str]:
    if len(rules.fields) != 2:
        raise ConfigError(
            f"text that trains {rules.kind} has two fields: of the query and of the candidate",
            value=list(rules.fields),
            allowed="two fields",
            action="Check the tasks that train the target.",
        )
    return rules.fields[0], rules.fields[1]


def _pairs(queries: Sequence[TextRow], candidates: Sequence[TextRow]) -> TrainingText:
    pairs = list(zip(queries, candidates, strict=True))
    # Candidates that read alike are one candidate, whatever example they come from.
    known: dict[ModelInput, int] = {}
    return TrainingText(
        rows=tuple(
            TrainingRow(
                (query.read, candidate.read),
                (known.setdefault(candidate.read, len(known)),),
            )
            for query, candidate in pairs
        ),
        n_truncated=sum(query.is_truncated or candidate.is_truncated for query, candidate in pairs),
    )


def _sides(rows: Sequence[TrainingRow]) -> tuple[list[ModelInput], ...]:
    """Queries and candidates, each padded by themselves."""
    return [row.reads[0] for row in rows], [row.reads[1] for row in rows]


def _targets(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> Tensor:
    """Each row's own candidate; nothing is asked of a row without a negative."""
    own = [row.target for row in rows]
    return torch.tensor(
        [index if own.count(target) < len(own) else IGNORED for index, target in enumerate(own)]
    )


def _logits(outputs: tuple[Tensor, ...], batch: TrainingBatch) -> Tensor:
    queries, candidates = outputs
    own = torch.tensor([row.target[0] for row in batch.rows], device=queries.device)
    repeated = (own.unsqueeze(0) == own.unsqueeze(1)).fill_diagonal_(fill_value=False)
    return (queries @ candidates.T).masked_fill(repeated, LOWEST)


def _facts(text: TrainingText, batch_examples: int) -> Mapping[str, object]:
    """Negatives of a row in a full batch, repeated candidates included, and what they come from."""
    return {
        "n_in_batch_negatives": min(batch_examples, len(text.rows)) - 1,
        "n_distinct_candidates": len({row.target for row in text.rows}),
    }


ANSWERS = Objective(
    labels=_no_labels,
    read=_read_answers,
    sides=_sides,
    targets=_targets,
    logits=_logits,
    facts=_facts,
    by_length=False,
)
ENTITIES = Objective(
    labels=_no_labels,
    read=_read_entities,
    sides=_sides,
    targets=_targets,
    logits=_logits,
    facts=_facts,
    by_length=False,
)
