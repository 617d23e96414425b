"""What the machine is: recorded, and never a part of an id unresolved."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.runner import environment


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nothing is remembered from another test."""
    cached = (
        environment.has_fast_bf16,
        environment.versions,
        environment.machine,
        environment.commit,
    )
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


@pytest.mark.parametrize(
    ("flags", "precision"),
    [
        ("flags\t\t: fpu amx_bf16 sse", "bf16"),
        ("flags\t\t: fpu amx_tile amx_bf16", "bf16"),
        ("flags\t\t: fpu avx512_bf16 sse", "bf16"),
        ("flags\t\t: fpu avx512f sse", "fp32"),
        ("flags\t\t: fpu xamx_bf16x", "fp32"),
        ("Features : asimd", "fp32"),
        ("", "fp32"),
    ],
)
def test_auto_is_bf16_where_the_processor_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str, precision: str
) -> None:
    facts = tmp_path / "cpuinfo"
    facts.write_text(f"processor : 0\nmodel name\t: Made Up 9000\n{flags}\n", "utf-8")
    monkeypatch.setattr(environment, "_CPU_FACTS", facts)
    monkeypatch.setattr(environment, "_NVIDIA", tmp_path / "absent")
    assert environment.resolve_precision("auto") == precision
    assert environment.machine()["processor"] == "Made Up 9000"


def test_auto_is_bf16_beside_an_nvidia_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "version").touch()
    monkeypatch.setattr(environment, "_NVIDIA", tmp_path / "version")
    assert environment.resolve_precision("auto") == "bf16"


def test_a_machine_without_these_files_is_fp32(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_CPU_FACTS", tmp_path / "absent")
    monkeypatch.setattr(environment, "_NVIDIA", tmp_path / "absent")
    assert environment.resolve_precision("auto") == "fp32"


@pytest.mark.parametrize("asked", ["fp32", "bf16"])
def test_what_is_asked_for_is_what_is_taken(asked: str) -> None:
    assert environment.resolve_precision(asked) == asked


def test_provenance_says_when_where_and_with_what() -> None:
    found = environment.provenance(RunOptions(device="cpu", threads=2), 0.0, 1.23456789)
    assert found["started"] == "1970-01-01T00:00:00Z"
    assert found["seconds"] == 1.2346
    assert (found["device"], found["threads"]) == ("cpu", 2)
    assert {"python", "numpy"} <= set(found["versions"])
    assert found["machine"]["cores"] >= 1
    assert re.fullmatch(r"([0-9a-f]{40})?", found["commit"])
    assert json.loads(json.dumps(found)) == found


def checkout(folder: Path) -> str:
    """A repository with one commit; returns the commit."""
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.invalid"]
    folder.mkdir(parents=True)
    for command in (
        ["init", "--quiet"],
        ["commit", "--quiet", "--no-gpg-sign", "--no-verify", "--allow-empty", "-m", "one"],
    ):
        subprocess.run([*git, *command], check=True)
    said = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return said.stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(
    ("package", "is_own"),
    [
        ("src/crosswind", True),
        ("crosswind", False),
        ("lib/src/crosswind", False),
        (".venv/lib/python3.11/site-packages/crosswind", False),
    ],
)
def test_only_the_checkout_of_this_package_gives_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, is_own: bool
) -> None:
    folder = tmp_path.resolve() / "some where"
    head = checkout(folder)
    (folder / package).mkdir(parents=True)
    monkeypatch.setattr(environment, "_PACKAGE", folder / package)
    assert re.fullmatch("[0-9a-f]{40}", head)
    assert environment.commit() == (head if is_own else "")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_checkout_without_a_commit_gives_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path.resolve() / "src" / "crosswind"
    package.mkdir(parents=True)
    monkeypatch.setattr(environment, "_PACKAGE", package)
    assert environment.commit() == ""  # no repository at all
    environment.commit.cache_clear()
    subprocess.run(["git", "-C", str(tmp_path), "init", "--quiet"], check=True)
    assert environment.commit() == ""


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*args: Any, **kwargs: Any) -> Any:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", absent)
    assert environment.commit() == ""
