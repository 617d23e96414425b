"""Pieces of texts in memory-mapped Arrow files: equal texts are cut once for all steps of a store.

A folder holds what one call cut. Its name is a digest of the tokenizer, of what was asked for and
of all texts, so nothing in it can be out of date; the file in it has its own digest for a name,
which is checked before anything else is read of it. A file that is missing or damaged is written
anew. Deleting any of them costs time alone.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from crosswind.core.files import write_bytes
from crosswind.core.hashing import digest, text_digest

# Fewer texts are cut faster than a file of their pieces is found, read and checked.
WORTH_KEEPING = 1000

_LISTS = pa.large_list(pa.int32())
_SCHEMA = pa.schema([("ids", _LISTS), ("places", _LISTS)])
# Raised when a file means something else than before.
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """What a tokenizer made of some texts; both attributes have an entry a text.

    Attributes:
        ids: vocabulary rows of its pieces.
        places: where its pieces stand, as the caller means it; empty lists if it does not ask.
    """

    ids: Sequence[Sequence[int]]
    places: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class KeptPieces:
    """Where pieces are kept.

    Attributes:
        folder: of the files; None keeps nothing.
        tokenizer: digest of everything that decides how texts are cut.
    """

    folder: Path | None = None
    tokenizer: str = ""

    def cut(self, asked: str, texts: Sequence[str], cut: Callable[[], Cut]) -> Cut:
        """The pieces of texts, from their file if there is one.

        Args:
            asked: names what is kept of each text.
            texts: all of them.
            cut: makes the pieces.
        """
        if self.folder is None or len(texts) < WORTH_KEEPING:
            return cut()
        folder = self.folder / self._name(asked, texts)
        known = _read(folder)
        if known is not None:
            return known
        made = cut()
        payload = _payload(made)
        # On a full disk or a store that may only be read, the pieces are at hand all the same.
        with suppress(OSError):
            write_bytes(folder / f"{hashlib.sha256(payload).hexdigest()}.arrow", payload)
        return made

    def _name(self, asked: str, texts: Sequence[str]) -> str:
        lengths = text_digest(" ".join(str(len(text)) for text in texts))
        facts = [_FORMAT, self.tokenizer, asked, lengths, text_digest("".join(texts))]
        return digest(facts)


NOTHING_KEPT = KeptPieces()


def _payload(cut: Cut) -> bytes:
    columns = [pa.array(column, type=_LISTS) for column in (cut.ids, cut.places)]
    table = pa.table(columns, schema=_SCHEMA)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as stream:
        stream.write_table(table, max_chunksize=max(1, len(table)))
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _read(folder: Path) -> Cut | None:
    """What a file holds, mapped into memory; None if there is none that is whole."""
    for path in sorted(folder.glob("*.arrow")):
        with suppress(OSError, pa.ArrowException), pa.memory_map(str(path)) as mapped:
            whole = mapped.read_buffer()
            # Arrow trusts what it maps: a wrong byte could end the process.
            if hashlib.sha256(whole).hexdigest() == path.stem:
                return Cut(*map(_lists, pa.ipc.open_file(whole).get_batch(0).columns))
    return None


def _lists(column: Any) -> list[list[int]]:
    bounds, numbers = column.offsets.to_numpy().tolist(), column.values.to_numpy().tolist()
    return [numbers[start:end] for start, end in pairwise(bounds)]
