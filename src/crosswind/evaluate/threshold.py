"""The score above which a mined pair is extracted, chosen so that F1 is best on labelled pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crosswind.evaluate.pair_files import Pair


def tuned_threshold(scores: npt.ArrayLike, is_right: npt.ArrayLike, n_gold: int) -> float:
    """The threshold with the best F1, on the scale of the scores; pairs at it are extracted.

    Pairs are taken in the order of falling scores, equal scores in the order given. After the first
    prefix that has the best F1, the threshold lies halfway to the next score. Without any right
    pair it is 0, as officially.

    Source: google-research/xtreme @ 838c13b6 `third_party/utils_retrieve.py`, bucc_optimize.
    Differs: where the best prefix is all pairs, the script reads past the end and stops; here the
    threshold is the lowest score, which extracts all of them. As in the script, pairs that tie with
    the last of the prefix are extracted with it, so the extracted set can be larger.

    Args:
        scores: (n,) score of each pair.
        is_right: (n,) whether the pair is in the gold.
        n_gold: pairs in the gold, at least one.
    """
    values, right = np.asarray(scores, dtype=np.float64), np.asarray(is_right, dtype=bool)
    order = np.argsort(-values, kind="stable")
    values, right = values[order], right[order]
    n_right = np.cumsum(right)
    if not len(values) or n_right[-1] == 0:
        return 0.0
    # The script's own order of operations: near-ties must fall on the same prefix.
    precision, recall = n_right / np.arange(1, len(values) + 1), n_right / n_gold
    with np.errstate(invalid="ignore"):
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
    best = int(np.argmax(f1))
    if best == len(values) - 1:
        return float(values[best])
    return (float(values[best]) + float(values[best + 1])) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TunedPairs:
    """Pairs extracted at a threshold that other pairs gave.

    Attributes:
        threshold: on the scale of the scores.
        extracted: pairs at or above it, in their order.
    """

    threshold: float
    extracted: tuple[Pair, ...]


def extract_at_tuned_threshold(
    tuning: Mapping[Pair, float], tuning_gold: frozenset[Pair], scored: Mapping[Pair, float]
) -> TunedPairs:
    """Tune on one part and apply to another: BUCC's procedure.

    Args:
        tuning: pair -> score of the part that has gold (BUCC: dev).
        tuning_gold: its right pairs.
        scored: pair -> score of the part to extract from (BUCC: test).
    """
    is_right = [pair in tuning_gold for pair in tuning]
    threshold = tuned_threshold(list(tuning.values()), is_right, len(tuning_gold))
    extracted = tuple(pair for pair, score in scored.items() if score >= threshold)
    return TunedPairs(threshold=threshold, extracted=extracted)
