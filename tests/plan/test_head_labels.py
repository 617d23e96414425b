import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.plan.head_labels import head_fit
from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.task_card import TaskCard

NLI = ("contradiction", "entailment", "neutral")
ENTITIES = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def card(kind: Any = "pair_classification", labels: tuple[str, ...] = NLI) -> TaskCard:
    return TaskCard(
        name="toy", kind=kind, metric="accuracy", languages=("en",), splits=("test",), labels=labels
    )


def head(labels: tuple[str, ...], kind: str = "pair_classification", **facts: Any) -> AdoptedHead:
    return AdoptedHead(architecture="XForX", kinds=(kind,), labels=labels, **facts)


@given(order=st.permutations(NLI), data=st.data())
def test_labels_are_matched_by_name_in_any_order_and_case(order: list[str], data: Any) -> None:
    cases = (str.upper, str.title, str.lower, str.capitalize)
    names = tuple(data.draw(st.sampled_from(cases))(label) for label in order)
    assert head_fit(head(names), card()).labels == tuple(order)


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("entail", "neutral", "contradict"), ("entailment", "neutral", "contradiction")),
        ((" Entailment ", "NEUTRAL", "Contradicts"), ("entailment", "neutral", "contradiction")),
    ],
)
def test_usual_names_are_known(names: tuple[str, ...], labels: tuple[str, ...]) -> None:
    assert head_fit(head(names), card()).labels == labels


@pytest.mark.parametrize(
    "names", [("0", "1"), ("not_paraphrase", "paraphrase"), ("not equivalent", "Equivalent")]
)
def test_yes_and_no_of_paraphrase(names: tuple[str, ...]) -> None:
    assert head_fit(head(names), card(labels=("0", "1"))).labels == ("0", "1")


def test_types_of_entities_have_usual_names() -> None:
    names = ("O", "B-person", "I-PERSON", "b_location", "I-LOC")
    assert head_fit(head(names, "tagging"), card("tagging", ENTITIES)).labels == ENTITIES


@pytest.mark.parametrize(
    ("names", "named", "why"),
    [
        (("LABEL_0", "LABEL_1", "LABEL_2"), (), r"labels have no names.*labels = \[\.\.\.\]"),
        (("entailment", "neutral"), (), "no output for contradiction"),
        (("yes", "entailment", "neutral"), (), "its label 'yes' is none of contradiction"),
        (("entail", "entailment", "neutral"), (), "several of its labels mean 'entailment'"),
        (("a", "b", "c"), ("entailment", "neutral"), "gives 2 labels for 3 outputs"),
        (("a", "b", "c"), ("entailment", "neutral", "no"), "'no' is none of"),
        (("a", "b", "c"), ("entailment", "neutral", "neutral"), "no output for contradiction"),
    ],
)
def test_a_misfit_says_why(names: tuple[str, ...], named: tuple[str, ...], why: str) -> None:
    fit = head_fit(head(names), card(), named)
    assert re.search(why, fit.reason)
    assert fit.labels == ()


def test_the_experiment_may_name_the_outputs() -> None:
    names = ("LABEL_0", "LABEL_1", "LABEL_2")
    given_names = ("Entailment", "neutral", "contradiction")
    fit = head_fit(head(names), card(), given_names)
    assert fit.labels == ("entailment", "neutral", "contradiction")


def test_several_outputs_may_stand_for_one_label_where_the_experiment_says_so() -> None:
    names = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
    assert "B-MISC" in head_fit(head(names, "tagging"), card("tagging", ENTITIES)).reason
    fit = head_fit(head(names, "tagging"), card("tagging", ENTITIES), (*names[:5], "O", "O"))
    assert fit.labels == (*ENTITIES, "O", "O")


def test_a_tagger_may_lack_labels_and_they_are_told() -> None:
    fit = head_fit(head(ENTITIES[:3], "tagging"), card("tagging", ENTITIES))
    assert (fit.reason, fit.labels, fit.never) == ("", ENTITIES[:3], ENTITIES[3:])


def test_labels_that_the_training_text_decides_are_those_of_the_head() -> None:
    fit = head_fit(head(("B-artist", "O"), "tagging"), card("tagging", ()))
    assert fit.labels == ("B-artist", "O")


@pytest.mark.parametrize("kind", ["span_qa", "multiple_choice"])
def test_spans_and_choices_have_no_labels(kind: str) -> None:
    fit = head_fit(head((), kind), card(kind, ("0", "1")))
    assert (fit.reason, fit.labels) == ("", ())


def test_a_head_of_another_kind_and_a_refused_one() -> None:
    assert "cannot predict tagging" in head_fit(head(NLI), card("tagging", ENTITIES)).reason
    assert head_fit(head((), refused="because"), card()).reason == "because"
