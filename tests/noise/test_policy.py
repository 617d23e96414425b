"""Which fields are perturbed."""

from typing import get_args

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.perturbation import TASK_KINDS
from crosswind.noise.policy import SIDES, field_policies
from crosswind.records.task_card import TaskKind


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
    assert fields("mining", names=("text",)) == ["text"]
    assert fields("answer_retrieval", names=("question",)) == ["question"]
    assert fields("entity_retrieval", names=("context",)) == ["context"]


def test_every_kind_of_task_has_a_policy():
    assert set(SIDES) == set(TASK_KINDS) == set(get_args(TaskKind)) - {"masked_lm"}


def test_kept_fields_are_never_perturbed():
    names = ("premise", "question", "choice1", "choice2")
    kept = ("question",)
    for sides in ("default", "all"):
        found = field_policies("multiple_choice", sides, names, kept)
        assert [policy.field for policy in found] == ["premise", "choice1", "choice2"]
    assert fields("multiple_choice", "choice1", names) == ["choice1"]
    with pytest.raises(ConfigError, match="unknown choice of sides") as caught:
        field_policies("multiple_choice", "question", names, kept)
    assert "question" not in caught.value.allowed


def test_fields_of_a_pair_have_languages_by_position():
    def languages(kind, names, sides="all"):
        found = field_policies(kind, sides, names)
        return {policy.field: policy.language("de+en") for policy in found}

    assert languages("pair_classification", ("first", "second")) == {"first": "de", "second": "en"}
    assert languages("span_qa", ("question", "context")) == {"question": "en", "context": "de"}
    assert languages("tagging", ("words",)) == {"words": "de"}
    (policy, *_) = field_policies("span_qa", "default", ("question", "context"))
    assert policy.language("de") == "de"


def test_other_sides():
    assert fields("span_qa", "all") == ["question", "context"]
    assert fields("retrieval", "source") == ["source"]
    assert fields("pair_classification", "premise", ("premise", "hypothesis")) == ["premise"]


def test_guards_are_on_where_a_word_decides_the_label():
    assert all(one.guard for one in field_policies("pair_classification", "default", ("a", "b")))
    for kind, guarded in (("multiple_choice", True), ("answer_retrieval", True), ("mining", False)):
        assert all(one.guard is guarded for one in field_policies(kind, "default", ("a", "b")))
    question, context = field_policies("span_qa", "all", ())
    assert (question.guard, context.guard) == (True, False)
    assert (question.has_answers, context.has_answers) == (False, True)


@pytest.mark.parametrize(("kind", "sides"), [("tagging", "premise"), ("span_q", "default")])
def test_unknown_kinds_and_sides_are_refused(kind, sides):
    with pytest.raises(ConfigError, match="unknown"):
        field_policies(kind, sides, ("premise",))
