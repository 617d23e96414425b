"""Controls keep the text and the frequencies of labels, and take the relation away."""

from collections import Counter
from dataclasses import replace

import pytest

from crosswind.core.errors import ConfigError
from crosswind.records.example import Answer, Example
from crosswind.train.controls import shuffled


def labelled(n: int) -> list[Example]:
    return [
        Example(
            example_id=str(index),
            parallel_id=str(index),
            language="en",
            texts={"text": f"text {index}"},
            label="a" if index % 3 else "b",
            words=("x",) * (1 + index % 3),
            tags=tuple("XYZ"[: 1 + index % 3]),
        )
        for index in range(n)
    ]


def asking(context: str, answer: str, name: str) -> Example:
    return Example(
        example_id=name,
        parallel_id=context,
        language="en",
        texts={"question": name, "context": context},
        answers=(Answer(start=context.index(answer), text=answer),),
    )


def test_labels_are_permuted_and_nothing_else_changes():
    examples = labelled(60)
    found = shuffled(examples, "classification", ("text",), seed=1)
    assert Counter(one.label for one in found) == Counter(one.label for one in examples)
    assert [one.label for one in found] != [one.label for one in examples]
    assert [replace(one, label="") for one in found] == [replace(one, label="") for one in examples]
    assert found == shuffled(examples, "classification", ("text",), seed=1)
    assert found != shuffled(examples, "classification", ("text",), seed=2)


def test_tags_are_permuted_over_all_words():
    examples = labelled(60)
    found = shuffled(examples, "tagging", (), seed=1)
    assert [len(one.tags) for one in found] == [len(one.words) for one in examples]
    tags = [Counter(tag for one in some for tag in one.tags) for some in (found, examples)]
    assert tags[0] == tags[1]
    assert found != examples


def test_answers_are_exchanged_within_their_context():
    examples = [
        asking("Ann met Bob in Rome.", "Ann", "who"),
        asking("Ann met Bob in Rome.", "Rome", "where"),
        asking("It rained.", "rained", "what"),
    ]
    seeds = {
        tuple(
            one.answers[0].text
            for one in shuffled(examples, "span_qa", ("question", "context"), seed)
        )
        for seed in range(8)
    }
    assert seeds == {("Ann", "Rome", "rained"), ("Rome", "Ann", "rained")}


def test_answers_of_choices_stay_possible():
    fields = ("text", "choice1", "choice2", "choice3")
    examples = [
        replace(
            one,
            label=str(index % (2 + index % 2)),
            texts={"text": "t", "choice1": "x", "choice2": "y", "choice3": "z" * (index % 2)},
        )
        for index, one in enumerate(labelled(40))
    ]
    for index, one in enumerate(shuffled(examples, "multiple_choice", fields, seed=1)):
        assert int(one.label) < 2 + index % 2


def test_pairs_are_their_own_labels():
    with pytest.raises(ConfigError, match="its pairs are its labels"):
        shuffled(labelled(3), "entity_retrieval", ("a", "b"), seed=1)
