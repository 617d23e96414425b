"""The files of a running stage: whole or not there, damaged or not read."""

import errno
import logging
import os
from pathlib import Path

import pytest
import torch

from crosswind.core.files import read_json, write_json, write_text
from crosswind.train.partial import Partial

TENSORS = {"weights/a": torch.arange(6.0).view(2, 3), "optimiser.step/a": torch.tensor(3.0)}
FACTS = {"progress": {"losses": [0.1, 1 / 3]}, "history": [(1, 0.5)]}


def kept(folder: Path) -> Partial:
    return Partial(folder=folder, recipe="r", every_updates=10)


def test_what_is_written_is_read(tmp_path):
    assert kept(tmp_path / "deep" / "place").write(4, TENSORS, FACTS)
    partial = kept(tmp_path / "deep" / "place")
    tensors, facts = partial.read()
    assert all(torch.equal(tensors[name], TENSORS[name]) for name in TENSORS)
    assert facts["progress"] == FACTS["progress"]
    assert partial.update == 4


def test_the_newest_state_alone_stays(tmp_path):
    partial = kept(tmp_path)
    for update in (4, 8, 12):
        partial.write(update, TENSORS, FACTS)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "state-12.safetensors",
        "state.json",
    ]


def test_it_is_due_by_updates_or_by_seconds(tmp_path):
    assert not Partial(every_updates=1).is_due(5)
    by_updates = Partial(folder=tmp_path, every_updates=3)
    assert [by_updates.is_due(update) for update in (1, 2, 3)] == [False, False, True]
    by_updates.write(3, TENSORS, FACTS)
    assert [by_updates.is_due(update) for update in (4, 6)] == [False, True]
    assert Partial(folder=tmp_path, every_seconds=1e-9).is_due(1)
    assert not Partial(folder=tmp_path, every_seconds=1e9).is_due(10**9)
    assert not Partial(folder=tmp_path).is_due(10**9)


def test_without_a_folder_nothing_happens():
    assert not Partial().write(1, TENSORS, FACTS)
    assert Partial().read() is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "state-4.safetensors").unlink(),
        lambda folder: (folder / "state-4.safetensors").write_bytes(b""),
        lambda folder: write_text(folder / "state.json", "{"),
        lambda folder: write_text(folder / "state.json", "[]"),
        lambda folder: write_text(folder / "state.json", "null"),
        lambda folder: write_json(
            folder / "state.json",
            {**read_json(folder / "state.json"), "update": "../../state-4"},
        ),
        lambda folder: write_json(folder / "state.json", {"format": 1, "recipe": "r"}),
        lambda folder: flip(folder / "state-4.safetensors"),
    ],
)
def test_damage_starts_anew_and_is_told(tmp_path, damage, caplog):
    kept(tmp_path).write(4, TENSORS, FACTS)
    damage(tmp_path)
    with caplog.at_level(logging.WARNING, "crosswind"):
        assert kept(tmp_path).read() is None
    assert "damaged" in caplog.text
    assert kept(tmp_path).write(2, TENSORS, FACTS)
    assert kept(tmp_path).read() is not None


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def test_a_full_disk_stops_no_training(tmp_path, monkeypatch, caplog):
    partial = kept(tmp_path)
    partial.write(4, TENSORS, FACTS)

    def full(*_: object) -> None:
        (tmp_path / ".draft.safetensors").write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("crosswind.train.partial.save_file", full)
    assert not partial.write(8, TENSORS, FACTS)
    assert "No space left" in caplog.text
    assert not (tmp_path / ".draft.safetensors").exists()
    again = kept(tmp_path)
    assert again.read() is not None
    assert again.update == 4
