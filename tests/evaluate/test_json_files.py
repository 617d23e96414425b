import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.evaluate.json_files import line_of, read_strict_json, read_strict_json_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


def written(tmp_path, text):
    path = tmp_path / "file.json"
    path.write_bytes(text.encode("utf-8"))
    return path


@settings(max_examples=40)
@given(VALUES)
def test_values_survive(tmp_path_factory, value):
    path = written(tmp_path_factory.mktemp("json"), json.dumps(value, indent=1))
    assert read_strict_json(path) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{\n"a": 1,\n"a": 2}', "file.json:3: a name stands twice in one JSON object: 'a'"),
        ('[{"b": {"ü": 1,\n"ü": 1}}]', "file.json:2: a name stands twice.*'ü'"),
        ("{\n", "file.json:2: not JSON"),
        ("", "file.json:1: not JSON"),
        ("1" * 5000, "file.json:1: not JSON .*digits"),
        ("[" * 100_000, "file.json:1: not JSON .nested too deeply"),
    ],
)
def test_faults_name_their_line(tmp_path, text, problem):
    with pytest.raises(DataError, match=problem):
        read_strict_json(written(tmp_path, text))


def test_lines(tmp_path):
    path = written(tmp_path, '{"a": 1}\r\n\n{"a": 2}\n')
    assert read_strict_json_lines(path) == [(1, {"a": 1}), (3, {"a": 2})]
    with pytest.raises(DataError, match=r"file.json:2: a name stands twice"):
        read_strict_json_lines(written(tmp_path, '{}\n{"a": 1, "a": 2}\n'))


def test_lines_of_names():
    text = '{"a": 1,\n"b": 2,\n"a": 3}'
    assert [line_of(text, "a"), line_of(text, "a", 2), line_of(text, "a", 9)] == [1, 3, 3]
    assert line_of(text, "nowhere") == 1
