"""Where words and graphemes begin and end."""

import numpy as np
import pytest

from crosswind.noise.columns import Columns, lay_out
from crosswind.noise.stretches import Stretches, spread


def columns(*texts: str, words: tuple[int, ...] = ()) -> Columns:
    keys = np.arange(len(texts), dtype=np.uint64)
    lengths = np.array(words) if words else None
    return lay_out(list(texts), keys, None, language="en", guarded=False, words=lengths)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's 5 o'clock, isn't it?", ["It's", "o'clock", "isn't", "it"]),
        ("'quoted' and rock-and-roll", ["quoted", "and", "rock", "and", "roll"]),
        ("می\u200cزند خوب", ["می\u200cزند", "خوب"]),
        ("मैं हूँ।", ["मैं", "हूँ"]),
        ("", []),
        ("12 + 3", []),
    ],
)
def test_words_are_runs_of_letters_with_joints_inside(text, words):
    found = columns(text)
    assert found.words.texts(found.text) == words


def test_no_word_goes_on_in_the_next_text_or_word():
    assert columns("ab", "cd", "'s").words.texts("abcd's") == ["ab", "cd", "s"]
    assert columns("abcd", words=(1, 3)).words.texts("abcd") == ["a", "bcd"]


def test_graphemes_hold_their_marks():
    found = columns("e\u0301a", "\u0301")
    assert found.graphemes.texts(found.text) == ["e\u0301", "a", "\u0301"]


def test_which_stretch_holds_a_position():
    stretches = Stretches(np.array([1, 4]), np.array([3, 6]))
    assert stretches.holding(np.arange(7)).tolist() == [-1, 0, 0, -1, 1, 1, -1]
    none = Stretches(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert none.holding(np.array([0, 1])).tolist() == [-1, -1]


def test_characters_of_stretches_of_some_lengths():
    which, place = spread(np.array([2, 0, 3]))
    assert (which.tolist(), place.tolist()) == ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
