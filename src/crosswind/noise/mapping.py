"""NoiseMap: noise as a function of a batch of columns, for `datasets.Dataset.map`.

>>> noise = NoiseMap(language="de", perturbation="case", severity=5)
>>> noise({"text": ["Das Wetter", "ist schön."]}, [0, 1])["text"]
['das wetter', 'ist schön.']

On a data set: `data.map(noise, batched=True, with_indices=True)`, or with a column of ids
`data.map(NoiseMap(..., id_column="id"), batched=True)`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.core.errors import ConfigError, DataError, nearest_match
from crosswind.noise.batch import Noise, perturb_all, perturb_word_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseMap:
    """A pure function from a batch of rows to the columns that change. It has no state.

    The noise of a row depends on its id and on nothing else: not on its batch, the number of
    processes, or the order. Ids are a column, or the positions that `with_indices` hands over.

    Attributes:
        language, perturbation, severity, seed, dataset, split, guard: as for `perturb`.
        column: the column of texts, or of lists of words; also the field of the key.
        id_column: column of ids; empty: the position of each row.
        spans_column: column of lists of [start, end] pairs, which come back mapped.
        edits_column: where to write the edits as [start, end, text] lists; empty: nowhere.
    """

    language: str
    perturbation: str
    severity: int
    seed: int = 0
    column: str = "text"
    id_column: str = ""
    spans_column: str = ""
    edits_column: str = ""
    dataset: str = ""
    split: str = ""
    guard: bool = False

    def __call__(
        self, batch: Mapping[str, Sequence[Any]], indices: Sequence[int] | None = None
    ) -> dict[str, list[Any]]:
        """The changed columns of a batch.

        Args:
            batch: column -> values.
            indices: positions of the rows in the data set.

        Raises:
            ConfigError: for a column that is not there, or rows without ids.
            DataError: for values that are no texts or words, spans outside a text.
        """
        values = self._values(batch, self.column)
        ids = self._ids(batch, indices)
        noise = Noise(
            perturbation=self.perturbation,
            language=self.language,
            severity=self.severity,
            seed=self.seed,
            dataset=self.dataset,
            split=self.split,
            field=self.column,
            guard=self.guard,
        )
        if values and not isinstance(values[0], str):
            return self._words(noise, values, ids)
        spans = self._values(batch, self.spans_column) if self.spans_column else None
        results = perturb_all(noise, values, example_ids=ids, spans=spans)
        changed: dict[str, list[Any]] = {self.column: [one.text for one in results]}
        if self.spans_column:
            changed[self.spans_column] = [list(map(list, one.spans)) for one in results]
        if self.edits_column:
            changed[self.edits_column] = [list(map(list, one.edits)) for one in results]
        return changed

    def _words(self, noise: Noise, rows: Sequence[Any], ids: Sequence[str]) -> dict[str, list[Any]]:
        if self.spans_column:
            raise ConfigError(
                "words have no spans",
                place="spans_column",
                value=self.spans_column,
                allowed="a column of texts beside it",
                action="Leave it out.",
            )
        results = perturb_word_rows(noise, rows, example_ids=ids)
        changed: dict[str, list[Any]] = {self.column: [list(one.words) for one in results]}
        if self.edits_column:
            changed[self.edits_column] = [
                [list(map(list, word)) for word in one.edits] for one in results
            ]
        return changed

    def _ids(self, batch: Mapping[str, Sequence[Any]], indices: Sequence[int] | None) -> list[str]:
        if self.id_column:
            return [str(one) for one in self._values(batch, self.id_column)]
        if indices is None:
            raise ConfigError(
                "the rows have no ids",
                place="id_column",
                allowed="a column of ids, or positions",
                action="Name a column, or call map() with with_indices=True.",
            )
        return [str(int(one)) for one in indices]

    def _values(self, batch: Mapping[str, Sequence[Any]], column: str) -> list[Any]:
        if column not in batch:
            raise ConfigError(
                "the batch has no such column",
                value=column,
                allowed=tuple(batch),
                nearest=nearest_match(column, batch),
            )
        values = batch[column]
        if isinstance(values, str):
            raise DataError(
                "a row stands where a batch is expected",
                place=column,
                value=values,
                allowed="a list of values",
                action="Call map() with batched=True.",
            )
        return list(values)
