"""A stopped stage goes on to the same digits."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import StepError
from crosswind.core.files import read_json
from crosswind.core.seeds import generator
from crosswind.model.heads import TRAINABLE_KINDS
from crosswind.train import loop
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams
from crosswind.train.partial import Partial
from tests.train.test_fine_tune import PARAMS, TEXTS, content, places

__all__ = ["places"]
SELECTING = {"selection": "source_validation", "evaluate_every": 3, "max_updates": 30}


class StoppedError(Exception):
    """Stands for the end of the process."""


@contextmanager
def stopped_after(update: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    count = loop.Progress.add

    def add(self: loop.Progress, rows: object, loss: float) -> None:
        count(self, rows, loss)  # type: ignore[arg-type]
        if self.n_updates == update:
            raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(loop.Progress, "add", add)
        with pytest.raises(StoppedError):
            yield


def trained(
    places: Path, out: Path, params: FineTuneParams, kept: Path | None = None, every: int = 2
) -> dict[str, bytes]:
    text, _ = TEXTS.get(params.kind, ("train", ()))
    out.mkdir()
    fine_tune(
        params,
        encoder=places / "encoder",
        start=None,
        train=(places / text,),
        copies=(),
        validation=()
        if params.selection == "last_update"
        else (places / text.replace("train", "more"),),
        out=out,
        options=RunOptions(device="cpu", threads=1, partial=kept, keep_updates=every),
    )
    return content(out)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {**SELECTING, "patience": 3, "precision": "bf16", "learning_rate": 1e-2},
        {**SELECTING, "selection": "checkpoint_average", "embedding_rows": "all"},
    ],
    ids=["last update", "patience and bf16", "average"],
)
def test_sigkill_at_ten_random_updates(places, tmp_path, change):
    params = replace(
        PARAMS, max_updates=24, **{k: v for k, v in change.items() if k != "max_updates"}
    )
    whole = trained(places, tmp_path / "whole", params)
    n_updates = json.loads(whole["checkpoint.json"])["training"]["n_updates"]
    rng = generator(0, "deaths", str(change))
    deaths = sorted(int(one) for one in rng.integers(1, n_updates, size=10))
    # Some come while the state of an even update is written.
    deaths = [-one if one % 2 == 0 and index % 2 else one for index, one in enumerate(deaths)]
    code = [str(Path(__file__).with_name("killing.py")), str(places), str(tmp_path)]
    plain = {key: value for key, value in asdict(params).items() if value != ()}
    done = subprocess.run(
        [sys.executable, *code, json.dumps(plain), json.dumps(deaths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == whole
    assert "resumed at update" in done.stderr


@pytest.mark.parametrize("kind", TRAINABLE_KINDS)
def test_every_kind_goes_on_to_the_same_bytes(places, tmp_path, monkeypatch, kind):
    _, fields = TEXTS.get(kind, ("train", ("text",)))
    params = replace(PARAMS, kind=kind, fields=fields, max_tokens=64)
    whole = trained(places, tmp_path / "whole", params)
    with stopped_after(7, monkeypatch):
        trained(places, tmp_path / "stopped", params, tmp_path / "kept")
    assert read_json(tmp_path / "kept" / "state.json")["update"] == 6
    assert trained(places, tmp_path / "again", params, tmp_path / "kept") == whole


def test_adapters_and_recomputed_activations_go_on_too(places, tmp_path, monkeypatch):
    lora = {"rank": 2, "alpha": 4, "dropout": 0.1, "modules": ["query"], "merge": False}
    params = replace(PARAMS, lora=lora, gradient_checkpointing=True)
    whole = trained(places, tmp_path / "whole", params)
    with stopped_after(7, monkeypatch):
        trained(places, tmp_path / "stopped", params, tmp_path / "kept")
    assert trained(places, tmp_path / "again", params, tmp_path / "kept") == whole


def test_what_is_resumed_is_said(places, tmp_path, monkeypatch, caplog):
    with stopped_after(5, monkeypatch):
        trained(places, tmp_path / "stopped", PARAMS, tmp_path / "kept")
    with caplog.at_level(logging.WARNING, "crosswind"):
        trained(places, tmp_path / "again", PARAMS, tmp_path / "kept")
    assert "resumed at update 4" in caplog.text


def test_a_stage_that_ran_out_of_patience_does_not_go_on(places, tmp_path, monkeypatch):
    params = replace(
        PARAMS, selection="source_validation", evaluate_every=1, patience=1, max_updates=40
    )
    whole = trained(places, tmp_path / "whole", params)
    n_updates = json.loads(whole["checkpoint.json"])["training"]["n_updates"]
    assert n_updates < 40
    for update in range(1, n_updates):
        with stopped_after(update, monkeypatch):
            trained(places, tmp_path / f"{update}", params, tmp_path / "kept", every=1)
    assert trained(places, tmp_path / "again", params, tmp_path / "kept", every=1) == whole


def test_another_recipe_starts_anew(places, tmp_path, monkeypatch, caplog):
    with stopped_after(5, monkeypatch):
        trained(places, tmp_path / "stopped", PARAMS, tmp_path / "kept")
    other = replace(PARAMS, seed=2)
    whole = trained(places, tmp_path / "whole", other)
    assert trained(places, tmp_path / "again", other, tmp_path / "kept") == whole
    assert "another recipe" in caplog.text
    assert "resumed" not in caplog.text


def test_a_state_of_other_tensors_starts_anew(places, tmp_path, monkeypatch, caplog):
    whole = trained(places, tmp_path / "whole", PARAMS)
    with stopped_after(5, monkeypatch):
        trained(places, tmp_path / "stopped", PARAMS, tmp_path / "kept")
    record = read_json(tmp_path / "kept" / "state.json")
    (path,) = (tmp_path / "kept").glob("*.safetensors")
    tensors = load_file(path)
    tensors.pop(next(name for name in tensors if name.startswith("weights/")))
    partial = Partial(folder=tmp_path / "kept", recipe=record["recipe"])
    partial.write(record["update"], tensors, record["facts"])
    assert trained(places, tmp_path / "again", PARAMS, tmp_path / "kept") == whole
    assert "other tensors" in caplog.text


def test_a_loss_that_is_no_number_leaves_the_last_good_state(places, tmp_path, monkeypatch):
    plain = loop.plain_loss

    def broken(update):
        loss = plain(update)
        return loss * float("nan") if update.number == 6 else loss

    recipe = loop.Recipe

    def broken_recipe(**numbers):
        return recipe(**{**numbers, "loss": broken})

    monkeypatch.setattr("crosswind.train.stage.Recipe", broken_recipe)
    with pytest.raises(StepError) as caught:
        trained(places, tmp_path / "out", PARAMS, tmp_path / "kept", every=4)
    error = caught.value
    assert "diverged at update 6" in error.problem
    assert f"after update 5 is kept in {tmp_path / 'kept'}" in error.action
    assert all((error.place, error.value, error.allowed))
    tensors = load_file(tmp_path / "kept" / "state-5.safetensors")
    assert all(bool(torch.isfinite(one).all()) for one in tensors.values())
    with pytest.raises(StepError, match="No state was kept"):
        trained(places, tmp_path / "other", PARAMS)


def test_weights_that_are_no_numbers_are_not_kept(places, tmp_path):
    params = replace(PARAMS, learning_rate=1e38)
    with pytest.raises(StepError, match=r"No state was kept|after update 1 "):
        trained(places, tmp_path / "out", params, tmp_path / "kept", every=0)
    for path in (tmp_path / "kept").glob("*.safetensors"):
        assert all(bool(torch.isfinite(one).all()) for one in load_file(path).values())


def test_the_file_of_the_state_holds_plain_tensors(places, tmp_path, monkeypatch):
    with stopped_after(3, monkeypatch):
        trained(places, tmp_path / "stopped", PARAMS, tmp_path / "kept")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "state-2.safetensors",
        "state.json",
    ]
    parts = {name.partition("/")[0] for name in load_file(tmp_path / "kept/state-2.safetensors")}
    assert parts == {"weights", "optimiser.step", "optimiser.exp_avg", "optimiser.exp_avg_sq"}
