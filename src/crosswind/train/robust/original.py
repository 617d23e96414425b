"""Original: the clean text of one task of a stage, of which a method makes copies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from crosswind.core.errors import DataError
from crosswind.model.tokenise import PieceReader
from crosswind.records.codecs import read_examples
from crosswind.records.example import Example
from crosswind.train.objective import TextRules, TrainingRow
from crosswind.train.objectives.table import OBJECTIVES

# The rows of each example.
Groups = tuple[tuple[TrainingRow, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What copies are made of.

    Attributes:
        examples: clean, in the order of the texts.
        groups: rows of each of them.
        rules: how examples are read; the labels are those that are trained.
        reader: the encoder's tokenizer.
        words: rows of the encoder's word embedding, (vocabulary, D), at the start of the stage.
        perturbed: for each copy its example artifacts, one a text.
        neighbors: file of neighbors of words, compared with its digest; None without one.
        kept_fields: text fields that stay as they are.
        seed: of the stage.
    """

    examples: Sequence[Example]
    groups: Groups
    rules: TextRules
    reader: PieceReader
    words: Tensor
    perturbed: tuple[tuple[Path, ...], ...] = ()
    neighbors: Path | None = None
    kept_fields: tuple[str, ...] = ()
    seed: int = 1

    def read(self, examples: Sequence[Example]) -> Groups:
        """The rows of a copy's examples."""
        objective = OBJECTIVES[self.rules.kind]
        return grouped(
            objective.read(examples, self.rules, self.reader).rows,
            examples,
            rules=self.rules,
            reader=self.reader,
        )


def grouped(
    rows: Sequence[TrainingRow],
    examples: Sequence[Example],
    *,
    rules: TextRules,
    reader: PieceReader,
) -> Groups:
    """The rows of a text by example; each example has at least one."""
    if len(rows) == len(examples):
        return tuple((row,) for row in rows)
    objective = OBJECTIVES[rules.kind]
    return tuple(objective.read([example], rules, reader).rows for example in examples)


def perturbed_copies(settings: object, original: Original) -> Iterator[Groups]:
    """The copies that steps before this one have perturbed.

    Raises:
        DataError: if a copy is not one of the clean examples.
    """
    expected = [example.example_id for example in original.examples]
    for folders in original.perturbed:
        examples = [example for folder in folders for example in read_examples(folder)]
        if [example.example_id for example in examples] != expected:
            raise DataError(
                "a copy has other examples than the text it was made of",
                place=", ".join(map(str, folders)),
                value=f"{len(examples)} examples",
                allowed=f"the {len(expected)} examples of the text, in their order",
                action="Plan again.",
            )
        yield original.read(examples)
