"""The command line: frozen flags, light start, exit codes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

import crosswind
from crosswind import __version__
from crosswind.cli.main import app, exit_code_of

# The whole surface. A new flag is a decision: first ask whether it is a key of the experiment file.
FLAGS = {
    "run": [
        *("--address", "--device", "--engine", "--offline", "--processes", "--profile"),
        *("--set", "--store", "--threads", "--workers", "FILE"),
    ],
    "plan": ["--json", "--resolved", "--set", "--store", "FILE"],
    "explain": ["--json", "--set", "--store", "FILE", "STEP"],
    "report": ["--open", "--set", "--store", "FILE"],
    "tasks": ["--data-root", "--json", "[NAME]"],
    "perturbations": ["--json", "--language", "[NAME]"],
    "encoders": ["--json", "[NAME]"],
    "noise": [
        *("--edits", "--in", "--language", "--out", "--perturbation", "--plain"),
        *("--seed", "--severity"),
    ],
    "calibrate": ["--data-root", "--json", "--language", "--out", "PAIRS"],
    "release": ["--set", "--store", "DIR", "FILE"],
    "export": ["--store", "DIR", "STEP"],
    "score": [
        *("--benchmark", "--condition", "--gold", "--json", "--language"),
        *("--na-probs", "--na-threshold", "--predictions", "--task"),
    ],
    "doctor": ["--json", "--offline", "--store"],
    "lock": ["--accept"],
    "store list": ["--json", "--store"],
    "store verify": ["--store"],
    "store export": ["--json", "--set", "--store", "TO", "WHAT"],
    "store import": ["--json", "--store", "FROM"],
    "store sweep": ["--all", "--delete", "--pieces", "--set", "--store", "[FILE]..."],
}


def test_flags_are_frozen() -> None:
    assert dict(surface(typer.main.get_command(app))) == FLAGS


def surface(command: Any, prefix: str = "") -> list[tuple[str, list[str]]]:
    found = []
    for name, inner in command.commands.items():
        if hasattr(inner, "commands"):
            found += surface(inner, f"{name} ")
            continue
        flags = [
            next(item for item in parameter.opts if item.startswith("--"))
            if any(item.startswith("--") for item in parameter.opts)
            else parameter.metavar or parameter.name.upper()
            for parameter in inner.params
            if parameter.name != "help"
        ]
        found.append((f"{prefix}{name}", sorted(flags)))
    return found


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from crosswind.cli.main import exit_code_of; exit_code_of(['--help']); "
        "heavy = {'torch', 'transformers', 'pyarrow', 'polars', 'pydantic', 'numpy', 'altair'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_a_plan_loads_no_torch_and_no_arrow() -> None:
    script = (
        "import sys; from crosswind.cli.main import exit_code_of; "
        "code = exit_code_of(['plan', 'quickstart', '--json']); "
        "heavy = {'torch', 'transformers', 'pyarrow', 'polars', 'hassil', 'altair'}; "
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "0 []"
    assert json.loads(done.stdout)["n_steps"] > 1000


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["pln"]) == 2
    assert "plan" in capsys.readouterr().err
    assert exit_code_of(["plan"]) == 2
    assert exit_code_of(["noise", "--severity", "many"]) == 2


@pytest.mark.parametrize(
    ("arguments", "help_of"),
    [
        (["run", "x", "--workers", "many"], "crosswind run --help"),
        (["noise"], "crosswind noise --help"),
        (["store", "swep"], "crosswind store --help"),
        (["pln"], "crosswind --help"),
    ],
)
def test_wrong_usage_is_two_sentences_and_names_the_right_help(
    arguments: list[str], help_of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(arguments) == 2
    said = capsys.readouterr().err
    assert re.search(rf"[.?] See: {help_of}\n$", said)


def test_no_command_shows_the_help_alone(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of([])
    told = capsys.readouterr()
    assert "Usage" in told.out + told.err
    assert "Missing command" not in told.err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["--version"]) == 0
    assert capsys.readouterr().out == f"crosswind {__version__}\n"


@pytest.mark.parametrize(
    ("command", "is_kept"), [("run", True), ("release", True), ("plan", False), ("store", False)]
)
def test_an_interrupt_promises_only_what_was_kept(
    command: str, is_kept: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crosswind.cli.main.app", interrupted)
    assert exit_code_of([command]) == 130
    assert ("what was finished is kept" in capsys.readouterr().err) == is_kept


def test_an_unknown_size_of_an_encoder_is_blank(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["encoders"]) == 0
    (line,) = [x for x in capsys.readouterr().out.split("\n") if x.startswith("eurobert-210m")]
    assert line.split()[:5] == ["eurobert-210m", "EuroBERT/EuroBERT-210m", "210", "M", "8192"]


def test_a_sound_lock_is_said_to_be_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("crosswind.plan.lock.lock_problems", list)
    assert exit_code_of(["lock"]) == 0
    assert re.fullmatch(r"the code of \d+ step kinds is as it is locked\n", capsys.readouterr().out)


def test_every_public_name_is_listed_once() -> None:
    assert len(dir(crosswind)) == len(set(dir(crosswind)))


@pytest.mark.parametrize("command", ["tasks", "perturbations", "encoders", "doctor --offline"])
def test_json_is_one_document(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of([*command.split(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_one_perturbation_with_a_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["perturbations", "typo", "--language", "deu", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["language"], shown["level"]) == ("de", "full")


def test_one_task_says_where_its_data_was_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["tasks", "xnli"]) == 0
    shown = capsys.readouterr().out
    assert "missing" in shown
    assert "trap" in shown


def test_a_resolved_experiment_is_a_file_that_gives_the_same_plan(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    changed = ["smoke/xnli", "--set", "seeds=[2]", "--set", "data.root=there"]
    assert exit_code_of(["plan", *changed, "--resolved"]) == 0
    text = capsys.readouterr().out
    assert 'root = "there"' in text
    (tmp_path / "again.toml").write_text(text, "utf-8")
    ids = []
    for arguments in (changed, [str(tmp_path / "again.toml")]):
        assert exit_code_of(["plan", *arguments, "--json"]) == 0
        ids.append(json.loads(capsys.readouterr().out)["plan_id"])
    assert ids[0] == ids[1]


def test_a_resolved_experiment_as_json_has_every_default(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exit_code_of(["plan", "smoke/xnli", "--resolved", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["seeds"]["design"] == "paired"


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_terminal_that_lacks_letters_gets_escapes(settings: dict[str, str]) -> None:
    def said(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "crosswind", *arguments],
            capture_output=True,
            check=False,
            env=os.environ | settings,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode("latin-1")

    assert "\\u0131" in said("perturbations", "case")
    assert json.loads(said("perturbations", "case", "--json"))["name"] == "case"
