"""What is looked at, and that every trouble comes with what to do."""

import json
import urllib.error
import urllib.request
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.runner import health
from crosswind.runner.health import Check, checks
from crosswind.store.store import Store

Usage = namedtuple("Usage", "total used free")
RATES = {"fp32": 0.3, "bf16": 1.5}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is measured."""
    answers(monkeypatch)


def answers(monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
    values: dict[str, Any] = {
        "matrix_speed": lambda: RATES,
        "accelerators": list,
        "HF_HUB_OFFLINE": False,
        "ENDPOINT": "https://hub.example",
        **more,
    }
    monkeypatch.setattr(health, "load_attribute", lambda target: values[target.partition(":")[2]])
    monkeypatch.setattr(health, "_DRIVER", Path("/nowhere"))
    monkeypatch.setattr(health, "find_spec", lambda name: True)
    monkeypatch.setattr(health, "lock_problems", list)


def found(store: Path, name: str, *, offline: bool = True) -> Check:
    (check,) = [check for check in checks(store, offline=offline) if check.name == name]
    return check


def test_every_trouble_has_something_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "find_spec", lambda name: None)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage(1, 1, 1))
    (tmp_path / "some.txt").touch()
    troubles = [check for check in checks(tmp_path, offline=True) if check.state != "ok"]
    assert {check.name for check in troubles} >= {"extra train", "extra hub", "disk", "store"}
    assert all(check.action for check in troubles if check.name != "accelerator")


def test_store_that_is_whole_damaged_strange_or_absent(tmp_path: Path) -> None:
    assert found(tmp_path / "none", "store").state == "ok"
    assert not (tmp_path / "none").exists()
    assert found(tmp_path, "store").state == "ok"
    assert list(tmp_path.iterdir()) == []
    store = Store(tmp_path / "store")
    with store.draft() as draft:
        (draft / "a.txt").write_text("x", "utf-8")
        store.commit(draft, "score-v1-aa", {}, summary={}, provenance={})
    assert "1 artifact" in found(tmp_path / "store", "store").found
    (store.layout.artifact("score-v1-aa") / "a.txt").unlink()
    check = found(tmp_path / "store", "store")
    assert (check.state, "1 of them damaged" in check.found) == ("wrong", True)
    assert "store verify" in check.action
    store.set_aside("score-v1-aa")
    assert found(tmp_path / "store", "store").state == "note"
    assert found(tmp_path, "store").state == "wrong"


@pytest.mark.parametrize(("free", "state"), [(50e9, "ok"), (3e9, "note"), (5e8, "wrong")])
def test_disk_and_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, state: str
) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage(free, 0, free))
    assert found(tmp_path / "not" / "yet", "disk").state == state
    facts = tmp_path / "meminfo"
    facts.write_text(f"MemTotal: 1 kB\nMemAvailable:  {int(free / 1024)} kB\n", "utf-8")
    monkeypatch.setattr(health, "_MEMORY", facts)
    monkeypatch.setattr(health, "_GROUP", tmp_path)
    assert found(tmp_path / "x", "memory").state == state


def test_limits_of_a_control_group_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = tmp_path / "meminfo"
    facts.write_text("MemAvailable: 99000000 kB\n", "utf-8")
    monkeypatch.setattr(health, "_MEMORY", facts)
    monkeypatch.setattr(health, "_GROUP", tmp_path)
    (tmp_path / "memory.max").write_text("3000000000\n", "utf-8")
    (tmp_path / "memory.current").write_text("2800000000\n", "utf-8")
    (tmp_path / "cpu.max").write_text("50000 100000\n", "utf-8")
    assert found(tmp_path / "x", "memory").state == "wrong"
    check = found(tmp_path / "x", "threads")
    assert (check.state, check.action) == ("note", "Run with --threads 1.")
    (tmp_path / "memory.max").write_text("max\n", "utf-8")
    (tmp_path / "cpu.max").write_text("max 100000\n", "utf-8")
    assert found(tmp_path / "x", "memory").state == "ok"
    monkeypatch.setattr(health, "_MEMORY", tmp_path / "absent")
    assert found(tmp_path / "x", "memory").state == "note"


def test_speed_that_the_processor_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "has_fast_bf16", lambda: True)
    assert "1.50 TFLOP/s in bf16" in found(tmp_path / "x", "matrix products").found
    answers(monkeypatch, matrix_speed=lambda: {"fp32": 0.3, "bf16": 0.3})
    check = found(tmp_path / "x", "matrix products")
    assert (check.state, 'precision = "fp32"' in check.action) == ("note", True)
    monkeypatch.setattr(health, "has_fast_bf16", lambda: False)
    assert found(tmp_path / "x", "matrix products").state == "ok"


def test_an_accelerator_with_and_without_its_driver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(tmp_path / "x", "accelerator").found.startswith("none")
    (tmp_path / "version").touch()
    monkeypatch.setattr(health, "_DRIVER", tmp_path / "version")
    assert found(tmp_path / "x", "accelerator").state == "wrong"
    answers(monkeypatch, accelerators=lambda: ["A100, 80 GB"])
    assert found(tmp_path / "x", "accelerator").found == "A100, 80 GB"


def opener(answer: Exception | None) -> Callable[..., Any]:
    def answered(request: Any, timeout: float) -> Any:
        assert timeout < 10
        assert request.get_method() == "HEAD"
        if answer is not None:
            raise answer
        return open("/dev/null", "rb")  # noqa: PTH123  closed by its caller

    return answered


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (None, "ok"),
        (urllib.error.HTTPError("x", 405, "no", {}, None), "ok"),  # type: ignore[arg-type]
        (urllib.error.URLError("no route"), "note"),
        (TimeoutError("timed out"), "note"),
    ],
)
def test_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Exception | None, state: str
) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", opener(answer))
    check = found(tmp_path / "x", "hub", offline=False)
    assert check.state == state
    assert "https://hub.example" in check.found
    answers(monkeypatch, ENDPOINT="file:///etc/passwd")
    assert found(tmp_path / "x", "hub", offline=False).state == "note"
    answers(monkeypatch, HF_HUB_OFFLINE=True)
    assert found(tmp_path / "x", "hub", offline=False).found == "offline: not asked"


def test_exit_code_and_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = ["doctor", "--offline", "--store", str(tmp_path / "none")]
    assert exit_code_of([*good, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert set(shown) == {"versions", "machine", "precision", "missing", "checks"}
    (tmp_path / "some.txt").touch()
    assert exit_code_of(["doctor", "--offline", "--store", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "wrong store: the folder is neither empty nor a store" in said
    assert "Name an empty or new folder with --store." in said
