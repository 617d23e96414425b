"""Spoil small task files many times and see that every reader answers with one clear error.

    python scripts/fuzz_readers.py --files 20000

Every task of the catalogue that has files below the root is covered, each split in each language.
Prints a line a task and every fault with the number that gives it again; exits with 1 if there are.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from crosswind.testing.reader_fuzz import Tally, cases, fuzz

FIXTURES = Path(__file__).parents[1] / "tests/data/fixtures"


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description="Spoil task files and read them.")
    parser.add_argument("--files", type=int, default=20_000, help="spoiled files in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--root", type=Path, default=FIXTURES, help="folder of small files")
    parser.add_argument("tasks", nargs="*", help="tasks; all if none is named")
    asked = parser.parse_args()
    began = time.perf_counter()
    found = list(cases(asked.root, asked.tasks))
    each = -(-asked.files // len(found))
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for case in found:
        with tempfile.TemporaryDirectory() as scratch:
            tallies[case.task].append(fuzz(case, each, Path(scratch), seed=asked.seed))
    faults = [fault for rows in tallies.values() for row in rows for fault in row.faults]
    for task, rows in tallies.items():
        n_read = sum(row.n_read for row in rows)
        n_refused = sum(row.n_refused for row in rows)
        print(f"{task:22} {len(rows):3} sets  {n_read:6} read  {n_refused:6} refused")
    print(*faults[:50], sep="\n")
    n_files = each * len(found)
    seconds = time.perf_counter() - began
    print(
        f"{n_files} spoiled files of {len(tallies)} tasks in {seconds:.0f} s: {len(faults)} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
