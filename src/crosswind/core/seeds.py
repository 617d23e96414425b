"""Randomness with an address: the only source of random numbers in the library."""

import hashlib

import numpy as np


def derive_seed(root: int, *path: str | int) -> int:
    """A 64-bit seed for the purpose that `path` names, independent of every other path.

    Parts are length-prefixed, so ("a", "bc") and ("ab", "c") are different addresses.

    >>> derive_seed(1, "shuffle") == derive_seed(1, "shuffle")
    True
    >>> derive_seed(1, "shuffle") == derive_seed(1, "dropout")
    False
    """
    state = hashlib.blake2b(digest_size=8)
    for part in (root, *path):
        encoded = f"{type(part).__name__}:{part}".encode("utf-8", "surrogatepass")
        state.update(len(encoded).to_bytes(4, "little"))
        state.update(encoded)
    return int.from_bytes(state.digest(), "little")


def generator(root: int, *path: str | int) -> np.random.Generator:
    """A numpy generator at the address (`root`, *path)."""
    return np.random.Generator(np.random.PCG64(derive_seed(root, *path)))
