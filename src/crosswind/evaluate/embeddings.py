"""Nearest neighbors of sentence vectors by cosine, exactly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosswind.core.errors import DataError
from crosswind.evaluate.pool import Floats

# Queries of one block; bounds the memory of the cosines.
_BLOCK = 512


def nearest(
    queries: Sequence[Floats], candidates: Sequence[Floats]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Index of the nearest candidate of each query, and its cosine, in float64.

    The lowest index wins ties. Source: the 1-NN search of XTREME's Tatoeba script.

    Raises:
        DataError: if a vector has no direction (zero or not finite).
    """
    found, against = _unit(queries), _unit(candidates).T
    index = np.zeros(len(found), dtype=np.int64)
    cosine = np.zeros(len(found))
    for start in range(0, len(found), _BLOCK):
        cosines = found[start : start + _BLOCK] @ against
        best = cosines.argmax(axis=1)
        index[start : start + _BLOCK] = best
        cosine[start : start + _BLOCK] = cosines[np.arange(len(best)), best]
    return index, cosine


def _unit(vectors: Sequence[Floats]) -> NDArray[np.float64]:
    stacked = np.stack(vectors).astype(np.float64)
    norms = np.linalg.norm(stacked, axis=1, keepdims=True)
    bad = np.flatnonzero(~np.isfinite(norms[:, 0]) | (norms[:, 0] == 0))
    if len(bad):
        raise DataError(
            "a sentence vector has no direction",
            value=f"vector {bad[0]} has norm {norms[bad[0], 0]}",
            allowed="finite vectors that are not zero",
            action="Check the encoder; in bf16, try fp32.",
        )
    return np.asarray(stacked / norms)
