"""A stage in two processes makes the updates of one."""

import os
import signal
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from crosswind.config.run_options import RunOptions
from crosswind.core.clock import Clock
from crosswind.core.errors import ConfigError, StepError
from crosswind.core.files import read_json
from crosswind.train.fine_tune import fine_tune
from crosswind.train.processes import in_processes
from crosswind.train.share import Share
from tests.train.test_fine_tune import PARAMS, places

__all__ = ["places"]
STEADY = replace(PARAMS, hidden_dropout=0.0, attention_dropout=0.0, max_updates=6)


def trained(places: Path, out: Path, **how: Any) -> dict[str, Any]:
    out.mkdir()
    fine_tune(
        STEADY,
        encoder=places / "encoder",
        start=None,
        train=(places / "train",),
        validation=(),
        out=out,
        options=RunOptions(device="cpu", threads=1, **how),
    )
    return dict(read_json(out / "checkpoint.json")["training"])


def test_the_loss_curve_is_that_of_one_process(places: Path, tmp_path: Path) -> None:
    clock = Clock(is_on=True)
    one = trained(places, tmp_path / "one")
    two = trained(places, tmp_path / "two", processes=2, clock=clock)
    torch.testing.assert_close(two["loss_curve"], one["loss_curve"], rtol=0, atol=1e-5)
    counts = {key: value for key, value in one.items() if isinstance(value, int)}
    assert {key: two[key] for key in counts} == counts
    weights = load_file(tmp_path / "one" / "weights.safetensors")
    others = load_file(tmp_path / "two" / "weights.safetensors")
    assert weights.keys() == others.keys()
    for name, value in weights.items():
        torch.testing.assert_close(others[name], value, rtol=0, atol=1e-4)
    assert {"open", "read text", "forward", "write"} <= set(clock.phases)


@pytest.mark.slow
def test_a_state_is_kept_and_gone_on_from(places: Path, tmp_path: Path) -> None:
    how = {"processes": 2, "partial": tmp_path / "kept", "keep_updates": 4}
    whole = trained(places, tmp_path / "whole", **how)
    assert read_json(tmp_path / "kept" / "state.json")["update"] == 4
    assert trained(places, tmp_path / "again", **how) == whole
    bytes_of = [
        (tmp_path / name / "weights.safetensors").read_bytes() for name in ("whole", "again")
    ]
    assert bytes_of[0] == bytes_of[1]


def broken(options: RunOptions, share: Share, *, how: str) -> dict[str, object]:
    if how == "tell":
        time.sleep(0 if share.index else 0.5)
        raise StepError("it diverged", action="A state is kept." if not share.index else "")
    if share.index == 1:
        if how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError("the second process does not work")
    time.sleep(60)
    return {}


@pytest.mark.slow
def test_a_process_that_ends_ends_the_step() -> None:
    with pytest.raises(StepError, match="exit code -9"):
        in_processes(partial(broken, how="die"), RunOptions(device="cpu", processes=2))


@pytest.mark.slow
def test_an_error_of_any_process_is_that_of_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosswind.train.processes._PATIENCE_SECONDS", 0.1)
    with pytest.raises(ValueError, match="second process") as caught:
        in_processes(partial(broken, how="raise"), RunOptions(device="cpu", processes=2))
    assert "in broken" in caught.value.__notes__[0]


@pytest.mark.slow
def test_the_first_process_tells_what_it_knows() -> None:
    with pytest.raises(StepError, match="A state is kept"):
        in_processes(partial(broken, how="tell"), RunOptions(device="cpu", processes=2))


def test_a_chosen_card_is_refused() -> None:
    with pytest.raises(ConfigError, match="an accelerator each"):
        in_processes(partial(broken, how=""), RunOptions(device="cuda:1", processes=2))
