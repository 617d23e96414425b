"""Choices: for each letter some others, one of which a draw picks."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_48 = np.uint64(48)
# For each row some other rows, with weights.
Options = list[list[tuple[int, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """For each row of a table some other rows, with cumulative weights in 65,536ths.

    -1 among the rows stands for none of them.
    """

    rows: NDArray[np.int64]
    edges: NDArray[np.int64]

    def pick(self, of: NDArray[Any], draws: NDArray[np.uint64]) -> NDArray[np.int64]:
        """One choice for each row of `of` by the high 16 bits of a draw; -1 where there is none."""
        high = (draws >> _48).astype(np.int64)
        picked: NDArray[np.int64] = self.rows[of, (self.edges[of] <= high[:, None]).sum(axis=1)]
        return picked


def choices_of(options: Options) -> Choices:
    """The choices with these weights."""
    width = max((len(row) for row in options), default=0) or 1
    rows = np.full((len(options), width), -1, dtype=np.int64)
    edges = np.full((len(options), width), 1 << 16, dtype=np.int64)
    for index, row in enumerate(options):
        total = sum(weight for _, weight in row)
        passed = 0.0
        for column, (other, weight) in enumerate(row):
            passed += weight
            rows[index, column] = other
            # The last edge stays at 65,536, so that every draw falls into a column.
            if column + 1 < len(row):
                edges[index, column] = round(passed / total * (1 << 16))
    return Choices(rows=rows, edges=edges)


def shared(parts: list[tuple[float, list[tuple[int, float]]]]) -> list[tuple[int, float]]:
    """Options in given shares; the share of a part without options goes to -1, as does the rest."""
    row, left = [], 1.0
    for share, options in parts:
        total = sum(weight for _, weight in options)
        row += [(other, share * weight / total) for other, weight in options]
        left -= share if options else 0.0
    return [*row, (-1, left)]
