"""The public functions: addresses, spans, errors."""

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.api import perturb, perturb_batch, perturb_words

TEXT = "The old man sat beside the window and watched the boats in the harbor all morning long."
SETTING = {"language": "en", "perturbation": "typo", "severity": 5}


def test_every_part_of_the_address_matters_and_severity_does_not():
    base = perturb(TEXT, **SETTING).text
    for part in (
        {"seed": 1},
        {"example_id": "1"},
        {"field": "x"},
        {"dataset": "x"},
        {"split": "x"},
    ):
        assert perturb(TEXT, **SETTING, **part).text != base


def test_guard_and_spans_come_back_in_the_result():
    result = perturb(TEXT, **SETTING, spans=[(0, 3), (4, 4), [8, 20]], guard=True)
    assert len(result.spans) == 3
    assert result.spans[1][0] == result.spans[1][1]


@pytest.mark.parametrize("span", [(3, 2), (-1, 2), (0, 1000), (1,), (0.0, 2), ("a", "b")])
def test_spans_outside_the_text_are_refused(span):
    with pytest.raises(DataError, match="not inside the text"):
        perturb(TEXT, **SETTING, spans=[span])
    with pytest.raises(DataError, match="not inside the text"):
        perturb(TEXT, **SETTING, protect=[span])


@pytest.mark.parametrize(
    "wrong",
    [{"severity": 6}, {"perturbation": "typos"}, {"language": "xx-y-z"}, {"language": "zh"}],
)
def test_wrong_settings_are_refused(wrong):
    with pytest.raises(ConfigError):
        perturb(TEXT, **{**SETTING, **wrong})


def test_wrong_values_are_refused():
    with pytest.raises(DataError, match="surrogate"):
        perturb("a\udc80b", **SETTING)
    with pytest.raises(DataError, match="no string"):
        perturb(TEXT, **SETTING, example_id=7)
    with pytest.raises(DataError, match="no string"):
        perturb(None, **SETTING)
    with pytest.raises(DataError, match="no string"):
        perturb_words(["a", 1], **SETTING)
    with pytest.raises(ConfigError, match="its own entry"):
        perturb_batch([TEXT, TEXT], **SETTING, example_ids=["1"])
    with pytest.raises(DataError, match="index"):
        perturb_words(["a"], **SETTING, protect=[1])


def test_nothing_in_gives_nothing_out():
    assert perturb_batch([], **SETTING, example_ids=[]) == []
    assert perturb_words([], **SETTING).words == ()
    assert perturb("", **SETTING).flags == ("unchanged",)
