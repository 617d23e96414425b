import random

import pytest

from crosswind.evaluate.submission import submission_tasks
from crosswind.testing.official_files import official_files
from crosswind.testing.score_fuzzing import verdict_on

CASES = official_files(random.Random(0))


def test_every_task_has_a_case():
    assert {case.task for case in CASES} == set(submission_tasks())
    assert sum(case.task == "bucc2018" for case in CASES) == 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.task}-{len(case.files)}")
def test_files_as_they_are_give_scores(tmp_path, case):
    for name, text in case.files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert verdict_on(case, tmp_path).what == "scores"
    assert case.count(case.files[case.counted]) > 4
