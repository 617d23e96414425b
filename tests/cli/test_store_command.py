"""`crosswind store`: what a sweep takes and spares, and what it refuses."""

from pathlib import Path

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.store.store import Store
from tests.store.conftest import commit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with an artifact that no experiment reaches, and with tokenised texts."""
    made = Store(tmp_path / "store")
    commit(made, "score-v1-aa")
    made.layout.pieces.mkdir()
    (made.layout.pieces / "some").write_bytes(bytes(7))
    return made


def sweep(store: Store, *more: str) -> int:
    return exit_code_of(["store", "sweep", *more, "--store", str(store.layout.root)])


def test_a_sweep_that_names_nothing_deletes_nothing(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(store, "--delete") == 2
    said = capsys.readouterr().err
    assert "the whole store would go" in said
    assert "--all" in said
    assert store.has("score-v1-aa")
    assert store.layout.pieces.is_dir()
    assert sweep(store) == 0
    assert "1 folder," in capsys.readouterr().out


def test_pieces_go_alone_and_all_goes_on_demand(store: Store) -> None:
    assert sweep(store, "--pieces", "--delete") == 0
    assert not store.layout.pieces.exists()
    assert store.has("score-v1-aa")
    store.layout.pieces.mkdir()
    assert sweep(store, "--all", "--delete") == 0
    assert not store.layout.pieces.exists()
    assert store.step_ids() == []


def test_a_sweep_beside_an_experiment_spares_the_pieces(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(store, "quickstart", "--delete") == 0
    assert store.step_ids() == []
    assert store.layout.pieces.is_dir()


@pytest.mark.parametrize("more", [["--all", "--pieces"], ["quickstart", "--all"]])
def test_choices_that_contradict_each_other_are_refused(
    store: Store, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(store, *more, "--delete") == 2
    assert "contradict" in capsys.readouterr().err
    assert store.has("score-v1-aa")


def test_settings_of_no_experiment_are_refused(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(store, "--set", "a=1") == 2
    assert "--set: these settings are those of no experiment" in capsys.readouterr().err


def test_nothing_is_deleted_while_data_of_an_experiment_is_missing(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = ["--set", f"data.root={tmp_path / 'nowhere'}"]
    assert sweep(store, "small_nli", *absent, "--delete") == 2
    assert "Give what it was run with: --set data.root=FOLDER" in capsys.readouterr().err
    assert store.has("score-v1-aa")
    assert sweep(store, "small_nli", *absent) == 0
    told = capsys.readouterr()
    assert "--set data.root=FOLDER" in told.err
    assert "would delete: score-v1-aa" in told.out


def test_settings_of_a_run_decide_what_a_sweep_keeps(store: Store) -> None:
    from crosswind.runner.prepare import prepare

    change = "training.max_updates=7"
    other = set(prepare("quickstart", [change]).plan.steps) - set(prepare("quickstart").plan.steps)
    commit(store, min(other))
    assert sweep(store, "quickstart", "--set", change, "--delete") == 0
    assert store.step_ids() == [min(other)]
