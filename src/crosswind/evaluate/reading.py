"""Examples of a prediction job as model inputs: the records that all task kinds share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crosswind.evaluate.candidates import Candidates
from crosswind.evaluate.pool import Floats, Run
from crosswind.model.texts import ChoiceRows, TextRow
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.windows import WORD_PIECES, SpanRows, WordRows
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction

Row = TextRow | ChoiceRows | WordRows | SpanRows
Outputs = Mapping[ModelInput, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How examples are read and outputs decoded; the fields are those of `PredictParams`.

    `word_piece` is the checkpoint's own: a tag is read where it was trained.
    """

    kind: str
    fields: tuple[str, ...]
    max_tokens: int
    stride: int
    max_answer_tokens: int
    pooling: str = "mean"
    layer: int = -1
    margin: str = "none"
    k: int = 1
    direction: str = "max"
    search: str = "auto"
    n_ranked: int = 20
    null_threshold: float | None = None
    word_piece: str = WORD_PIECES[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A job's examples, read.

    Attributes:
        examples: as in the artifact.
        rows: one entry an example (retrieval: of its `target` text).
        queries: entries of the texts that search, if they are not `rows` (retrieval: of `source`).
        candidates: the pool that is searched, for the kinds that have one.
    """

    examples: tuple[Example, ...]
    rows: tuple[Row, ...]
    queries: tuple[TextRow, ...] = ()
    candidates: Candidates | None = None

    def inputs(self) -> list[ModelInput]:
        """Distinct model inputs, in order of appearance."""
        pool = self.candidates.rows if self.candidates else ()
        found = (read for row in (*self.queries, *self.rows, *pool) for read in row.reads)
        return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """One prediction an example, in their order, and what the artifact tells of them."""

    predictions: list[Prediction]
    facts: Mapping[str, object] = field(default_factory=dict)


Read = Callable[[Sequence[Example], Reading, PieceReader], ReadText]
Decode = Callable[[ReadText, Reading, Sequence[str], Outputs], Decoded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How tasks of one kind are predicted.

    Attributes:
        read: (examples, how, tokenizer) -> model inputs; candidates are added by the step.
        run: how -> what is kept of the model's output.
        decode: (text, how, labels of the head, output of each input) -> predictions.
    """

    read: Read
    run: Callable[[Reading], Run]
    decode: Decode
