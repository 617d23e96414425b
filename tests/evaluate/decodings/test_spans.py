"""Answers are slices of their context."""

import numpy as np

from crosswind.evaluate.decodings.spans import SPANS


def test_an_answer_is_a_slice_without_the_space_before_it(reader, how, example):
    qa = how("span_qa", ("question", "context"))
    text = SPANS.read([example(0, texts={"question": "q", "context": "fog  sun"})], qa, reader)
    (read,) = text.inputs()
    logits = np.zeros((len(read.ids), 2), dtype=np.float32)
    first = reader.second_start(1)
    logits[first + 3, 0] = logits[first + 5, 1] = 5.0
    (row,) = SPANS.decode(text, qa, (), {read: logits}).predictions
    assert (row.predicted, row.start, row.score) == ("sun", 5, 10.0)


def test_no_answer_is_given_where_it_scores_higher_and_is_allowed(reader, how, example):
    asked = [example(0, texts={"question": "q", "context": "fog  sun"})]
    found = {}
    for threshold in (None, 0.0, 3.0):
        qa = how("span_qa", ("question", "context"), null_threshold=threshold)
        text = SPANS.read(asked, qa, reader)
        (read,) = text.inputs()
        logits = np.zeros((len(read.ids), 2), dtype=np.float32)
        logits[0] = 4.0
        logits[reader.second_start(1) + 3, 0] = logits[reader.second_start(1) + 5, 1] = 3.0
        (row,) = SPANS.decode(text, qa, (), {read: logits}).predictions
        found[threshold] = (row.predicted, row.start, row.score)
    answer = ("sun", 5, 6.0)
    assert found == {None: answer, 0.0: ("", -1, 8.0), 3.0: answer}


def test_every_question_is_answered_even_about_nothing(reader, how, example):
    qa = how("span_qa", ("question", "context"))
    text = SPANS.read([example(0, texts={"question": "q " * 40, "context": " "})], qa, reader)
    outputs = {read: np.zeros((len(read.ids), 2), dtype=np.float32) for read in text.inputs()}
    (row,) = SPANS.decode(text, qa, (), outputs).predictions
    assert (row.predicted, row.start) == ("", -1)
    assert text.rows[0].is_truncated
