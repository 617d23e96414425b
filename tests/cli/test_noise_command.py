"""`crosswind noise` is a filter like any other, and equals the Python call."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crosswind as cw
from crosswind.cli.main import exit_code_of

GERMAN = "Das Wetter ist heute wirklich schön in München.\r\nEs regnet oft\tim   November.\n\nEnde"


def noise(path: Path, *more: str, severity: int = 5) -> bytes:
    out = path.with_suffix(".out")
    code = exit_code_of(
        [
            "noise",
            "--language",
            "de",
            "--perturbation",
            "typo",
            "--severity",
            str(severity),
            "--in",
            str(path),
            "--out",
            str(out),
            *more,
        ]
    )
    assert code == 0
    return out.read_bytes()


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_severity_0_is_the_identity(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("noise") / "in.txt"
    path.write_bytes(text.encode())
    if text.lstrip().startswith("{"):
        return
    assert noise(path, severity=0) == text.encode()


def test_line_endings_survive(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(GERMAN.encode())
    out = noise(path).decode()
    assert out.count("\r\n") == 1
    assert out.count("\n") == 3
    assert not out.endswith("\n")
    assert out != GERMAN


def test_the_command_line_equals_python(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    lines = ["Der schnelle braune Fuchs springt über den faulen Hund."] * 3
    path.write_text("\n".join(lines) + "\n", "utf-8")
    expected = [
        cw.perturb(
            line, language="de", perturbation="typo", severity=5, example_id=str(number)
        ).text
        for number, line in enumerate(lines)
    ]
    assert noise(path).decode().split("\n")[:-1] == expected
    assert len(set(expected)) == 3, "each line has its own draws"


def test_json_lines_keep_spans_words_and_other_keys(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows = [
        {"id": "a", "text": "Die Hauptstadt von Bayern ist München.", "spans": [[30, 37]], "n": 1},
        {"id": "b", "words": ["Das", "Wetter", "ist", "sonderbar"], "tags": ["D", "N", "V", "A"]},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first, second = [json.loads(line) for line in noise(path).decode().strip().split("\n")]
    start, end = first["spans"][0]
    expected = cw.perturb(
        rows[0]["text"],
        language="de",
        perturbation="typo",
        severity=5,
        example_id="a",
        spans=[(30, 37)],
    )
    assert first["text"] == expected.text
    assert (start, end) == expected.spans[0]
    assert first["n"] == 1
    assert apply(rows[0]["text"], first["edits"]) == first["text"]
    assert len(second["words"]) == 4
    assert second["tags"] == ["D", "N", "V", "A"]
    for word, edits, changed in zip(
        rows[1]["words"], second["edits"], second["words"], strict=True
    ):
        assert apply(word, edits) == changed


def test_edits_file(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text("Der schnelle braune Fuchs springt über den faulen Hund.\n" * 4, "utf-8")
    out = noise(path, "--edits", str(tmp_path / "edits.jsonl")).decode().split("\n")
    rows = [
        json.loads(line)
        for line in (tmp_path / "edits.jsonl").read_text("utf-8").split("\n")
        if line
    ]
    assert [row["id"] for row in rows] == ["0", "1", "2", "3"]
    for row, line in zip(rows, out, strict=False):
        assert (
            apply("Der schnelle braune Fuchs springt über den faulen Hund.", row["edits"]) == line
        )


def test_standard_input_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("grüße\n".encode())))
    assert (
        exit_code_of(
            ["noise", "--language", "de", "--perturbation", "diacritic_drop", "--severity", "5"]
        )
        == 0
    )
    assert capfdbinary.readouterr().out.decode() == "gruße\n".replace("ß", "ss")


def apply(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text
