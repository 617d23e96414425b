import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.testing.damage import damaged

CONTENTS = (b"0\n1\n", b'{"a": ["x", {"text": "y"}], "b": 1}', b"", b"\xff")


@settings(max_examples=60)
@given(st.sampled_from(CONTENTS), st.integers(0, 10**6))
def test_damage_is_a_function_of_the_dice(content, seed):
    assert damaged(content, random.Random(seed)) == damaged(content, random.Random(seed))


def test_damage_is_of_many_kinds():
    dice = random.Random(0)
    found = {damaged(b'{"a": ["x"]}\n', dice) for _ in range(300)}
    assert len(found) > 100
    assert b"" in found
    kinds = {type(json.loads(item)) for item in found if is_json(item)}
    assert {dict, list, int} <= kinds
    assert any(not is_utf8(item) for item in found)


def is_json(content):
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def is_utf8(content):
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
