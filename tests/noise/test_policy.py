"""Which fields are perturbed."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.policy import field_policies


def fields(kind: str, sides: str = "default", names: tuple[str, ...] = ()) -> list[str]:
    return [policy.field for policy in field_policies(kind, sides, names)]


def test_defaults_of_every_kind():
    assert fields("pair_classification", names=("premise", "hypothesis")) == [
        "premise",
        "hypothesis",
    ]
    assert fields("classification", names=("text",)) == ["text"]
    assert fields("tagging") == ["words"]
    assert fields("span_qa") == ["question"]
    assert fields("retrieval") == ["target"]


def test_other_sides():
    assert fields("span_qa", "all") == ["question", "context"]
    assert fields("retrieval", "source") == ["source"]
    assert fields("pair_classification", "premise", ("premise", "hypothesis")) == ["premise"]


def test_guards_are_on_where_a_word_decides_the_label():
    assert all(one.guard for one in field_policies("pair_classification", "default", ("a", "b")))
    question, context = field_policies("span_qa", "all", ())
    assert (question.guard, context.guard) == (True, False)
    assert (question.has_answers, context.has_answers) == (False, True)


@pytest.mark.parametrize(("kind", "sides"), [("tagging", "premise"), ("span_q", "default")])
def test_unknown_kinds_and_sides_are_refused(kind, sides):
    with pytest.raises(ConfigError, match="unknown"):
        field_policies(kind, sides, ("premise",))
