"""Bitext mining: pairs of sentences by the margin of their cosine.

Source: Artetxe & Schwenk 2019 (arXiv:1811.01136), and `mine_bitext` of XTREME, which takes it from
LASER. Each side proposes, of its k nearest neighbors, the one of highest margin.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosswind.evaluate.embeddings import Matrix, Neighbors

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
    from_source = _proposals(forward, *means, margin=margin)
    from_target = [
        MinedPair(pair.target, pair.source, pair.score)
        for pair in _proposals(backward, *means[::-1], margin=margin)
    ]
    if direction == "forward":
        return from_source
    if direction == "backward":
        return from_target
    if direction == "intersect":
        return [pair for pair in from_source if from_target[pair.target].source == pair.source]
    return _one_to_one([*from_source, *from_target])


def _proposals(
    neighbors: Neighbors, means: Matrix, other_means: Matrix, *, margin: str
) -> list[MinedPair]:
    """For each sentence of one side its neighbor of highest margin, the first of equals."""
    middle = (means[:, None] + other_means[neighbors.index]) / 2
    scores = _margin(neighbors.similarity, middle, margin)
    best = scores.argmax(axis=1)
    rows = np.arange(len(best))
    chosen, values = neighbors.index[rows, best].tolist(), scores[rows, best].tolist()
    return [
        MinedPair(row, other, score)
        for row, (other, score) in enumerate(zip(chosen, values, strict=True))
    ]


def _margin(cosines: Matrix, middle: Matrix, margin: str) -> Matrix:
    if margin == "absolute":
        return cosines
    if margin == "distance":
        return cosines - middle
    # Without any similar sentence around there is nothing to stand out from: no evidence.
    return np.divide(cosines, middle, out=np.zeros_like(cosines), where=middle != 0)


def _one_to_one(proposals: Sequence[MinedPair]) -> list[MinedPair]:
    sources: set[int] = set()
    targets: set[int] = set()
    kept = []
    for pair in sorted(proposals, key=lambda pair: -pair.score):
        if pair.source not in sources and pair.target not in targets:
            sources.add(pair.source)
            targets.add(pair.target)
            if pair.score > 0:
                kept.append(pair)
    return kept
