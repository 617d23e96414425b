"""Bitext mining beside faiss with the margin scoring of the public mining scripts.

    python benchmarks/mining.py [--sentences 5000] [--repeats 3]

Both get the same unit vectors of two languages, 384 dimensions: `--sentences` a side, half of them
translations of each other. Ours: neighbors both ways, ratio margin, the greedy one-to-one pairs,
as the decoding of the kind `mining` calls them. The peer: `faiss.IndexFlatIP` both ways with
k = 4, then margins scored pair by pair in Python and pairs taken in descending order, as the
public scripts do. Runs take turns, the fastest counts; pairs found are compared.
"""

import argparse

import faiss
import numpy as np
from measure import in_turn, print_machine
from numpy.typing import NDArray

from crosswind.config.run_options import RunOptions
from crosswind.evaluate.mining import mined_pairs
from crosswind.evaluate.search import find_mutual_neighbors
from crosswind.model.devices import open_device

K = 4
Vectors = NDArray[np.float32]
Pairs = set[tuple[int, int]]


def two_sides(n: int, dim: int = 384) -> tuple[Vectors, Vectors]:
    """Unit vectors; the first half of the second side lies near that of the first."""
    rng = np.random.default_rng(0)
    first, second = (rng.standard_normal((n, dim)).astype(np.float32) for _ in range(2))
    second[: n // 2] = first[: n // 2] + 0.8 * second[: n // 2]
    return tuple(side / np.linalg.norm(side, axis=1, keepdims=True) for side in (first, second))


def ours(first: Vectors, second: Vectors) -> Pairs:
    """Neighbors and pairs as the step computes them."""
    forward, backward, _ = find_mutual_neighbors(first, second, K)
    return {(pair.source, pair.target) for pair in mined_pairs(forward, backward)}


def peer(first: Vectors, second: Vectors) -> Pairs:
    """Exact search of faiss, margins pair by pair."""
    found = []
    for queries, pool in ((first, second), (second, first)):
        index = faiss.IndexFlatIP(pool.shape[1])
        index.add(pool)
        found.append(index.search(queries, K))
    means = [similarity.mean(axis=1) for similarity, _ in found]
    proposed = []
    for side, (queries, pool) in enumerate(((first, second), (second, first))):
        neighbors = found[side][1]
        for row in range(len(queries)):
            best, other = -np.inf, -1
            for candidate in neighbors[row]:
                cosine = queries[row].dot(pool[candidate])
                score = cosine / ((means[side][row] + means[1 - side][candidate]) / 2)
                if score > best:
                    best, other = score, int(candidate)
            proposed.append((best, *((row, other) if side == 0 else (other, row))))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs: Pairs = set()
    for score, source, target in sorted(proposed, key=lambda one: -one[0]):
        if score > 0 and source not in taken[0] and target not in taken[1]:
            pairs.add((source, target))
            taken[0].add(source)
            taken[1].add(target)
    return pairs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=5000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    asked = parser.parse_args()
    open_device(RunOptions(device="cpu", threads=asked.threads))
    if asked.threads:
        faiss.omp_set_num_threads(asked.threads)
    print_machine("numpy", "faiss-cpu")
    sides = two_sides(asked.sentences)
    one, other = ours(*sides), peer(*sides)
    print(f"{asked.sentences} sentences a side; {len(one)} pairs, {len(one & other)} the same")
    costs = in_turn(
        {"crosswind": lambda: ours(*sides), "faiss": lambda: peer(*sides)}, asked.repeats
    )
    for name, cost in costs.items():
        print(f"{name:<10} {cost.wall:6.2f} s, {cost.processor:6.2f} s of processors")
    ratio = costs["faiss"].processor / costs["crosswind"].processor
    print(f"ours {costs['faiss'].wall / costs['crosswind'].wall:.2f}x by the wall, {ratio:.2f}x")


if __name__ == "__main__":
    main()
