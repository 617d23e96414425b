"""Every benchmark, study and search for faults runs at its smallest size, without official files.

Their figures are not judged: what must hold is that each arrives and prints its lines. Types are
held by `make check`.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from crosswind.testing.toy_data import write_toy_data
from tests.behaviour.conftest import TinyJourney

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests/data/fixtures"


class Run(NamedTuple):
    """A program at its smallest.

    Attributes:
        program: its file in the checkout.
        arguments: of the command line; `@name` stands for the path that a fixture gives.
        says: patterns of lines that it must print.
        needs: packages without which it is skipped.
        is_slow: takes more than some seconds.
        leaves: files that it is asked to write into the working directory; it leaves no others.
    """

    program: str
    arguments: tuple[str, ...]
    says: tuple[str, ...]
    needs: tuple[str, ...] = ()
    is_slow: bool = False
    leaves: tuple[str, ...] = ()


RUNS = {
    "noise": Run(
        "benchmarks/noise.py",
        ("--repeats", "1", "--languages", "en"),
        (r"short  typo at severity 3: .* M characters/s.*", r"below the floor: \d+: .*"),
    ),
    "noise beside its peers": Run(
        "benchmarks/noise.py",
        ("--repeats", "1", "--languages", "en"),
        (r"short  typo at severity 3: .*x nlpaug keyboard .*x multypo", r"long   multypo: .*"),
        needs=("nlpaug", "multypo"),
        is_slow=True,
    ),
    "plan": Run(
        "benchmarks/plan.py",
        ("1",),
        (r'  "steps": \d{5},', r'  "peak_mib": \d+,', r'  "loads_torch": false'),
    ),
    "report": Run(
        "benchmarks/report.py",
        ("--rows", "2000", "--examples", "20"),
        (
            r"statistics: .*, \{'cells': 110, .*",
            r"report: .* page .* MB, .*",
            "2,200 prediction rows in 110 artifacts",
        ),
        is_slow=True,
    ),
    "linear": Run(
        "benchmarks/linear.py",
        ("--repeats", "1", "--sizes", "1", "--plot", "growth.svg"),
        (r"\| 2 \| 3 \| 200 \| \d+ \| .* \|", r"\| 9 \| 3 \| 50 \| \d+ \| .* \|"),
        is_slow=True,
        leaves=("growth.svg",),
    ),
    "optimiser": Run(
        "benchmarks/optimiser.py",
        (),
        ("all 250002 rows: .* GB", r"with home_paraphrase train, \d+ pairs: .*% of all"),
        is_slow=True,
    ),
    "reading": Run(
        "benchmarks/reading.py",
        ("--pairs", "1000"),
        (r"crosswind, afterwards .* pairs a processor second", r"kept pieces: [1-9]\d* bytes .*"),
        is_slow=True,
    ),
    "finetune": Run(
        "benchmarks/finetune.py",
        ("--examples", "8", "--peer-examples", "4", "--repeats", "1", "--threads", "1"),
        (
            "home_paraphrase: 8 pairs, .* tokens",
            "crosswind, bf16 .* examples/s .*",
            "stock Trainer, padded to 128, fp32 .* ours .*x",
            "stock Trainer, dynamic padding, fp32 .* ours .*x",
            "utilization .* tokens a processor second",
        ),
        needs=("accelerate",),
        is_slow=True,
    ),
    "predict": Run(
        "benchmarks/predict.py",
        ("--examples", "2", "--peer-rows", "2", "--repeats", "1", "--threads", "1"),
        ("stock, every copy, fp32 .* 32 rows: .*", "ours .*x by the wall, .*x", "pool: .* batches"),
        is_slow=True,
    ),
    "mining": Run(
        "benchmarks/mining.py",
        ("--sentences", "40", "--repeats", "1"),
        (r"40 sentences a side; \d+ pairs, \d+ the same", "faiss .*", "ours .*x by the wall, .*x"),
        needs=("faiss",),
        is_slow=True,
    ),
    "search": Run(
        "benchmarks/search.py",
        ("--sentences", "30"),
        (r"\d+ queries, \d+ candidates, 384 dimensions", r"k = 20: .* recall .*"),
        needs=("faiss",),
        is_slow=True,
    ),
    "ray_schedule": Run(
        "benchmarks/ray_schedule.py",
        ("--steps", "4", "--nodes", "1", "--slots", "2", "--seconds", "0.05"),
        (r'\{"steps": 4, "slots": 2, .*"busy_percent": .*\}',),
        needs=("ray",),
        is_slow=True,
    ),
    "coverage": Run(
        "studies/coverage.py",
        ("--studies", "2", "--resamples", "20", "--designs", "items, accuracy", "3 paired seeds"),
        (
            r"plain, items, accuracy: \d+ s",
            r"\| benchmark_gain \| [\d.]+ \| [\d.]+ \|",
            r"no effect, 3 paired seeds: \d+ s",
        ),
    ),
    "extremes": Run(
        "studies/extremes.py",
        ("--studies", "2", "--resamples", "20", "--designs", "items", "3 seeds"),
        (
            r"\| worst_case \| [\d.]+ \| [\d.]+ \|",
            r"\| probability_of_improvement \| [\d.]+ \|  \|",
        ),
    ),
    "overlap": Run(
        "studies/overlap.py",
        ("@toy_files", "--targets", "xquad"),
        ("xquad: none of 48 scored examples occurs in training text",),
    ),
    "realism": Run(
        "studies/realism.py",
        ("--data", "@misspellings", "--language", "de"),
        (r"\| de \| char_noise/de.natural \| \d+ \| .*", r"\| de \| noisy_xnli \| \d+ \| .*"),
    ),
    "parity": Run(
        "studies/parity.py",
        ("--data", "@toy_files", "--updates", "1", "--held-out", "4", "--seeds", "1"),
        ("snli: 32 pairs, 4 held out", r"seed 1 stock: .*", r"  over pairs, 95%: .* to .*"),
        is_slow=True,
    ),
    "word_pieces": Run(
        "studies/word_pieces.py",
        ("--data", "@toy_files", "--languages", "en", "ar", "--updates", "1", "--seeds", "1"),
        (r"first +[\d.]+ +[\d.]+ seed 1", r"unmarked +[\d.]+ +[\d.]+ mean"),
        is_slow=True,
    ),
    "precision": Run(
        "studies/precision.py",
        ("--store", "@unbroken", "--experiment", "@tiny_experiment"),
        (
            r"│ xnli +┆ snli +┆ noisy ┆ .*",
            r"│ tatoeba +┆ none +┆ clean ┆ .*",
            r"│ udpos +┆ \d+ +┆ .*",
        ),
        is_slow=True,
    ),
    "fuzz_noise": Run(
        "scripts/fuzz_noise.py",
        ("--cases", "1000"),
        (r"1000 cases, \d+ seconds, 0 violations",),
    ),
    "fuzz_readers": Run(
        "scripts/fuzz_readers.py",
        ("--files", "1"),
        (r"\d+ spoiled files of \d+ tasks in \d+ s: 0 faults",),
    ),
    "fuzz_scores": Run(
        "scripts/fuzz_scores.py",
        ("--runs", "1"),
        (r"(\d+) damaged files of \1 cases: .*",),
    ),
}


@pytest.fixture(scope="module")
def toy_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_toy_data(tmp_path_factory.mktemp("toy files"))


@pytest.fixture(scope="module")
def misspellings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("misspellings")
    for task in ("noisy_xnli", "xnli"):
        shutil.copytree(FIXTURES / task, folder / task)
    (folder / "char_noise").mkdir()
    words = "Haus Hsus Huas\nGarten Gartne Gaten\nFenster Fenstre\nWinter Wintre\nBrief Breif\n"
    (folder / "char_noise/de.natural").write_text(words, "utf-8")
    return folder


@pytest.fixture
def tiny_experiment(tiny_journey: TinyJourney) -> Path:
    return tiny_journey.file


def parameters(name: str, run: Run) -> object:
    absent = [package for package in run.needs if importlib.util.find_spec(package) is None]
    reason = f"not installed: {', '.join(absent)}"
    marks = [pytest.mark.skipif(bool(absent), reason=reason)]
    marks += [pytest.mark.slow] if run.is_slow else []
    marks += [pytest.mark.ray] if "ray" in run.needs else []
    return pytest.param(run, marks=marks, id=name)


@pytest.mark.parametrize("run", [parameters(name, run) for name, run in RUNS.items()])
def test_a_program_runs(run: Run, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    arguments = [
        str(request.getfixturevalue(word[1:])) if word.startswith("@") else word
        for word in run.arguments
    ]
    found = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(ROOT / run.program), *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": found, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    said = [any(re.fullmatch(pattern, line) for line in lines) for pattern in run.says]
    assert all(said), (run.says, done.stdout)
    assert {path.name for path in tmp_path.iterdir()} == set(run.leaves)


def test_no_benchmark_and_no_study_is_left_out() -> None:
    programs = {
        f"{folder}/{path.name}"
        for folder in ("benchmarks", "studies")
        for path in (ROOT / folder).glob("*.py")
        if 'if __name__ == "__main__":' in path.read_text("utf-8")
    }
    run = {run.program for run in RUNS.values()}
    assert programs == {program for program in run if not program.startswith("scripts/")}
