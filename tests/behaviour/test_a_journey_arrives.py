"""From an encoder folder and official files to a report, in one command."""

import json
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.runner.study import run
from tests.behaviour.conftest import TinyJourney


def test_the_report_the_answer_and_the_table_are_there(
    tiny_journey: TinyJourney, unbroken: Path
) -> None:
    again = tiny_journey.run(unbroken)
    assert again.returncode == 0, again.stderr
    assert "\n0 steps executed" in again.stdout
    report = unbroken / "reports" / "tiny" / "report.html"
    assert f"report: {report}" in again.stdout
    page = report.read_text("utf-8")
    assert "Does the journey arrive?" in page
    for task in ("xnli", "udpos", "xquad", "tatoeba"):
        assert task in page
        assert task in again.stdout


def test_every_artifact_is_whole(unbroken: Path) -> None:
    for folder in (unbroken / "artifacts").iterdir():
        assert (folder / "manifest.json").is_file(), folder.name
    assert not list((unbroken / ".drafts").glob("*")) if (unbroken / ".drafts").exists() else True


def test_one_prediction_an_example_in_every_cell(tiny_journey: TinyJourney, unbroken: Path) -> None:
    study = run(tiny_journey.file, store=unbroken, options=RunOptions(threads=1))
    counts = study.scores.group_by("task", "language").agg("n").to_dicts()
    assert counts
    for row in counts:
        assert len(set(row["n"])) == 1, row
    assert set(study.estimates["quantity"]) >= {
        "score",
        "intermediate_gain",
        "robustness_drop",
        "robustness_gain",
        "transfer_gap",
        "flip_rate",
    }
    gains = study.estimates.filter(quantity="intermediate_gain")
    assert gains["low_items"].null_count() == 0


def test_adding_a_severity_runs_only_what_is_new(
    tiny_journey: TinyJourney, tmp_path: Path, unbroken: Path
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    for name in ("artifacts", "crosswind-store.json"):
        (store / name).symlink_to(unbroken / name)
    plan = json.loads(
        _stdout(tiny_journey, store, "plan", "--set", "noise.severities=[1,3,5]", "--json")
    )
    assert set(plan["to_run"]) == {
        "perturb_examples",
        "predict",
        "score",
        "compare",
        "render_report",
    }
    assert plan["to_run"]["perturb_examples"] == 12


@pytest.mark.parametrize("where", ["predictions.parquet", "scores.json", "examples.parquet"])
def test_a_damaged_artifact_is_set_aside_and_made_again(
    tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path, where: str
) -> None:
    import shutil

    store = tmp_path / "store"
    shutil.copytree(unbroken, store)
    victim = sorted((store / "artifacts").glob(f"*/{where}"))[0]
    payload = bytearray(victim.read_bytes())
    payload[len(payload) // 2] ^= 0xFF
    victim.write_bytes(payload)
    for goal in (store / "artifacts").glob("compare-*"):
        shutil.rmtree(goal)
    for goal in (store / "artifacts").glob("render_report-*"):
        shutil.rmtree(goal)
    done = tiny_journey.run(store)
    assert done.returncode == 0, done.stderr
    assert score_digests(store) == score_digests(unbroken)


def score_digests(store: Path) -> dict[str, str]:
    """Step id -> content digest of every score and of the comparison."""
    return {
        folder.name: json.loads((folder / "manifest.json").read_text("utf-8"))["content_digest"]
        for kind in ("score", "compare")
        for folder in (store / "artifacts").glob(f"{kind}-*")
    }


def _stdout(tiny_journey: TinyJourney, store: Path, command: str, *more: str) -> str:
    import subprocess
    import sys

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "crosswind",
            command,
            str(tiny_journey.file),
            "--store",
            str(store),
            *more,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
