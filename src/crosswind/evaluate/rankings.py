"""Average precision of rankings: cut at a rank, and of scored pairs without a cut."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from crosswind.records.metric import RANKING_CUT


def average_precision_at(
    ranked: Sequence[str], right: Collection[str], *, cut: int = RANKING_CUT
) -> float:
    """Average precision of the first `cut` candidates of one question, in [0, 1].

    Precision is taken at the rank of each right candidate, summed, and divided by
    min(number of right candidates, cut). A candidate that is repeated counts once but its
    repetitions keep their ranks. With one right candidate this is its reciprocal rank.

    Source: google-research/xtreme @ 838c13b6 `third_party/utils_lareqa.py`.

    Raises:
        ValueError: if there is no right candidate.
    """
    wanted = set(right)
    if not wanted:
        raise ValueError("a question needs at least one right candidate")
    found: set[str] = set()
    total = 0.0
    for rank, candidate in enumerate(ranked[:cut], start=1):
        if candidate in wanted and candidate not in found:
            found.add(candidate)
            total += len(found) / rank
    return total / min(len(wanted), cut)


def average_precision(scores: npt.ArrayLike, is_right: npt.ArrayLike, n_gold: int) -> float:
    """Area under precision over recall of scored pairs, in [0, 1]; needs no threshold.

    The sum over distinct scores, from the highest, of precision at that threshold times the recall
    it adds; pairs of equal score enter together, so their order does not matter.

    Args:
        scores: (n,) score of each extracted pair.
        is_right: (n,) whether the pair is in the gold.
        n_gold: pairs in the gold, extracted or not.

    Source: the definition of scikit-learn's `average_precision_score`, but over all gold pairs.
    """
    values, right = np.asarray(scores, dtype=np.float64), np.asarray(is_right, dtype=bool)
    if not len(values) or n_gold == 0:
        return 0.0
    order = np.argsort(-values, kind="stable")
    values, right = values[order], right[order]
    last_of_tie = np.append(values[1:] != values[:-1], True)
    n_right = np.cumsum(right)[last_of_tie]
    precision = n_right / (np.flatnonzero(last_of_tie) + 1)
    return float(np.sum(precision * np.diff(n_right, prepend=0)) / n_gold)
