import random
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from crosswind.core.errors import EncoderError
from crosswind.model.quantised import dequantized, parse_container, read_container
from crosswind.testing.container import NORMALIZATION, PIECES, container_bytes, quantized

WHOLE = container_bytes()
# Byte of each header field, its layout, and values that it cannot have.
HEADER = [
    (0, "<4s", [b"GGUF", b"e5s1"]),
    (4, "<I", [0, 2, 2**32 - 1]),
    *((at, "<i", [-1, 0, 2**31 - 1]) for at in range(8, 36, 4)),
    (36, "<f", [0.0, -1.0, float("nan"), float("inf")]),
    (40, "<i", [0, 16, -32]),
    (44, "<i", [-1, 0, 1, 2**31 - 1]),
    *((at, "<i", [-1, 9, 2**31 - 1]) for at in range(48, 64, 4)),
    (64, "<Q", [0, 1, 2**63, 2**64 - 1]),
    (68 + 4, "<I", [1, 2**32 - 1]),
    (68 + 8, "<I", [0, 2**32 - 1]),
]


def every_tensor(payload: bytes) -> None:
    container = parse_container(payload, place="x.bin")
    for name, entry in container.entries.items():
        container.tensor(name, (entry.n_values,))


def test_hand_computed_blocks() -> None:
    low_high = bytes([0x80, 0x91, 0xF0, 0x0F, *[0x88] * 12])
    block = struct.pack("<e", 0.5) + low_high
    first = [-4.0, -3.5, -4.0, 3.5] + [0.0] * 12
    second = [0.0, 0.5, 3.5, -4.0] + [0.0] * 12
    other = struct.pack("<e", -2.0) + bytes([0x17] * 16)
    expected = first + second + [2.0] * 16 + [14.0] * 16
    np.testing.assert_array_equal(
        dequantized(np.frombuffer(block + other, np.uint8)), np.array(expected, np.float32)
    )


@settings(max_examples=40)
@given(hnp.arrays(np.float32, (3, 32), elements=st.floats(-4, 4, width=16)))
def test_four_bits_are_within_a_step(values: np.ndarray) -> None:
    back = dequantized(np.frombuffer(quantized(values), np.uint8)).reshape(values.shape)
    step = np.abs(values).max(axis=1, keepdims=True) / 8
    # The value of the largest size is exact at code 0; its opposite is cut from +8 to +7 steps.
    assert (np.abs(back - values) <= step * 1.01 + 1e-6).all()


def test_reads_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "c.bin").write_bytes(WHOLE)
    container = read_container(tmp_path / "c.bin")
    assert container.pieces == PIECES
    assert container.normalization == NORMALIZATION
    assert container.specials == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    assert container.tensor("l0.q.w", (32, 32)).dtype == np.float32
    assert container.shape.feed_forward == 64


@pytest.mark.parametrize(
    ("at", "layout", "value"),
    [(at, layout, value) for at, layout, values in HEADER for value in values],
)
def test_an_impossible_header_field_is_an_error(at: int, layout: str, value: object) -> None:
    field = struct.pack(layout, value)
    with pytest.raises(EncoderError, match=r"^x\.bin: (byte \d+|the container holds)"):
        payload = WHOLE[:at] + field + WHOLE[at + len(field) :]
        container = parse_container(payload, place="x.bin")
        for layer in range(container.shape.layers):
            container.tensor(f"l{layer}.fi.w", (container.shape.feed_forward, 32))
        container.tensor("emb.word", (container.shape.vocabulary, container.shape.hidden))
        container.tensor("emb.pos", (container.shape.positions, 32))
        container.tensor("emb.type", (container.shape.types, 32))


def test_every_cut_is_an_error() -> None:
    rng = random.Random(0)
    cuts = [*range(200), *(rng.randrange(len(WHOLE)) for _ in range(300)), len(WHOLE) - 1]
    for cut in cuts:
        with pytest.raises(EncoderError, match="byte"):
            parse_container(WHOLE[:cut], place="x.bin")


@settings(max_examples=200)
@given(
    at=st.integers(0, len(WHOLE) - 1), flips=st.binary(min_size=1, max_size=8), near=st.booleans()
)
def test_damage_is_an_encoder_error_or_nothing(at: int, flips: bytes, near: bool) -> None:
    at = at % 1200 if near else at
    payload = WHOLE[:at] + flips + WHOLE[at + len(flips) :]
    try:
        every_tensor(payload)
    except EncoderError as error:
        assert "x.bin" in str(error)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot read the encoder"):
        read_container(tmp_path / "absent.bin")


def test_a_tensor_of_another_size_is_named() -> None:
    container = parse_container(WHOLE, place="x.bin")
    with pytest.raises(EncoderError, match=r"no tensor 'l0\.q\.w' of 64 values"):
        container.tensor("l0.q.w", (2, 32))


def test_infinite_weights_are_refused() -> None:
    at = parse_container(WHOLE, place="x.bin").entries["emb.ln.w"].offset
    payload = WHOLE[:at] + struct.pack("<f", float("inf")) + WHOLE[at + 4 :]
    with pytest.raises(EncoderError, match="not finite"):
        parse_container(payload, place="x.bin").tensor("emb.ln.w", (32,))
