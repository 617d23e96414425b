"""The `E5S1` container: header, vocabulary, normalization map, 4-bit and fp32 tensors."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.core.errors import EncoderError

MAGIC = b"E5S1"
VERSION = 1
BLOCK_VALUES = 32
BLOCK_BYTES = 18  # one fp16 scale and 32 values of four bits
FP32, Q4_0 = 0, 1
_CODEPOINTS = 0x110000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of the encoder inside a container, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorEntry:
    """Where one tensor lies: `n_values` values of kind `dtype` (FP32 or Q4_0) from `offset` on."""

    dtype: int
    n_values: int
    offset: int
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A parsed container. Every offset in it has been checked against the payload.

    Attributes:
        place: the file's path, for errors.
        shape: sizes of the encoder.
        norm_epsilon: of the layer norms.
        specials: rows of bos, eos, pad and unk.
        pieces: the unigram vocabulary, in row order.
        scores: [pieces] log probabilities.
        normalization: code point -> what it is replaced by.
        entries: name -> where the tensor lies.
        payload: the whole file.
    """

    place: str
    shape: Shape
    norm_epsilon: float
    specials: dict[str, int]
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    normalization: dict[int, str]
    entries: dict[str, TensorEntry]
    payload: bytes

    def tensor(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """The tensor `name` in fp32.

        Raises:
            EncoderError: if there is no such tensor, or it does not hold that many values.
        """
        entry = self.entries.get(name)
        n_values = int(np.prod(shape, dtype=np.int64))
        if entry is None or entry.n_values != n_values:
            raise EncoderError(
                f"the container holds no tensor '{name}' of {n_values} values",
                place=self.place,
                value=entry and entry.n_values,
                action="Install the package that carries it again.",
            )
        stored = self.payload[entry.offset : entry.offset + entry.n_bytes]
        if entry.dtype == Q4_0:
            values = dequantized(np.frombuffer(stored, np.uint8))
        else:
            values = np.frombuffer(stored, "<f4").astype(np.float32)
        if not np.isfinite(values).all():
            raise _damaged(self.place, entry.offset, f"tensor '{name}' has values not finite")
        return values.reshape(shape)


def dequantized(stored: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Values of Q4_0 blocks in fp32.

    A block is an fp16 scale and 16 bytes: value j is (low nibble of byte j - 8) x scale, value
    j + 16 is (high nibble of byte j - 8) x scale. Source: the Q4_0 layout of ggml.

    Args:
        stored: [blocks x 18] bytes.

    Returns:
        [blocks x 32] values.
    """
    blocks = stored.reshape(-1, BLOCK_BYTES)
    nibbles = blocks[:, 2:]
    values = np.empty((len(blocks), BLOCK_VALUES), np.float32)
    half = BLOCK_VALUES // 2
    np.subtract(nibbles & 0x0F, np.float32(8), out=values[:, :half])
    np.subtract(nibbles >> 4, np.float32(8), out=values[:, half:])
    with np.errstate(invalid="ignore"):  # a damaged scale gives NaN, which `tensor` refuses
        values *= blocks[:, :2].copy().view("<f2").astype(np.float32)
    return values.reshape(-1)


def read_container(path: Path) -> Container:
    """Read an `E5S1` file.

    Raises:
        EncoderError: if it cannot be read, or is no such file, of another version, cut short, or
            points outside itself; names the byte.
    """
    try:
        payload = path.read_bytes()
    except OSError as error:
        raise EncoderError(
            f"cannot read the encoder ({error.strerror})",
            place=str(path),
            action="Check the path and its permissions.",
        ) from error
    return parse_container(payload, place=str(path))


def parse_container(payload: bytes, *, place: str) -> Container:
    """Parse the bytes of an `E5S1` file; errors as in `read_container`."""
    cursor = _Cursor(payload, place)
    if cursor.take(4, "magic") != MAGIC:
        raise _damaged(place, 0, "the magic is not 'E5S1'", payload[:4])
    (version,) = cursor.unpack("<I", "version")
    if version != VERSION:
        raise _damaged(place, 4, f"version {version}; this reader knows version {VERSION}")
    shape, norm_epsilon = _read_shape(cursor)
    n_pieces, *rows = cursor.unpack("<5i", "vocabulary header")
    specials = dict(zip(("bos", "eos", "pad", "unk"), rows, strict=True))
    pieces, scores = _read_pieces(cursor, n_pieces)
    _check_vocabulary(cursor, shape, pieces, specials)
    normalization = _read_normalization(cursor)
    return Container(
        place=place,
        shape=shape,
        norm_epsilon=norm_epsilon,
        specials=specials,
        pieces=pieces,
        scores=scores,
        normalization=normalization,
        entries=_read_entries(cursor),
        payload=payload,
    )


class _Cursor:
    """A position in the payload that cannot leave it."""

    def __init__(self, payload: bytes, place: str) -> None:
        self.payload = payload
        self.place = place
        self.at = 0

    def take(self, n_bytes: int, what: str) -> bytes:
        if n_bytes < 0 or n_bytes > len(self.payload) - self.at:
            left = len(self.payload) - self.at
            raise self.damaged(f"{what} needs {n_bytes} bytes, {left} are left")
        self.at += n_bytes
        return self.payload[self.at - n_bytes : self.at]

    def unpack(self, layout: str, what: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout), what))

    def damaged(self, problem: str) -> EncoderError:
        return _damaged(self.place, self.at, problem)


def _damaged(place: str, at: int, problem: str, value: object = None) -> EncoderError:
    return EncoderError(
        f"byte {at}: {problem}",
        place=place,
        value=value,
        allowed=f"an 'E5S1' container of version {VERSION}",
        action="Install the package that carries it again.",
    )


def _read_shape(cursor: _Cursor) -> tuple[Shape, float]:
    begin = cursor.at
    sizes = cursor.unpack("<7i", "shape")
    norm_epsilon, block_values = cursor.unpack("<fi", "shape")
    shape = Shape(**dict(zip(Shape.__slots__, sizes, strict=True)))
    if min(sizes) < 1 or max(sizes) > 1 << 24 or shape.hidden % shape.heads:
        raise _damaged(cursor.place, begin, f"impossible sizes {sizes}")
    if block_values != BLOCK_VALUES or shape.hidden % BLOCK_VALUES:
        raise _damaged(cursor.place, begin, f"blocks of {block_values} values")
    if not 0.0 < norm_epsilon < 1.0:
        raise _damaged(cursor.place, begin, f"layer norm epsilon {norm_epsilon}")
    return shape, norm_epsilon


def _read_pieces(cursor: _Cursor, n_pieces: int) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    (n_bytes,) = cursor.unpack("<Q", "vocabulary length")
    ends = np.frombuffer(cursor.take(4 * (n_pieces + 1), "piece offsets"), "<u4").astype(np.int64)
    scores = np.frombuffer(cursor.take(4 * n_pieces, "piece scores"), "<f4").astype(np.float32)
    begin = cursor.at
    text = cursor.take(n_bytes, "pieces")
    if len(ends) < 2 or ends[0] != 0 or ends[-1] != n_bytes or (np.diff(ends) < 1).any():
        raise _damaged(cursor.place, begin, "piece offsets do not rise from 0 to the end")
    if not np.isfinite(scores).all():
        raise _damaged(cursor.place, begin, "a piece has a score that is not finite")
    try:
        pieces = tuple(
            text[first:last].decode("utf-8")
            for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        )
    except UnicodeDecodeError as error:
        raise _damaged(cursor.place, begin, "a piece is not UTF-8") from error
    if len(set(pieces)) != len(pieces):
        raise _damaged(cursor.place, begin, "a piece occurs twice")
    return pieces, scores


def _check_vocabulary(
    cursor: _Cursor, shape: Shape, pieces: tuple[str, ...], specials: dict[str, int]
) -> None:
    if shape.vocabulary < len(pieces):
        raise cursor.damaged(f"{len(pieces)} pieces but {shape.vocabulary} embedding rows")
    names = {"bos": "<s>", "eos": "</s>", "pad": "<pad>", "unk": "<unk>"}
    for role, row in specials.items():
        if not 0 <= row < len(pieces) or pieces[row] != names[role]:
            raise cursor.damaged(f"row {row} is not the {role} token '{names[role]}'")


def _read_normalization(cursor: _Cursor) -> dict[int, str]:
    n_entries, n_bytes = cursor.unpack("<iI", "normalization header")
    end = cursor.at + n_bytes
    table: dict[int, str] = {}
    for _ in range(n_entries):
        codepoint, n_target = cursor.unpack("<IB", "normalization entry")
        target = cursor.unpack(f"<{n_target}I", "normalization entry")
        if max((codepoint, *target)) >= _CODEPOINTS:
            raise cursor.damaged("a normalization entry is no code point")
        table[codepoint] = "".join(map(chr, target))
    if cursor.at != end or len(table) != n_entries:
        raise cursor.damaged("the normalization map does not end where it says")
    return table


def _read_entries(cursor: _Cursor) -> dict[str, TensorEntry]:
    (n_tensors,) = cursor.unpack("<i", "tensor directory")
    entries: dict[str, TensorEntry] = {}
    for _ in range(n_tensors):
        (n_name,) = cursor.unpack("<H", "tensor name")
        name = cursor.take(n_name, "tensor name").decode("ascii", "backslashreplace")
        dtype, n_values, offset, n_bytes = cursor.unpack("<BIQQ", "tensor entry")
        expected = (
            n_values // BLOCK_VALUES * BLOCK_BYTES
            if dtype == Q4_0 and n_values % BLOCK_VALUES == 0
            else 4 * n_values
        )
        if dtype not in (FP32, Q4_0) or n_bytes != expected:
            raise cursor.damaged(f"tensor '{name}': kind {dtype}, {n_bytes} bytes")
        if offset + n_bytes > len(cursor.payload):
            raise cursor.damaged(f"tensor '{name}' ends after the end of the file")
        entries[name] = TensorEntry(dtype=dtype, n_values=n_values, offset=offset, n_bytes=n_bytes)
    if len(entries) != n_tensors or any(entry.offset < cursor.at for entry in entries.values()):
        raise cursor.damaged("the tensor directory names a tensor twice or points into itself")
    return entries
