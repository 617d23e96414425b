import logging

import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.file_scores.rankings import answer_sentences, entities


def test_several_candidates_may_be_right(submitted, caplog):
    gold = '{"a": ["x", "y"], "b": ["z"], "c": ["x"]}'
    said = '{"a": ["y", "q", "x"], "b": [], "d": ["x"]}'
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        found = answer_sentences(submitted("lareqa", gold, said))
    assert (found.metrics["map_at_20"], found.n) == (pytest.approx(100 * (5 / 6) / 3), 3)
    assert "1 questions without a prediction" in caplog.text
    assert "1 predictions for unknown questions" in caplog.text


def test_only_the_first_entity_counts_and_predictions_are_not_stripped(submitted):
    found = entities(
        submitted(
            "mewslix", '{"a": [" Q1 ", "Q2"], "b": ["Q3"]}', '{"a": ["Q2", "Q1"], "b": [" Q3"]}'
        )
    )
    assert (found.metrics, found.n) == ({"map_at_20": 25.0}, 2)


def test_files_that_do_not_fit(submitted):
    with pytest.raises(DataError, match=r"gold.x:1: a question without a right candidate"):
        answer_sentences(submitted("lareqa", '{"a": []}', '{"a": ["x"]}'))
    with pytest.raises(DataError, match=r"predictions.x:1: no question of the gold file has"):
        entities(submitted("mewslix", '{"a": ["x"]}', '{"b": ["x"]}'))
