"""A sweep deletes what no experiment reaches, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.core.errors import StoreError
from crosswind.store.store import Store
from crosswind.store.sweep import folder_bytes, sweep, sweep_pieces, sweepable

Put = Callable[..., Path]


def test_only_what_is_not_reached_goes(store: Store, put: Put) -> None:
    kept, gone = put(store, "score-v1-a"), put(store, "score-v1-b")
    report = store.layout.report("quickstart")
    report.mkdir(parents=True)
    (report / "report.html").write_text("x", "utf-8")
    (found,) = sweep(store, {"score-v1-a", "score-v1-never-made"})
    assert (found.path, found.reason) == (gone, "no experiment reaches it")
    assert kept.exists()
    assert not gone.exists()
    assert (report / "report.html").exists()
    assert store.step_ids() == ["score-v1-a"]
    assert sweep(store, {"score-v1-a"}) == []


def test_listing_deletes_nothing_and_tells_sizes(store: Store, put: Put) -> None:
    folder = put(store, "score-v1-a")
    (found,) = sweepable(store, ())
    assert found.n_bytes == folder_bytes(folder) > 256
    assert folder.exists()


def test_drafts_of_killed_runs_and_damaged_artifacts_go(store: Store, put: Put) -> None:
    put(store, "score-v1-a")
    put(store, "score-v1-b")
    store.set_aside("score-v1-b")
    (store.layout.drafts / "9-9-9").mkdir(parents=True)
    found = sweep(store, {"score-v1-a"})
    assert [(item.path.name, item.reason) for item in found] == [
        ("9-9-9", "left by a killed run"),
        ("score-v1-b.0", "damaged"),
    ]
    assert sweepable(store, {"score-v1-a"}) == []
    assert store.has("score-v1-a")


def test_what_stopped_steps_kept_goes_with_them(store: Store, put: Put) -> None:
    put(store, "score-v1-done")
    for name in ("fine_tune-v1-wanted", "fine_tune-v1-unwanted", "score-v1-done"):
        store.layout.partial(name).mkdir(parents=True)
        (store.layout.partial(name) / "state.json").write_text("{}", "utf-8")
    found = sweep(store, {"fine_tune-v1-wanted", "score-v1-done"})
    assert [(item.path.name, item.reason) for item in found] == [
        ("fine_tune-v1-unwanted", "kept by a stopped step"),
        ("score-v1-done", "kept by a stopped step"),
    ]
    assert [path.name for path in store.layout.partials.iterdir()] == ["fine_tune-v1-wanted"]
    assert [item.n_bytes for item in sweep(store, {"score-v1-done"})] == [2]


def test_tokenised_texts_go_alone(store: Store, put: Put) -> None:
    kept = put(store, "score-v1-a")
    assert sweep_pieces(store) == []
    store.layout.pieces.mkdir()
    (store.layout.pieces / "some").write_bytes(bytes(7))
    assert sweep(store, {"score-v1-a"}) == []
    (found,) = sweep_pieces(store)
    assert (found.reason, found.n_bytes) == ("tokenised texts, which can be cut again", 7)
    assert not store.layout.pieces.exists()
    assert kept.exists()


def test_a_sweep_is_refused_while_a_run_uses_the_store(store: Store, put: Put) -> None:
    folder = put(store, "score-v1-a")
    with store.in_use(), pytest.raises(StoreError, match="another run is using"):
        sweep(store, ())
    assert folder.exists()


def test_an_interrupted_sweep_leaves_no_half_artifact_in_sight(
    store: Store, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "score-v1-a")

    def interrupted(path: Path) -> None:
        next(iter(Path(path).iterdir())).rename(Path(path) / "moved")
        raise KeyboardInterrupt

    monkeypatch.setattr("crosswind.store.sweep.shutil.rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sweep(store, ())
    monkeypatch.undo()
    assert store.step_ids() == []
    sweep(store, ())
    assert list(store.layout.drafts.iterdir()) == []


def test_an_empty_store_has_nothing_to_sweep(store: Store) -> None:
    assert sweep(store, ()) == []
