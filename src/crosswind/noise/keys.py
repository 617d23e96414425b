"""Keys: a 64-bit address of every text, and counter-based draws from it. No state anywhere."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.core.hashing import digest
from crosswind.noise.stretches import counted

# Odd constants of splitmix64 and of the murmur3 finalizer, and how far each shifts. As numpy
# scalars: making one takes longer than using it.
_GOLDEN_32 = np.uint32(0x9E3779B9)
_MURMUR_ONE, _MURMUR_TWO = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_SHIFT_13, _SHIFT_16 = np.uint32(13), np.uint32(16)
_POSITION, _ONE, _TWO = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_POSITION_64 = np.uint64(_POSITION)
_SPLITMIX_ONE, _SPLITMIX_TWO = np.uint64(_ONE), np.uint64(_TWO)
_17, _27, _30, _31, _32 = (np.uint64(shift) for shift in (17, 27, 30, 31, 32))
_STREAM_64 = 0xD1B54A32D192ED03
_ALL_64 = 2**64 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a key is made of. Severity is not in it, so that severities nest.

    Attributes:
        seed: noise seed.
        dataset, split, field: where the text stands.
        perturbation: name, version and parameters, as text.
        language: canonical tag.
        tables: files of facts that decide the output (see `tables_digest`).
    """

    seed: int
    dataset: str = ""
    split: str = ""
    field: str = "text"
    perturbation: str = ""
    language: str = ""
    tables: tuple[str, ...] = ()

    def keys(self, example_ids: Sequence[str]) -> NDArray[np.uint64]:
        """The key of each example: BLAKE2b-64 of length-prefixed parts."""
        return self.keys_of(list(map(prefixed, example_ids)))

    def keys_of(self, parts: Sequence[bytes]) -> NDArray[np.uint64]:
        """The same from the ids as length-prefixed parts."""
        digests = []
        copy = _prefix(self).copy
        for part in parts:
            state = copy()
            state.update(part)
            digests.append(state.digest())
        return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


@lru_cache(maxsize=256)
def _prefix(address: Address) -> Any:
    """The state of the hash before the id; only ever copied."""
    state = hashlib.blake2b(digest_size=8)
    parts = (address.dataset, address.split, address.field, address.perturbation, address.language)
    for part in (tables_digest(address.tables), str(address.seed), *parts):
        state.update(prefixed(part))
    return state


@lru_cache(maxsize=256)
def tables_digest(names: tuple[str, ...]) -> str:
    """Digest of facts: another table is another library of noise.

    Args:
        names: files below `noise/`; of a module count the values of its names in capital letters.
            What the engine knows of characters always counts.
    """
    state = hashlib.sha256()
    for name in ("characters.json", *names):
        if name.endswith(".py"):
            module = import_module(f"crosswind.noise.{name[:-3].replace('/', '.')}")
            facts = {key: value for key, value in vars(module).items() if key.isupper()}
            state.update(digest(facts).encode())
        else:
            content = files("crosswind.noise").joinpath(name).read_bytes()
            state.update(content.replace(b"\r\n", b"\n"))
    return state.hexdigest()[:16]


def position_draws(
    keys: NDArray[np.uint64], starts: NDArray[np.int64], n: int
) -> NDArray[np.uint32]:
    """One uniform 32-bit draw a position, from its text's key and its place in the text.

    The murmur3 finalizer over a counter, with the key mixed in twice: a key that is only added
    would make the draws of some texts shifted copies of those of others.

    Args:
        keys: one key a text.
        starts: first position of each text.
        n: number of positions.
    """
    low = keys.astype(np.uint32) - starts.astype(np.uint32) * _GOLDEN_32
    high = (keys >> _32).astype(np.uint32)
    if len(keys) != 1:
        lengths = np.diff(np.append(starts, n))
        low, high = low.repeat(lengths), high.repeat(lengths)
    draws: NDArray[np.uint32] = low + counted(n, _GOLDEN_32)
    # One buffer for all shifts: fresh memory costs more than the arithmetic.
    shifted = draws >> _SHIFT_16
    draws ^= shifted
    draws *= _MURMUR_ONE
    draws ^= high
    draws ^= np.right_shift(draws, _SHIFT_13, out=shifted)
    draws *= _MURMUR_TWO
    draws ^= np.right_shift(draws, _SHIFT_16, out=shifted)
    return draws


def event_bases(keys: NDArray[np.uint64], places: NDArray[Any]) -> NDArray[np.uint64]:
    """What the draws of an event start from: its text's key and its place within the text."""
    bases = places.astype(np.uint64)
    bases *= _POSITION_64
    bases += keys
    return bases


def event_draws(
    keys: NDArray[np.uint64], bases: NDArray[np.uint64], stream: int
) -> NDArray[np.uint64]:
    """One 64-bit draw an event, of one of many independent streams (splitmix64 finalizer).

    Args:
        keys: the key of each event's text (or of all), mixed in a second time.
        bases: `event_bases` of the same events.
        stream: number of the stream.
    """
    mixed = bases + _stream(stream)
    mixed ^= mixed >> _30
    mixed *= _SPLITMIX_ONE
    mixed ^= keys >> _17
    mixed ^= mixed >> _27
    mixed *= _SPLITMIX_TWO
    mixed ^= mixed >> _31
    return mixed


def event_draw(key: int, place: int, stream: int) -> int:
    """The same for one event at a place of its text, as a plain number."""
    mixed = (place * _POSITION + key + stream * _STREAM_64) & _ALL_64
    mixed ^= mixed >> 30
    mixed = (mixed * _ONE) & _ALL_64
    mixed ^= key >> 17
    mixed ^= mixed >> 27
    mixed = (mixed * _TWO) & _ALL_64
    return mixed ^ mixed >> 31


def example_draws(keys: NDArray[np.uint64], stream: int) -> NDArray[np.uint32]:
    """One 32-bit draw a text."""
    return (event_draws(keys, keys, stream) >> _32).astype(np.uint32)


@lru_cache(maxsize=256)
def _stream(number: int) -> np.uint64:
    return np.uint64((number * _STREAM_64) & _ALL_64)


def prefixed(part: str) -> bytes:
    """A part of an address behind its length."""
    encoded = part.encode() if part.isascii() else part.encode("utf-8", "surrogatepass")
    return _length(len(encoded)) + encoded


@lru_cache(maxsize=4096)
def _length(number: int) -> bytes:
    return number.to_bytes(4, "little")
