"""Exact against approximate search: pairs a second, and the recall of the index.

    python benchmarks/search.py --data DATA --languages deu fra spa rus cmn hin

Vectors are those of e5-small-q4 (mean of the last layer) of the Tatoeba test sentences of the named
languages and of their English translations: the other language is searched in the English. Where no
data folder is given, they are those of the embedded paraphrases, and the second sentences are
searched in the first.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from measure import encoder_folder, pairs

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_lines
from crosswind.evaluate.pool import Floats, pooled_run, run_pool
from crosswind.evaluate.search import find_neighbors
from crosswind.model.checkpoint import Opened, open_model
from crosswind.model.devices import open_device
from crosswind.model.texts import rows_of

Found = TypeVar("Found")


def two_sides(data: Path | None, languages: list[str], n: int) -> tuple[list[str], list[str]]:
    """The sentences that are searched, and those that ask; the first `n` of each."""
    pool: list[str] = []
    queries: list[str] = []
    if data is None:
        _, examples = pairs(None, n)
        texts = [tuple(example.texts.values()) for example in examples]
        pool, queries = [first for first, _ in texts], [second for _, second in texts]
    else:
        for code in languages:
            stem = data / "tatoeba" / f"tatoeba.{code}-eng"
            pool += read_lines(stem.with_name(f"{stem.name}.eng"))
            queries += read_lines(stem.with_name(f"{stem.name}.{code}"))
    return pool[:n], queries[:n]


def vectors(encoder: Opened, texts: list[str]) -> Floats:
    """Sentence vectors of the distinct texts."""
    rows = rows_of((list(dict.fromkeys(texts)),), encoder.reader, 64)
    distinct = list(dict.fromkeys(row.read for row in rows))
    found = run_pool(
        encoder.model.eval(),
        distinct,
        pooled_run("mean", -1),
        pad_id=encoder.reader.pad_id,
        precision="fp32",
    )
    return np.stack(found)


def timed(run: Callable[[], Found]) -> tuple[float, Found]:
    """Seconds, and what was computed."""
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


def main() -> None:
    """Print sizes, seconds and recall."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="folder of official files with Tatoeba")
    parser.add_argument("--languages", nargs="+", default=["deu", "fra", "spa", "rus", "cmn"])
    parser.add_argument("--sentences", type=int, default=1_000_000, help="at most, of each side")
    asked = parser.parse_args()
    open_device(RunOptions(device="cpu"))
    sides = two_sides(asked.data, asked.languages, asked.sentences)
    with tempfile.TemporaryDirectory() as folder:
        encoder = open_model(encoder_folder(Path(folder)), None)
        pool, queries = (vectors(encoder, side) for side in sides)
    print(f"{len(queries)} queries, {len(pool)} candidates, {pool.shape[1]} dimensions")
    for k in (1, 4, 20):
        search = partial(find_neighbors, queries, pool, k)
        exact, (truth, _) = timed(partial(search, search="exact"))
        index, (found, facts) = timed(partial(search, search="faiss"))
        first = float(np.mean(found.index[:, 0] == truth.index[:, 0]))
        print(
            f"k = {k}: exact {exact:.1f} s ({len(queries) * len(pool) / exact:.2g} pairs/s), "
            f"index {index:.1f} s, recall {facts['recall']:.4f}, first neighbor {first:.4f}"
        )


if __name__ == "__main__":
    main()
