import logging

import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.file_scores.pairs import mined_pairs
from crosswind.evaluate.file_scores.submitted import Submitted

GOLD = "de-1\ten-1\nde-2\ten-2\n"


def test_pairs_count_once(submitted, caplog):
    said = "de-1\ten-1\nde-1\ten-1\nde-2\ten-9\nde-3\ten-3\n"
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        found = mined_pairs(submitted("bucc2018", GOLD, said))
    assert found.n == 2
    assert found.metrics == {
        "f1": pytest.approx(40.0),
        "precision": pytest.approx(100 / 3),
        "recall": 50.0,
    }
    assert "1 lines repeat a pair and count once" in caplog.text


@pytest.mark.parametrize("said", ["", "de-1\ten-2\n"])
def test_nothing_right_is_zero(submitted, said):
    found = mined_pairs(submitted("bucc2018", GOLD, said))
    assert found.metrics == {"f1": 0.0, "precision": 0.0, "recall": 0.0}


@pytest.mark.parametrize(
    ("gold", "said", "problem"),
    [
        ("", "", r"gold.x:1: the gold file is empty"),
        (GOLD, "de-1\ten-1\n\n", r"predictions.x:2: not a pair of ids: ''"),
        (GOLD, "de-1 en-1\n", r"predictions.x:1: not a pair of ids"),
        (GOLD, "a\tb\nen-2\tde-2\n", r"predictions.x:2: the columns are exchanged"),
    ],
)
def test_files_that_do_not_fit(submitted, gold, said, problem):
    with pytest.raises(DataError, match=problem):
        mined_pairs(submitted("bucc2018", gold, said))


FILES = {
    "src.dev.tsv": "s1\teins\ns2\tzwei\ns3\tdrei\n",
    "trg.dev.tsv": "t1\tone\nt2\ttwo\nt3\tthree\n",
    "gold.dev.tsv": "s1\tt1\ns2\tt2\n",
    "candidates.dev.tsv": "1.4\teins\tone\n1.2\tzwei\ttwo\n1.0\tdrei\tthree\n",
    "src.test.tsv": "s4\tvier\ns5\tfünf\ns6\tdoppelt\ns7\tdoppelt\n",
    "trg.test.tsv": "t4\tfour\nt5\tfive\nt6\tdouble\n",
    "gold.test.tsv": "s4\tt4\ns5\tt5\n",
    "candidates.test.tsv": (
        "0.9\tvier\tfour\n1.1\tfünf\tfive\n1.3\tvier\tfour\n9.9\tdoppelt\tdouble\n1.0\tvier\tfive\n"
    ),
}


def folder_of(tmp_path, **changed):
    for name, text in {**FILES, **changed}.items():
        (tmp_path / name).write_text(text, "utf-8")
    return Submitted(task="bucc2018", language="de", gold=tmp_path, predictions=tmp_path)


def test_the_threshold_of_dev_is_applied_to_test(tmp_path, caplog):
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        found = mined_pairs(folder_of(tmp_path))
    assert found.facts == {
        "threshold": pytest.approx(1.1),
        "tuning": {"f1": 100.0, "precision": 100.0, "recall": 100.0},
    }
    # vier/four keeps its better score; fünf/five stands exactly at the threshold.
    assert found.metrics == {
        "f1": 100.0,
        "precision": 100.0,
        "recall": 100.0,
        "average_precision": 100.0,
    }
    assert found.n == 2
    assert "1 candidates have a sentence without an id of its own" in caplog.text


def test_candidates_of_other_sentences_are_refused(tmp_path):
    files = folder_of(tmp_path, **{"candidates.test.tsv": "1.0\teins\tone\n"})
    with pytest.raises(DataError, match=r"candidates.test.tsv:1: not one candidate is a pair"):
        mined_pairs(files)
    with pytest.raises(DataError, match=r"src.dev.tsv: cannot read the file"):
        (tmp_path / "src.dev.tsv").unlink()
        mined_pairs(files)
