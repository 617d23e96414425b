"""Finding the line of a key."""

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.config.locate import line_of, path_text

TEXT = '''\
# a comment with key = 1 in it
name = "x"   # name
seeds = { intermediate = [1], target = [1] }

question = """
name = "not the name"
[noise]
"""

[noise] # what is noisy
severities = [
  1,
  3,
]
"quoted" = 1
a.b = 2

[[arms]]
name = "none"

[[arms]]
name = "mnli"
stages = [{ tasks = ["mnli"] }]

[[targets]]
task = "xnli"

[targets.retrieval]
layer = 8

[[targets]]
task = "udpos"
[targets.retrieval]
layer = 9

[[deep]]
[[deep.inner]]
x = 1
[[deep.inner]]
x = 2
[[deep]]
[[deep.inner]]
x = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("seeds",), 3),
        (("seeds", "target", 0), 3),
        (("question",), 5),
        (("noise",), 10),
        (("noise", "severities", 1), 11),
        (("noise", "quoted"), 15),
        (("noise", "a", "b"), 16),
        (("noise", "absent"), 10),
        (("arms",), 18),
        (("arms", 0), 18),
        (("arms", 0, "name"), 19),
        (("arms", 1, "name"), 22),
        (("arms", 1, "stages", 0, "tasks", 0), 23),
        (("arms", 0, "stages"), 18),
        (("targets", 0, "retrieval", "layer"), 29),
        (("targets", 1, "task"), 32),
        (("targets", 1, "retrieval", "layer"), 34),
        (("deep", 0, "inner", 1, "x"), 40),
        (("deep", 1, "inner", 0, "x"), 43),
        (("absent",), 1),
        ((), 1),
    ],
)
def test_lines(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


@given(st.text(max_size=60), st.lists(st.text(max_size=3) | st.integers(0, 3), max_size=3))
@profile(max_examples=60)
def test_any_text_has_a_line(text: str, path: list[str | int]) -> None:
    assert 1 <= line_of(text, path) <= text.count("\n") + 1


def test_windows_line_ends_change_nothing() -> None:
    assert line_of(TEXT.replace("\n", "\r\n"), ("arms", 1, "name")) == 22


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("targets", 0, "languages", 3), "targets[0].languages[3]"),
        (("a", "b", "c"), "a.b.c"),
    ],
)
def test_paths_as_text(path: tuple[str | int, ...], text: str) -> None:
    assert path_text(path) == text
