import json
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.file_scores.answers import answers, answers_or_none
from crosswind.evaluate.file_scores.submitted import Submitted


def squad(**golds):
    rows = [
        {"id": key, "answers": [{"text": text} for text in texts]} for key, texts in golds.items()
    ]
    return json.dumps({"data": [{"paragraphs": [{"qas": rows}]}]})


def test_missing_answers_count_as_wrong_and_unknown_ones_are_ignored(submitted, caplog):
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        found = answers(submitted("squad", squad(a=["red"], b=["red"]), '{"a": "Red!", "c": "x"}'))
    assert (found.metrics, found.n) == ({"f1": 50.0, "exact_match": 50.0}, 2)
    assert "1 questions without a prediction" in caplog.text
    assert "1 predictions for unknown questions" in caplog.text
    with pytest.raises(DataError, match=r"no question of the gold file has a.*mean 'a1'"):
        answers(submitted("squad", squad(a1x=["red"]), '{"a1": "red"}'))


def test_the_language_decides_in_mlqa_alone(submitted):
    texts = squad(a=["北京"]), '{"a": "北"}'
    assert answers(submitted("xquad", *texts, language="zh")).metrics["f1"] == 0.0
    mlqa = answers(submitted("mlqa", *texts, language="zh+en"))
    assert mlqa.metrics == {"f1": pytest.approx(200 / 3), "exact_match": 0.0}
    with pytest.raises(ConfigError, match=r"MLQA has no rule.*'ja'"):
        answers(submitted("mlqa", *texts, language="ja"))


GOLDS = squad(a=["red house"], b=["blue"], c=[], d=["The"])
SAID = json.dumps({"a": "red", "b": "blue", "c": "x", "d": ""})


def test_answerable_and_unanswerable_questions(submitted):
    found = answers_or_none(submitted("squad_v2", GOLDS, SAID))
    assert found.n == 4
    assert found.metrics == {
        "f1": pytest.approx(100 * (2 / 3 + 1 + 0 + 1) / 4),
        "exact_match": 50.0,
        "exact": 50.0,
        "total": 4,
        # "The" normalizes to nothing: the question stays answerable, and nothing is its answer.
        "HasAns_exact": pytest.approx(200 / 3),
        "HasAns_f1": pytest.approx(100 * (8 / 3) / 3),
        "HasAns_total": 3,
        "NoAns_exact": 0.0,
        "NoAns_f1": 0.0,
        "NoAns_total": 1,
    }


def test_an_answer_above_the_threshold_is_withheld(submitted):
    probabilities = json.dumps({"a": 0.2, "b": 0.6, "c": 0.7, "d": 0.5, "e": 0.9})
    found = answers_or_none(
        submitted("squad_v2", GOLDS, SAID, na_probs=probabilities, na_threshold=0.5)
    )
    # b is withheld though it was right, c rightly; d is not above the threshold.
    assert found.metrics["exact"] == 50.0
    assert found.metrics["NoAns_exact"] == 100.0
    assert found.metrics["HasAns_exact"] == pytest.approx(100 / 3)
    # From 1 (all withheld): a 1, d 2, b 3, c 2.
    assert (found.metrics["best_exact"], found.metrics["best_exact_thresh"]) == (75.0, 0.6)


def test_without_probabilities_a_negative_threshold_withholds_everything(submitted):
    metrics = answers_or_none(submitted("squad_v2", GOLDS, SAID, na_threshold=-1.0)).metrics
    assert (metrics["NoAns_exact"], metrics["HasAns_exact"]) == (100.0, 0.0)
    assert "best_exact" not in metrics


def test_the_best_can_be_worse_than_the_score(submitted):
    # A blank on an unanswerable question is right for the score, wrong for the search.
    golds, said = squad(a=[], b=["x"]), json.dumps({"a": " ", "b": "x"})
    probabilities = json.dumps({"a": 0.1, "b": 0.2})
    metrics = answers_or_none(submitted("squad_v2", golds, said, na_probs=probabilities)).metrics
    assert (metrics["exact"], metrics["best_exact"], metrics["best_exact_thresh"]) == (100, 50, 0)


def test_equal_probabilities_follow_the_file(submitted):
    golds, said = squad(a=["x"], b=[]), json.dumps({"a": "x", "b": "y"})
    best = [
        answers_or_none(
            submitted("squad_v2", golds, said, na_probs=json.dumps(dict.fromkeys(order, 0.5)))
        ).metrics["best_f1"]
        for order in ("ab", "ba")
    ]
    assert best == [100.0, 50.0]


def test_only_one_kind_of_question(submitted):
    metrics = answers_or_none(submitted("squad_v2", squad(a=["x"]), '{"a": "x"}')).metrics
    assert "NoAns_exact" not in metrics
    metrics = answers_or_none(submitted("squad_v2", squad(a=[]), '{"a": ""}')).metrics
    assert "HasAns_exact" not in metrics
    assert metrics["f1"] == 100.0


def test_missing_entries_stop_as_they_stop_the_script(submitted):
    with pytest.raises(DataError, match=r"predictions.x:1: 1 of 2 questions are missing.*'b'"):
        answers_or_none(submitted("squad_v2", squad(a=["x"], b=[]), '{"a": "x"}'))
    with pytest.raises(DataError, match=r"na_probs.x:1: 1 of 1 questions are missing.*'a'"):
        answers_or_none(submitted("squad_v2", squad(a=["x"]), '{"a": "x"}', na_probs='{"b": 1}'))


TEXTS = st.sampled_from(["", " ", "the", "red", "red house", "blue"])
ROWS = st.lists(
    st.tuples(st.lists(TEXTS, max_size=2), TEXTS, st.integers(0, 3)), min_size=1, max_size=6
)


@settings(max_examples=40)
@given(ROWS, st.integers(0, 3))
def test_the_whole_is_the_weighted_mean_of_its_parts(tmp_path_factory, rows, threshold):
    folder = tmp_path_factory.mktemp("squad")
    ids = {f"q{number}": row for number, row in enumerate(rows)}
    texts = {
        "gold": squad(**{key: row[0] for key, row in ids.items()}),
        "said": json.dumps({key: row[1] for key, row in ids.items()}),
        "probs": json.dumps({key: row[2] for key, row in ids.items()}),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    files = Submitted(
        task="squad_v2",
        language="en",
        gold=folder / "gold",
        predictions=folder / "said",
        na_probs=folder / "probs",
        na_threshold=threshold,
    )
    metrics = answers_or_none(files).metrics
    for name in ("exact", "f1"):
        parts = sum(
            metrics.get(f"{part}_{name}", 0.0) * metrics.get(f"{part}_total", 0)
            for part in ("HasAns", "NoAns")
        )
        assert metrics[name] * len(rows) == pytest.approx(parts)
        assert 0.0 <= metrics[name] <= 100.0
