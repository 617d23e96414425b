"""`crosswind noise` is a filter like any other, and equals the Python call."""

import io
import json
import subprocess
import sys
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


def test_a_carriage_return_ends_the_last_line_too(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b'{"text": "abc"}\r')
    assert noise(path).endswith(b"}\r")
    path.write_bytes(b"\r")
    assert noise(path) == b"\r"


def test_a_first_line_of_brackets_is_text_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b'{"a": ' + b"[" * 100_000 + b"\n")
    assert exit_code_of(command(path)) == 2
    assert noise(path, "--plain", severity=0) == path.read_bytes()


@pytest.mark.parametrize("pair", [("in", "out"), ("in", "edits"), ("out", "edits")])
def test_no_file_is_written_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pair: tuple[str, str]
) -> None:
    path, link = tmp_path / "in.txt", tmp_path / "link.txt"
    path.write_text("Der schnelle Fuchs\n", "utf-8")
    link.symlink_to(path)
    files = {"in": path, "out": tmp_path / "out.txt"}
    files[pair[1]] = link if pair[0] == "in" else tmp_path / "sub" / ".." / "out.txt"
    assert exit_code_of(command(path, **files)) == 2
    assert f"--{pair[1]}: the same file as --{pair[0]}" in capsys.readouterr().err
    assert path.read_text("utf-8") == "Der schnelle Fuchs\n"


def test_what_a_shell_opened_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text("Der schnelle Fuchs\n", "utf-8")
    start = [sys.executable, "-m", "crosswind", *command(path)[:-2]]
    with path.open("rb") as stream:
        done = subprocess.run(
            [*start, "--out", str(path)], stdin=stream, capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert "--out: the same file as standard input" in done.stderr
    assert path.read_text("utf-8") == "Der schnelle Fuchs\n"


def test_a_target_that_cannot_be_written_is_named_as_it_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.txt"
    path.write_text("Hund\n", "utf-8")
    assert exit_code_of(command(path, out=tmp_path)) == 2
    assert capsys.readouterr().err == f"crosswind: {tmp_path}: Is a directory\n"
    assert exit_code_of(command(path, out=path / "x")) == 2
    assert capsys.readouterr().err == f"crosswind: {path}: Not a directory\n"
    assert exit_code_of(command(path, out="/dev/null", edits="/dev/null")) == 0
    assert not Path("/dev/null").is_file()


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


def command(path: Path, **changes: object) -> list[str]:
    options = {"language": "de", "perturbation": "typo", "severity": 5, "in": path} | changes
    return ["noise", *(part for key, value in options.items() for part in (f"--{key}", str(value)))]


def test_words_and_texts_may_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows = [{"text": f"Ein Satz über den Hund {n}."} for n in range(5)]
    rows[2] = {"words": ["New York", "", "Hund"]}
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = [json.loads(line) for line in noise(path).decode().splitlines()]
    assert [sorted(row) for row in found] == [
        ["edits", "words"] if "words" in row else ["edits", "text"] for row in rows
    ]
    assert len(found[2]["words"]) == 3
    assert (
        found[4]["text"]
        == cw.perturb(
            rows[4]["text"], language="de", perturbation="typo", severity=5, example_id="4"
        ).text
    )


def test_an_empty_file_and_a_long_line(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"")
    assert noise(path) == b""
    path.write_bytes(b"Hund " * 200_000)
    assert len(noise(path)) > 900_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"severity": 6}, ["severity", "0 (the identity) to 5"]),
        ({"severity": -1}, ["severity", "0 (the identity) to 5"]),
        ({"perturbation": "typos"}, ["unknown perturbation", "Did you mean 'typo'"]),
        ({"language": "german"}, ["--language", "BCP 47"]),
        ({"language": "zz"}, ["--language", "BCP 47"]),
        ({"language": "ja", "perturbation": "diacritic_drop"}, ["cannot act in this language"]),
        ({"in": "nowhere.txt"}, ["nowhere.txt"]),
    ],
)
def test_a_wrong_setting_is_one_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, object], words: list[str]
) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"")
    assert exit_code_of(command(path, **changes)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    for word in words:
        assert word in told.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "abc", "spans": [[0, 9]]}', [":2", "not inside the text", "<= 3"]),
        ('{"text": "abc", "spans": [[2, 1]]}', [":2", "not inside the text"]),
        ('{"text": "abc", "spans": [[0, 1.5]]}', [":2", "not a line that can be perturbed"]),
        ('{"text": "abc", "spans": null}', [":2", "not a line that can be perturbed"]),
        ('{"text": 7}', [":2", "not a line that can be perturbed"]),
        ('{"words": "abc"}', [":2", "not a line that can be perturbed"]),
        ('{"words": ["a", 1]}', [":2", "not a line that can be perturbed"]),
        ('{"text": "a\\ud800"}', [":2", "half of a surrogate pair"]),
        ('{"text": "a", "id": "\\udfff"}', [":2", "half of a surrogate pair"]),
        ('{"text": "a"', [":2", "not JSON"]),
        ('{"text": "a", "id": NaN}', [":2", "no number for"]),
        ("[" * 5000 + "]" * 5000, [":2", "nested too deeply"]),
        ("", [":2", "not a line that can be perturbed"]),
    ],
)
@pytest.mark.parametrize("severity", [0, 5])
def test_a_wrong_line_is_one_error_with_its_place(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    line: str,
    words: list[str],
    severity: int,
) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_text(f'{{"text": "Der Hund"}}\n{line}\n{{"text": "Die Katze"}}\n', "utf-8")
    assert exit_code_of(command(path, severity=severity, out=out)) == 2
    told = capsys.readouterr().err
    for word in ["in.jsonl", *words]:
        assert word in told
    assert not out.exists()


def test_bytes_that_are_no_text_are_one_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"gut\nschlecht \xff\n")
    assert exit_code_of(command(path)) == 2
    assert "in.txt:2" in capsys.readouterr().err
