"""Tokens added to texts."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.edits import EditList


def test_letters_stay_and_the_first_token_ends_the_text():
    text = "See you at the harbor tomorrow."
    for severity, tokens in ((1, 1), (3, 2), (5, 5)):
        result = perturb(text, language="en", perturbation="emoji", severity=severity)
        assert len(result.edits) <= tokens
        assert all(edit.start == edit.end for edit in result.edits)
        assert list(result.edits)[-1].start == len(text)


def test_nothing_is_put_into_a_word_or_an_answer():
    text, spans = "Anna lives in Rome now", [(14, 18)]
    results = perturb_batch(
        [text] * 100, language="en", perturbation="emoji", severity=5, spans=[spans] * 100,
        example_ids=list(map(str, range(100))),
    )  # fmt: skip
    for result in results:
        (low, high), = result.spans  # fmt: skip
        assert result.text[low:high] == "Rome"
        assert all(edit.start == len(text) or text[edit.start] == " " for edit in result.edits)


def test_shares_at_the_end():
    results = perturb_batch(
        ["a b"] * 2000, language="en", perturbation="emoji", severity=1,
        example_ids=list(map(str, range(2000))),
    )  # fmt: skip
    links = sum("@" in one.text or "#" in one.text or "example" in one.text for one in results)
    assert links / 2000 == pytest.approx(0.3, abs=0.04)


def test_word_lists_are_refused():
    with pytest.raises(ConfigError, match="running text"):
        perturb_words(["a"], language="en", perturbation="emoji", severity=1)


def test_an_empty_text_stays_empty():
    result = perturb("", language="en", perturbation="emoji", severity=5)
    assert (result.text, result.edits) == ("", EditList((), 0))


def test_nothing_is_put_into_what_is_written_together():
    text = "b4 well-known U2. Go, now"
    results = perturb_batch(
        [text] * 200, language="en", perturbation="emoji", severity=5,
        example_ids=list(map(str, range(200))),
    )  # fmt: skip
    places = {edit.start for result in results for edit in result.edits}
    ends = (text.index(" U2"), text.index(", now"), len(text))
    assert places == set(ends)
