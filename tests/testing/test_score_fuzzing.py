"""Whatever happens to a file, only scores or one clear error come of it.

`scripts/fuzz_scores.py` does the same for longer.
"""

import logging
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.testing import score_fuzzing
from crosswind.testing.official_files import official_files
from crosswind.testing.score_fuzzing import verdict_on, write_damaged


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_damaged_files_give_scores_or_one_clear_error(tmp_path_factory, seed):
    logging.getLogger("crosswind").setLevel(logging.CRITICAL)
    folder, dice = tmp_path_factory.mktemp("fuzz"), random.Random(seed)
    try:
        for case in official_files(dice):
            write_damaged(case, folder, dice)
            verdict = verdict_on(case, folder)
            assert not verdict.is_fault, (case.task, verdict)
    finally:
        logging.getLogger("crosswind").setLevel(logging.NOTSET)


def test_faults_are_seen(tmp_path, monkeypatch):
    case = official_files(random.Random(0))[0]
    for name, text in case.files.items():
        (tmp_path / name).write_text(text, "utf-8")
    right = {"metrics": {"accuracy": 50.0}, "n": 12}

    def raising(error):
        def scorer(**files):
            raise error

        return scorer

    for scorer, what in (
        (lambda **files: right, "scores"),
        (lambda **files: {**right, "n": 11}, "a wrong count"),
        (lambda **files: {**right, "metrics": {"f1": 101.0}}, "a score out of range"),
        (lambda **files: {**right, "metrics": {"f1": float("nan")}}, "a score out of range"),
        (raising(KeyError("x")), "a traceback"),
        (raising(DataError("x", place="f:1", allowed="y")), "error"),
        (raising(DataError("x")), "an error that does not help"),
    ):
        monkeypatch.setattr(score_fuzzing, "score_submission", scorer)
        assert verdict_on(case, tmp_path).what == what
