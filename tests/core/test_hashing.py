"""Identity: equal values give equal text and equal digests, everywhere and always."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.core.files import parse_json
from crosswind.core.hashing import (
    canonical_json,
    digest,
    file_digest,
    remembered_file_digest,
    text_digest,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | TEXT
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def turned(value: Any) -> Any:
    """The same value with every mapping in reversed order and every list a tuple."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(list(value))}
    return tuple(turned(item) for item in value) if isinstance(value, list) else value


@given(VALUES)
@profile(max_examples=60)
def test_key_order_and_the_type_of_a_sequence_do_not_matter(value: Any) -> None:
    assert canonical_json(turned(value)) == canonical_json(value)
    assert digest(turned(value)) == digest(value)


@given(VALUES)
@profile(max_examples=60)
def test_the_text_is_json_of_the_value(value: Any) -> None:
    assert parse_json(canonical_json(value), place="") == value


@given(VALUES, VALUES)
@profile(max_examples=60)
def test_different_values_give_different_text(first: Any, second: Any) -> None:
    # Python takes True for 1; JSON does not.
    assert (canonical_json(first) == canonical_json(second)) <= (first == second)


@given(st.integers(-(2**200), 2**200))
@profile(max_examples=60)
def test_a_whole_float_is_its_integer(number: int) -> None:
    assert canonical_json(float(number)) == canonical_json(int(float(number)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [2.0, 0.5, -0.0]}, '{"a":[2,0.5,0],"b":1}'),
        ({"ä": None, "a": True}, '{"a":true,"ä":null}'),
        ((1e16, 1e-5), "[10000000000000000,1e-05]"),
        ("a\u2028b", '"a\u2028b"'),
        ([], "[]"),
        ({}, "{}"),
        (True, "true"),
        (1, "1"),
    ],
)
def test_examples(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [{"a": float("-inf")}]])
def test_numbers_that_json_cannot_carry_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1: 2}, {"a": {None: 1}}])
def test_keys_that_are_no_text_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="string keys"):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1, 2}, b"x", Path("a"), object(), [1j]])
def test_other_types_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot carry"):
        canonical_json(value)


def test_golden_digests() -> None:
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()
    assert digest({"b": [1, 2.0, "ü"], "a": None}) == (
        "5fdf354f174e54bcc08c137ea0f7c5e0ee14925314064c1241af976edb42d25e"
    )


def test_digests_of_text_and_of_files_are_those_of_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("grün\r\n".encode())
    assert text_digest("grün\r\n") == file_digest(path)
    assert file_digest(path) == hashlib.sha256("grün\r\n".encode()).hexdigest()


def test_a_lone_surrogate_has_a_digest() -> None:
    assert text_digest("\ud800") != text_digest("\ud801")


def test_a_remembered_digest_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a")
    first = remembered_file_digest(path)
    path.write_bytes(b"bc")
    assert remembered_file_digest(path) == file_digest(path) != first


def test_a_file_that_did_not_change_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a")
    first = remembered_file_digest(path)
    monkeypatch.delattr(hashlib, "file_digest")
    assert remembered_file_digest(path) == first


def test_a_file_that_was_changed_at_the_same_time_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    os.utime(path, (1, 1))
    first = remembered_file_digest(path)
    path.write_bytes(b"two")
    os.utime(path, (1, 1))
    assert remembered_file_digest(path) == file_digest(path) != first
