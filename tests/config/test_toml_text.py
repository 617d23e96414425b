import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.config.toml_text import toml_text

_TEXT = st.text(max_size=8)
_PLAIN = st.one_of(st.booleans(), st.integers(-(2**60), 2**60), st.floats(-1e6, 1e6), _TEXT)
_VALUE: st.SearchStrategy[Any] = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(_TEXT, _VALUE, max_size=4))
def test_toml_reads_back(value: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(value)) == value


def test_null_is_left_out() -> None:
    assert tomllib.loads(toml_text({"a": None, "b": {"c": None, "d": [1]}})) == {"b": {"d": [1]}}
