"""Exact against approximate search: pairs a second, and the recall of the index.

    python benchmarks/search.py --data DATA --languages deu fra spa rus cmn hin

Vectors are those of e5-small-q4 (mean of the last layer) of the Tatoeba test sentences of the named
languages and of their English translations: the other language is searched in the English.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_lines
from crosswind.evaluate.pool import Floats, pooled_run, run_pool
from crosswind.evaluate.search import find_neighbors
from crosswind.model.checkpoint import Opened, open_model
from crosswind.model.devices import open_device
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.sources import encoder_source
from crosswind.model.texts import rows_of

Found = TypeVar("Found")


def opened(folder: Path) -> Opened:
    """The embedded encoder."""
    source = encoder_source("e5-small-q4", offline=True)
    load = LoadEncoderParams(name=source.name, revision="", source=source.as_params())
    load_encoder(load, out=folder, options=RunOptions())
    return open_model(folder, None)


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
    parser.add_argument("--data", type=Path, required=True, help="folder of official files")
    parser.add_argument("--languages", nargs="+", default=["deu", "fra", "spa", "rus", "cmn"])
    asked = parser.parse_args()
    open_device(RunOptions(device="cpu"))
    sides: dict[str, list[str]] = {"eng": [], "other": []}
    for code in asked.languages:
        stem = asked.data / "tatoeba" / f"tatoeba.{code}-eng"
        sides["eng"] += read_lines(stem.with_name(f"{stem.name}.eng"))
        sides["other"] += read_lines(stem.with_name(f"{stem.name}.{code}"))
    with tempfile.TemporaryDirectory() as folder:
        encoder = opened(Path(folder))
        pool, queries = vectors(encoder, sides["eng"]), vectors(encoder, sides["other"])
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
