"""The bytes of a small `E5S1` container, to test its reader without the real one."""

import struct
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from crosswind.core.seeds import generator

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "▁ab", "ü", "～", "<mask>")
NORMALIZATION: Mapping[int, str] = {0x01: "", 0x09: " ", 0x200B: " ", 0x3000: " ", 0xFB01: "fi"}
WIDE, DEEP, LAYERS, HEADS, POSITIONS, ROWS = 32, 64, 1, 2, 16, 12


def quantized(values: NDArray[np.float32]) -> bytes:
    """Q4_0 blocks of values whose number is a multiple of 32: the rounding of ggml."""
    blocks = values.reshape(-1, 32)
    at = np.abs(blocks).argmax(axis=1)
    scales = (blocks[np.arange(len(blocks)), at] / -8).astype("<f2")
    steps = np.where(scales == 0, np.float32(1), scales.astype(np.float32))[:, None]
    codes = np.clip(np.floor(blocks / steps + 8.5), 0, 15).astype(np.uint8)
    packed = codes[:, :16] | (codes[:, 16:] << 4)
    return np.hstack([scales.view(np.uint8).reshape(-1, 2), packed]).tobytes()


def container_bytes(
    *,
    pieces: Sequence[str] = PIECES,
    normalization: Mapping[int, str] = NORMALIZATION,
    seed: int = 0,
) -> bytes:
    """A container with one layer of 32 units; `seed` decides its weights."""
    head = b"".join(
        (
            struct.pack("<4sI", b"E5S1", 1),
            struct.pack("<7i", WIDE, LAYERS, HEADS, DEEP, ROWS, POSITIONS, 2),
            struct.pack("<fi", 1e-12, 32),
            _vocabulary(pieces),
            _normalization(normalization),
        )
    )
    tensors = [(name, *_stored(name, shape, seed)) for name, shape in _shapes().items()]
    n_directory = 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, at = [struct.pack("<i", len(tensors))], len(head) + n_directory
    for name, dtype, n_values, payload in tensors:
        directory.append(struct.pack("<H", len(name)) + name.encode())
        directory.append(struct.pack("<BIQQ", dtype, n_values, at, len(payload)))
        at += len(payload)
    return b"".join([head, *directory, *(payload for *_, payload in tensors)])


def _vocabulary(pieces: Sequence[str]) -> bytes:
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4")
    scores = -np.arange(len(pieces), dtype="<f4")
    text = b"".join(encoded)
    specials = struct.pack("<5i", len(pieces), 0, 2, 1, 3)
    return specials + struct.pack("<Q", len(text)) + offsets.tobytes() + scores.tobytes() + text


def _normalization(table: Mapping[int, str]) -> bytes:
    entries = b"".join(
        struct.pack(f"<IB{len(target)}I", codepoint, len(target), *map(ord, target))
        for codepoint, target in table.items()
    )
    return struct.pack("<iI", len(table), len(entries)) + entries


def _shapes() -> dict[str, tuple[int, ...]]:
    square, line = (WIDE, WIDE), (WIDE,)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (ROWS, WIDE),
        "emb.pos": (POSITIONS, WIDE),
        "emb.type": (2, WIDE),
        "emb.ln.w": line,
        "emb.ln.b": line,
    }
    for layer in range(LAYERS):
        for part, shape in (
            *((name, square) for name in ("q", "k", "v", "ao")),
            ("aln", line),
            ("fi", (DEEP, WIDE)),
            ("fo", (WIDE, DEEP)),
            ("oln", line),
        ):
            shapes[f"l{layer}.{part}.w"] = shape
            shapes[f"l{layer}.{part}.b"] = shape[:1]
    return shapes


def _stored(name: str, shape: tuple[int, ...], seed: int) -> tuple[int, int, bytes]:
    """Kind, number of values and bytes: matrices but positions and types in four bits."""
    values = generator(seed, "tiny container", name).standard_normal(shape).astype("<f4")
    if len(shape) == 2 and name not in ("emb.pos", "emb.type"):
        return 1, values.size, quantized(values)
    return 0, values.size, values.tobytes()
