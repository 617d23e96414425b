"""The params of a prediction say how its text is read."""

from dataclasses import fields

from crosswind.evaluate.predict_params import PredictParams
from crosswind.evaluate.reading import Reading


def test_the_reading_is_a_part_of_the_params():
    params = PredictParams(task="t", kind="tagging", fields=("a",), max_tokens=64, stride=9)
    reading = params.reading
    shared = {one.name for one in fields(Reading)} & {one.name for one in fields(PredictParams)}
    assert {name: getattr(reading, name) for name in shared} == {
        name: getattr(params, name) for name in shared
    }
    assert (reading.max_tokens, reading.stride, reading.fields) == (64, 9, ("a",))


def test_a_checkpoint_with_one_head_needs_no_name():
    assert PredictParams(task="t", kind="tagging", fields=()).part == ""
