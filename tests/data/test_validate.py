from dataclasses import replace

import pytest

from crosswind.core.errors import DataError
from crosswind.data.task import Placed
from crosswind.data.validate import RowRules, check_rows
from crosswind.records.example import Answer, Example
from crosswind.records.task_card import TaskCard

LABELLED = TaskCard(
    name="toy", kind="classification", metric="accuracy", languages=("en",), splits=("test",),
    labels=("yes", "no"),
)  # fmt: skip
TAGGED = replace(LABELLED, kind="tagging", labels=("NOUN", "VERB"))
ASKED = replace(LABELLED, kind="span_qa", labels=(), fields=("question", "context"))
GOOD = Example(example_id="1", parallel_id="1", language="en", texts={"text": "a"}, label="yes")
SENTENCE = Example(
    example_id="1", parallel_id="1", language="en", words=("a", "b"), tags=("NOUN", "VERB")
)
QUESTION = Example(
    example_id="q7", parallel_id="p", language="en",
    texts={"question": "who?", "context": "\ufeffIt was Ada."},
    answers=(Answer(start=8, text="Ada"),),
)  # fmt: skip


MINED = replace(LABELLED, kind="mining", labels=())
SEARCHED = replace(MINED, kind="answer_retrieval")
QUERY = replace(GOOD, label="", gold_ids=("c1",))


def _check(card: TaskCard, *examples: Example) -> None:
    rows = [Placed(place=f"toy.tsv:{n}", example=item) for n, item in enumerate(examples, 1)]
    rules = RowRules(card=card, fields=card.fields, has_gold=True)
    check_rows(rows, rules, "en", origin="toy.tsv")


def test_good_rows_pass() -> None:
    _check(LABELLED, GOOD, replace(GOOD, example_id="2"))
    _check(TAGGED, SENTENCE)
    _check(ASKED, QUESTION)
    _check(SEARCHED, QUERY)
    _check(MINED, QUERY, replace(QUERY, example_id="2", gold_ids=()))


@pytest.mark.parametrize(
    ("card", "wrong", "message"),
    [
        (LABELLED, replace(GOOD, label="Yes"), r"unknown label: 'Yes'.*mean 'yes'.*yes, no"),
        (LABELLED, replace(GOOD, label=""), "unknown label: ''"),
        (LABELLED, replace(GOOD, example_id="0"), r"used twice \(first at toy.tsv:1\): '0'"),
        (LABELLED, replace(GOOD, example_id=""), "no id"),
        (LABELLED, replace(GOOD, language="de"), "another language: 'de'"),
        (LABELLED, replace(GOOD, texts={"text": " \t"}), "'text' is empty"),
        (LABELLED, replace(GOOD, texts={"premise": "a"}), "wrong text fields"),
        (TAGGED, replace(SENTENCE, tags=("NOUN",)), "2 words but 1 tags"),
        (
            TAGGED,
            replace(SENTENCE, tags=("NOUN", "VREB")),
            r"unknown tag of word 2: 'VREB'.*'VERB'",
        ),
        (TAGGED, replace(SENTENCE, words=("a", " ")), "'word 2' is empty"),
        (TAGGED, replace(SENTENCE, words=(), tags=()), "without words"),
        (ASKED, replace(QUESTION, answers=(Answer(start=7, text="Ada"),)), r"'q7'.*' Ad'.*'Ada'"),
        (ASKED, replace(QUESTION, answers=(Answer(start=-3, text="Ada"),)), "'q7'"),
        (
            ASKED,
            replace(QUESTION, answers=(Answer(start=0, text=""),)),
            r"'q7' is empty.*preparation takes the answers out",
        ),
        (ASKED, replace(QUESTION, answers=()), "without an answer: 'q7'"),
        (SEARCHED, replace(QUERY, gold_ids=()), "without a right candidate: '1'"),
        (MINED, replace(QUERY, gold_ids=("c1", "c1")), "named twice"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(card, wrong, message) -> None:
    good = {LABELLED: GOOD, TAGGED: SENTENCE, ASKED: QUESTION, SEARCHED: QUERY, MINED: QUERY}
    first = good[card]
    with pytest.raises(DataError, match=message) as caught:
        _check(card, replace(first, example_id="0"), wrong)
    assert caught.value.place == "toy.tsv:2"


def test_no_rows_at_all_are_an_error() -> None:
    with pytest.raises(DataError, match=r"toy\.tsv:1: the file holds no examples"):
        _check(LABELLED)


def test_candidates_have_texts_and_no_gold() -> None:
    rows = [Placed(place="pool.tsv:1", example=replace(GOOD, label="", language="de"))]
    rules = RowRules(card=LABELLED, fields=("text",), has_gold=False, has_one_language=False)
    check_rows(rows, rules, "mul", origin="pool.tsv")
    with pytest.raises(DataError, match=r"pool\.tsv:1: an example in another language: 'de'"):
        check_rows(rows, replace(rules, has_one_language=True), "en", origin="pool.tsv")
