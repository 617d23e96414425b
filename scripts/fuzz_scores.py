"""Damage prediction and gold files at random and score them: only scores or clear errors may come.

    python scripts/fuzz_scores.py [--runs 1500] [--seed 0]

For every task, `--runs` times: build small files in the official layout, damage one of them, score.
Allowed: one error that names its place, or scores between 0 and 100 whose n is the number of gold
examples, counted by other code. The command ends with exit code 1 if anything else happened.
"""

import argparse
import logging
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from crosswind.testing.official_files import official_files
from crosswind.testing.score_fuzzing import verdict_on, write_damaged

SHOWN = 20


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1500, help="damaged files a task")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    logging.getLogger("crosswind").setLevel(logging.CRITICAL)
    dice = random.Random(options.seed)
    came: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        for run in range(options.runs):
            for number, case in enumerate(official_files(dice)):
                folder = Path(name) / str(number)
                folder.mkdir(exist_ok=True)
                file = write_damaged(case, folder, dice)
                verdict = verdict_on(case, folder)
                came[verdict.what] += 1
                if verdict.is_fault:
                    faults.append(f"run {run} {case.task} {file.name}: {verdict}")
                    faults.append(f"    {file.read_bytes()[:300]!r}")
    n_cases = len(official_files(dice))
    print(f"{came.total()} damaged files of {n_cases} cases: {dict(came)}")
    for fault in faults[:SHOWN]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
