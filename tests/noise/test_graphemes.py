"""Grapheme boundaries against an independent implementation."""

import numpy as np
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.noise.graphemes import grapheme_starts
from tests.noise.samples import SENTENCES

PIECES = [
    "a", "é", "e\u0301", "\r\n", "\r", "\n", " ", "क", "क्ष", "क्\u200dष", "क्षि", "ग\u093c्य",
    "กี่", "👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "🇫", "각",
    "\u1100\u1161\u11a8", "\u0600a", "☎\ufe0f", "ക്ഷ", "ാ", "\u200c", "e\u200c\u0301",
]  # fmt: skip


def expected(texts: list[str]) -> list[bool]:
    flags = []
    for text in texts:
        starts = {found.start() for found in regex.finditer(r"\X", text)}
        flags += [place in starts for place in range(len(text))]
    return flags


def found(texts: list[str]) -> list[bool]:
    lengths = np.array([len(text) for text in texts])
    points = np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4")
    return grapheme_starts(points, np.cumsum(lengths) - lengths).tolist()


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=4))
def test_boundaries_agree_with_the_oracle(texts):
    assert found(texts) == expected(texts)


def test_boundaries_agree_on_every_sample():
    texts = list(SENTENCES.values())
    assert found(texts) == expected(texts)


def test_a_text_never_continues_the_one_before():
    assert found(["क्", "ष", "🇩", "🇪", "\r", "\n"]) == [True, False, True, True, True, True, True]
