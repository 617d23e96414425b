"""Bitext mining: pairs of sentences by the margin of their cosine.

Source: Artetxe & Schwenk 2019 (arXiv:1811.01136), and `mine_bitext` of XTREME, which takes it from
LASER. Each side proposes, of its k nearest neighbors, the one of highest margin.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswind.evaluate.embeddings import Matrix, Neighbors

Rows = NDArray[np.int64]

MARGINS = ("ratio", "distance", "absolute")
DIRECTIONS = ("forward", "backward", "intersect", "max")


@dataclass(frozen=True, slots=True)
class MinedPair:
    """A source sentence, a target sentence (rows of their distinct texts), and their margin."""

    source: int
    target: int
    score: float


def distinct_texts(texts: Sequence[str]) -> list[list[int]]:
    """The places of each distinct text, in the order in which texts first appear.

    The official script mines distinct lines, with the vector of a line's last place.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, []).append(place)
    return list(places.values())


def mined_pairs(
    forward: Neighbors, backward: Neighbors, *, margin: str = "ratio", direction: str = "max"
) -> list[MinedPair]:
    """The pairs that are mined, in the order of the official script.

    Args:
        forward: the k nearest targets of each source, by cosine.
        backward: the k nearest sources of each target.
        margin: of the cosine over m, the mean of the mean cosines of both sentences with their
            neighbors: "ratio" cos / m, "distance" cos - m, "absolute" cos.
        direction: "forward": each source's proposal; "backward": each target's; "intersect": what
            both propose; "max": the proposals of both by descending score, each sentence at most
            once, and only scores above 0.
    """
    if not forward.index.size:
        return []
    means = forward.similarity.mean(axis=1), backward.similarity.mean(axis=1)
    targets, scores = _proposals(forward, *means, margin=margin)
    sources, other_scores = _proposals(backward, *means[::-1], margin=margin)
    own, others = np.arange(len(targets)), np.arange(len(sources))
    if direction == "forward":
        return _pairs(own, targets, scores)
    if direction == "backward":
        return _pairs(sources, others, other_scores)
    if direction == "intersect":
        both = sources[targets] == own
        return _pairs(own[both], targets[both], scores[both])
    proposed = (
        np.concatenate([own, sources]),
        np.concatenate([targets, others]),
        np.concatenate([scores, other_scores]),
    )
    return _one_to_one(*proposed)


def _proposals(
    neighbors: Neighbors, means: Matrix, other_means: Matrix, *, margin: str
) -> tuple[Rows, Matrix]:
    """For each sentence of one side its neighbor of highest margin, the first of equals."""
    middle = (means[:, None] + other_means[neighbors.index]) / 2
    scores = _margin(neighbors.similarity, middle, margin)
    best = scores.argmax(axis=1)[:, None]
    chosen = np.take_along_axis(neighbors.index, best, axis=1)
    return chosen[:, 0], np.take_along_axis(scores, best, axis=1)[:, 0]


def _pairs(sources: Rows, targets: Rows, scores: Matrix) -> list[MinedPair]:
    rows = zip(sources.tolist(), targets.tolist(), scores.tolist(), strict=True)
    return [MinedPair(source, target, score) for source, target, score in rows]


def _margin(cosines: Matrix, middle: Matrix, margin: str) -> Matrix:
    if margin == "absolute":
        return cosines
    if margin == "distance":
        return cosines - middle
    # Without any similar sentence around there is nothing to stand out from: no evidence.
    return np.divide(cosines, middle, out=np.zeros_like(cosines), where=middle != 0)


def _one_to_one(sources: Rows, targets: Rows, scores: Matrix) -> list[MinedPair]:
    order = np.argsort(-scores, kind="stable")
    ordered = (part[order].tolist() for part in (sources, targets, scores))
    seen: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for source, target, score in zip(*ordered, strict=True):
        if source not in seen[0] and target not in seen[1]:
            seen[0].add(source)
            seen[1].add(target)
            if score > 0:
                kept.append(MinedPair(source, target, score))
    return kept
