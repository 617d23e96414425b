"""`crosswind calibrate`: numbers for people and machines, and a table on request."""

import json
from pathlib import Path

import pytest

from crosswind.cli.main import exit_code_of


@pytest.fixture
def pairs(tmp_path: Path) -> str:
    path = tmp_path / "pairs.tsv"
    path.write_text("wenter\twinter\nleter\tletter\nlettre\tletter\n" * 20, "utf-8")
    return str(path)


def test_numbers_and_the_table(
    pairs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "table.json"
    assert exit_code_of(["calibrate", pairs, "--language", "eng", "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["language"] == "en"
    assert found["distances"]["fitted"]["mix"] < 0.03
    assert json.loads(out.read_text("utf-8")) == found["table"]
    assert exit_code_of(["calibrate", pairs, "--language", "en"]) == 0
    assert "total variation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.tsv", "--language", "en"], "neither a file nor a task"),
        (["noisy_xnli", "--language", "de", "--data-root", "nowhere"], "missing"),
    ],
)
def test_what_is_not_there_is_one_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["calibrate", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_language_without_a_keyboard_is_refused(
    pairs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["calibrate", pairs, "--language", "zh"]) == 2
    assert "typo" in capsys.readouterr().err


def test_the_table_is_not_written_over_the_pairs(
    pairs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(pairs).read_bytes()
    assert exit_code_of(["calibrate", pairs, "--language", "en", "--out", pairs]) == 2
    assert "--out: the same file as PAIRS" in capsys.readouterr().err
    assert Path(pairs).read_bytes() == before
