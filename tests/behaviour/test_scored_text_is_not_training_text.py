"""What is scored was neither trained nor selected on, or the run says so, or it does not run."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_json
from crosswind.runner.study import Study, run
from tests.behaviour.conftest import TinyJourney

HEAD = """
name = "x"
question = "Is it clean?"
[encoder]
name = "{encoder}"
[data]
root = "{data}"
{more}
[[arms]]
name = "none"
"""
TRAINING = """
[training]
learning_rate = 1e-3
batch_examples = 16
max_updates = 4
max_tokens = 64
evaluate_every = 2
"""


class Bench:
    """Experiments on a copy of the toy files, in this process."""

    def __init__(self, tiny: TinyJourney, folder: Path) -> None:
        self.encoder = tiny.encoder
        self.data = folder / "data"
        shutil.copytree(tiny.data, self.data)
        self.file = folder / "x.toml"
        self.store = folder / "store"

    def write(self, targets: str, more: str = "", arms: str = "") -> str:
        head = HEAD.format(encoder=self.encoder, data=self.data, more=more)
        self.file.write_text(f"{head}\n{arms}\n{targets}\n{TRAINING}", "utf-8")
        return str(self.file)

    def run(self, targets: str, more: str = "", arms: str = "") -> Study:
        file = self.write(targets, more, arms)
        return run(file, store=self.store, options=RunOptions(threads=1))

    def command(self, *arguments: str) -> int:
        return exit_code_of([*arguments, "--store", str(self.store)])

    def kinds(self) -> set[str]:
        """Kinds of the artifacts in the store."""
        folder = self.store / "artifacts"
        return {path.name.rsplit("-v", 1)[0] for path in folder.glob("*")}

    def overlap(self) -> dict[str, Any]:
        (path,) = (self.store / "artifacts").glob("count_overlap-*/overlap.json")
        content: dict[str, Any] = read_json(path)
        return content


@pytest.fixture
def bench(tiny_journey: TinyJourney, tmp_path: Path) -> Bench:
    return Bench(tiny_journey, tmp_path)


@pytest.fixture
def leaky(bench: Bench) -> Bench:
    """SQuAD's training file holds the paragraphs of XQuAD, as its development file really does."""
    shutil.copy(bench.data / "xquad" / "xquad.en.json", bench.data / "squad_v1.1/train-v1.1.json")
    return bench


XQUAD = '[[targets]]\ntask = "xquad"\nlanguages = ["en", "ru"]\n'


def test_a_leak_is_refused_before_anything_is_trained(
    leaky: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    file = leaky.write(XQUAD)
    assert leaky.command("run", file, "--threads", "1") == 2
    said = capsys.readouterr().err
    assert "48 of 48 scored examples" in said
    assert "ru 24 of 24" in said
    assert "in squad en train" in said
    assert "x.toml:13: targets[0]" in said
    assert 'data.allow_overlap = ["xquad"]' in said
    assert "Traceback" not in said
    assert leaky.kinds() == {"load_examples", "count_overlap"}


def test_the_plan_prints_the_counts_once_they_are_known(
    leaky: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    file = leaky.write(XQUAD)
    assert leaky.command("plan", file) == 0
    assert "overlap: counted first, before any training: xquad" in capsys.readouterr().out
    leaky.command("run", file, "--threads", "1")
    capsys.readouterr()
    assert leaky.command("plan", file) == 0
    assert "overlap: xquad: 48 of 48 scored examples" in capsys.readouterr().out


def test_a_leak_that_is_allowed_runs_and_is_told(leaky: Bench) -> None:
    study = leaky.run(XQUAD, 'allow_overlap = ["xquad"]')
    assert study.report is not None
    assert "is allowed for: xquad" in study.report.read_text("utf-8")
    languages = leaky.overlap()["languages"]
    assert (languages["en"]["context"], languages["en"]["id"]) == (24, 24)
    assert (languages["ru"]["context"], languages["ru"]["parallel_id"]) == (0, 24)


def test_a_leak_of_an_arm_is_a_leak_of_every_target_behind_it(
    leaky: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    arms = '[[arms]]\nname = "squad"\nstages = [{ tasks = ["squad"] }]\n'
    targets = f'{XQUAD}train = ["mnli"]\n'.replace('"xquad"', '"udpos"').replace(
        '["mnli"]', '["udpos"]'
    )
    assert leaky.command("run", leaky.write(targets, arms=arms), "--threads", "1") == 0
    capsys.readouterr()
    assert leaky.command("run", leaky.write(XQUAD, arms=arms), "--threads", "1") == 2


def test_clean_text_is_counted_and_trained_on(bench: Bench) -> None:
    bench.run(XQUAD)
    assert bench.overlap()["overlapping"] == 0
    assert {"fine_tune", "render_report"} <= bench.kinds()


def test_a_scored_validation_text_selects_nothing(bench: Bench) -> None:
    study = bench.run(
        '[[targets]]\ntask = "udpos"\nlanguages = ["en", "de"]\nevaluation_split = "validation"\n'
    )
    plan = study.journey.prepared.plan
    (trained,) = (step for step in plan if step.kind == "fine_tune")
    summary = read_json(study.journey.store.layout.artifact(trained.step_id) / "summary.json")
    kept, held_out = summary["n_examples"], summary["n_validation_rows"]
    assert kept + held_out == 120
    assert 0 < held_out <= 60
    assert any("Held out of the train text of udpos" in note for note in plan.notes)


def test_an_oracle_is_marked_wherever_its_numbers_stand(bench: Bench) -> None:
    target = '[[targets]]\ntask = "xnli"\nlanguages = ["de", "ru"]\n'
    # The toy files have the same pairs in both splits.
    allowed = 'allow_overlap = ["xnli"]'
    study = bench.run(f'{target}training = {{ selection = "target_validation" }}\n', allowed)
    plan = study.journey.prepared.plan
    assert plan.counts()["fine_tune"] == 2
    assert study.scores["oracle"].all()
    marks = study.estimates.filter(quantity="score")["marks"]
    assert marks.len()
    assert all("oracle" in found for found in marks)
    assert study.report is not None
    assert "this is not zero-shot transfer" in study.report.read_text("utf-8")


def test_pairs_of_languages_are_trained_once_and_scored_in_every_cell(bench: Bench) -> None:
    study = bench.run(
        '[[targets]]\ntask = "xnli"\nlanguages = ["en", "de", "ru"]\npairing = "generalised"\n'
        '[noise]\nperturbations = ["typo"]\nseverities = [3]\n'
    )
    labels = set(study.scores["language"])
    assert len(labels) == 9
    assert {"en", "de+en", "en+de", "ru+de"} <= labels
    assert study.journey.prepared.plan.counts()["fine_tune"] == 1
    assert set(study.scores.filter(metric="accuracy")["n"]) == {72}
