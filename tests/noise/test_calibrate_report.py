"""What is told of a source: numbers, and letters at most."""

import json

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.calibrate_read import Pair, Pairs
from crosswind.noise.calibrate_report import calibrate, lines_of

PAIRS = Pairs(
    pairs=[Pair("wenter", "winter")] * 30 + [Pair("leter", "letter")] * 20 + [Pair("A", "a")],
    n_words=1000,
    left_out={"reason": 2},
)


def test_numbers_of_a_source() -> None:
    found = calibrate(PAIRS, "en")
    profile = found["profile"]
    assert profile["mix"] == {"substitute": 60.0, "delete": 40.0, "insert": 0.0, "transpose": 0.0}
    assert profile["wrong_word_rate"] == 5.0
    assert profile["left_out"] == {"only case differs": 1, "reason": 2}
    assert found["distances"]["fitted"]["mix"] < 0.03 < found["distances"]["usual"]["mix"]
    assert "winter" not in json.dumps(found)


def test_lines_say_what_the_numbers_say() -> None:
    found = calibrate(PAIRS, "en")
    text = "\n".join(lines_of(found))
    assert "50 wrong words of 51 pairs" in text
    assert "5.0% of the words" in text
    assert f"{found['distances']['fitted']['mix']:.3f}" in text


def test_a_language_without_typing_errors_is_refused() -> None:
    with pytest.raises(ConfigError, match="typo"):
        calibrate(PAIRS, "zh")
