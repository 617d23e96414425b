"""Fixtures of the data room: embedded text read once, small files, a stand-in for the hub."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import huggingface_hub
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crosswind.core.hashing import text_digest
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples
from crosswind.data.sources import find_sources
from crosswind.records.example import Example

Reader = Callable[[str, str, str], tuple[list[Example], dict[str, int]]]
Writer = Callable[[str, str], Path]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="session")
def embedded() -> Reader:
    """(examples, left out) of an embedded task x language x split."""

    @cache
    def read(task: str, language: str, split: str) -> tuple[list[Example], dict[str, int]]:
        found = find_sources(TASKS.get(task), language, split, Path("nowhere"))
        return read_examples(TASKS.get(task), found, language, split)

    return read


@pytest.fixture
def put(tmp_path: Path) -> Writer:
    """Write a text below the test's folder and return that folder, to be used as data root."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        return tmp_path

    return write


@dataclass
class HubCache:
    """A local cache of the hub with tables of our own, its files links to blobs, as on disk."""

    root: Path

    def put(
        self,
        hub_id: str,
        path: str,
        table: dict[str, Any],
        *,
        commit: str = COMMIT,
        branch: str = "main",
        names: dict[str, list[str]] | None = None,
    ) -> Path:
        """Write a parquet file of a commit, which becomes the newest of its branch."""
        repository = self.root / f"datasets--{hub_id.replace('/', '--')}"
        link = repository / "snapshots" / commit / path
        blob = repository / "blobs" / text_digest(f"{commit}/{path}")
        for place in (link, blob, repository / "refs" / branch):
            place.parent.mkdir(parents=True, exist_ok=True)
        (repository / "refs" / branch).write_text(commit, "utf-8")
        features = {
            column: {"feature": {"names": known, "_type": "ClassLabel"}, "_type": "Sequence"}
            if isinstance(table[column][0], list)
            else {"names": known, "_type": "ClassLabel"}
            for column, known in (names or {}).items()
        }
        metadata = {"huggingface": json.dumps({"info": {"features": features}})} if names else None
        pq.write_table(pa.table(table).replace_schema_metadata(metadata), blob)
        link.symlink_to(
            Path(*[".."] * len(link.relative_to(repository).parents[1:])) / "blobs" / blob.name
        )
        return link


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HubCache:
    """An empty local cache, which the door to the hub looks into; nothing reaches the network."""
    real = huggingface_hub.snapshot_download
    cache = HubCache(tmp_path / "hub")

    def from_cache(hub_id: str, **rest: Any) -> str:
        return str(real(hub_id, cache_dir=cache.root, **rest))

    monkeypatch.setattr(huggingface_hub, "snapshot_download", from_cache)
    return cache
