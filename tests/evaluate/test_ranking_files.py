import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.ranking_files import read_rankings, read_targets


def written(tmp_path, text):
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_rankings_keep_their_order_and_repetitions(tmp_path):
    path = written(tmp_path, '{"b": ["x", "x"], "a": []}')
    assert list(read_rankings(path).items()) == [("b", ["x", "x"]), ("a", [])]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[1]", "file.json:1: not a file of rankings: 'list'"),
        ('{\n"a": "x"}', r"file.json:2: not a list of candidate ids \('a'\): 'x'"),
        ('{\n"a": ["x", 1]}', r"file.json:2: not a list of candidate ids"),
        ('{\n"a": [],\n"a": []}', "file.json:3: a name stands twice"),
        ("{", "not JSON"),
    ],
)
def test_broken_rankings(tmp_path, text, problem):
    with pytest.raises(DataError, match=problem):
        read_rankings(written(tmp_path, text))


def test_every_question_needs_a_right_candidate(tmp_path):
    assert read_targets(written(tmp_path, '{"a": ["x", "y"]}')) == {"a": ["x", "y"]}
    with pytest.raises(DataError, match=r"file.json:1: a question without a right.*\('a'\)"):
        read_targets(written(tmp_path, '{"a": []}'))
    with pytest.raises(DataError, match=r"file.json:1: the gold file is empty"):
        read_targets(written(tmp_path, "{}"))
