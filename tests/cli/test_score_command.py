"""`crosswind score`: one JSON document, or lines for people, or one error."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.cli.main import exit_code_of

Write = Callable[[str, str], list[str]]
SQUAD = json.dumps(
    {
        "data": [
            {
                "paragraphs": [
                    {"qas": [{"id": "q", "answers": [{"text": "x"}]}, {"id": "n", "answers": []}]}
                ]
            }
        ]
    }
)


@pytest.fixture
def files(tmp_path: Path) -> Write:
    """(gold, predictions) -> the options that name files with those texts."""

    def write(gold: str, predictions: str) -> list[str]:
        options = []
        for name, text in (("gold", gold), ("predictions", predictions)):
            path = tmp_path / f"{name}.txt"
            path.write_text(text, "utf-8")
            options += [f"--{name}", str(path)]
        return options

    return write


def test_json_is_one_document(files: Write, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["score", "--task", "xnli", "--language", "deu", *files("neutral\n", "neutral\n")]
    assert exit_code_of([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "task": "xnli",
        "language": "de",
        "metrics": {"accuracy": 100.0},
        "n": 1,
    }


def test_lines_for_people(files: Write, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["score", "--task", "udpos", "--language", "zh", *files("NOUN\n", "NOUN\n")]
    assert exit_code_of(arguments) == 0
    assert capsys.readouterr().out.split("\n")[:2] == [
        "udpos zh, 1 examples",
        "  udpos_f1_seqeval_0_0_12: 100.00",
    ]


def test_probabilities_of_no_answer(
    files: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "probs.json").write_text('{"q": 0.1, "n": 0.9}')
    options = ["--na-probs", str(tmp_path / "probs.json"), "--na-threshold", "0.5"]
    arguments = ["score", "--task", "squad_v2", "--language", "en", *options]
    assert exit_code_of([*arguments, *files(SQUAD, '{"q": "x", "n": "y"}'), "--json"]) == 0
    metrics = json.loads(capsys.readouterr().out)["metrics"]
    assert (metrics["f1"], metrics["NoAns_f1"], metrics["best_f1_thresh"]) == (100.0, 100.0, 0.1)
    assert exit_code_of([*arguments, *files(SQUAD, '{"q": "x", "n": "y"}')]) == 0
    shown = capsys.readouterr().out
    assert "  exact_match: 100.00\n" in shown
    assert "  HasAns_total: 1\n" in shown


def test_a_pool_of_languages_and_a_pair_of_them(
    files: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = '{"q": ["x"]}'
    arguments = ["score", "--task", "lareqa", "--language", "de, en,cmn", *files(gold, gold)]
    assert exit_code_of([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["language"] == "de+en+zh"
    squad = SQUAD.replace(', {"id": "n", "answers": []}', "")
    arguments = ["score", "--task", "mlqa", "--language", "es+en", *files(squad, '{"q": "el x"}')]
    assert exit_code_of([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["exact_match"] == 100.0


def test_a_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for side in ("labels", "predictions"):
        place = tmp_path / side / "xcopa"
        place.mkdir(parents=True)
        for language in ("et", "ht", "id", "it", "qu", "sw", "ta", "th", "tr", "vi", "zh"):
            (place / f"test-{language}.jsonl").write_text('{"label": 1}\n')
    folders = ["--gold", str(tmp_path / "labels"), "--predictions", str(tmp_path / "predictions")]
    assert exit_code_of(["score", "--benchmark", "xtreme_r", *folders, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["tasks"]["xcopa"]["score"] == 100.0
    assert (found["groups"], found["overall"]) == ({"multi_choice": 100.0}, None)
    assert "lareqa" in found["missing"]
    assert exit_code_of(["score", "--benchmark", "xtreme_r", *folders]) == 0
    shown = capsys.readouterr().out
    assert "  xcopa: 100.00 (11 languages)\n" in shown
    assert "  overall: incomplete\n" in shown
    assert "  missing: lareqa\n" in shown


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--task", "xnli"], "--language: it is not said what is scored"),
        ([], "--task: it is not said what is scored"),
        (["--benchmark", "xtreme", "--task", "xnli"], "a benchmark is scored as a whole"),
        (["--benchmark", "xtreme", "--na-threshold", "0.1"], "a benchmark is scored as a whole"),
        (["--benchmark", "xtrem"], "Did you mean 'xtreme'?"),
        (["--task", "xnly", "--language", "de"], "Did you mean 'xnli'?"),
        (["--task", "xnli", "--language", "german!"], "--language: not a BCP 47 language tag"),
        (["--task", "mlqa", "--language", "tr"], "MLQA has no rule for answers in this language"),
        (["--task", "xnli", "--language", "de", "--na-threshold", "0"], "belong to SQuAD v2.0"),
        (["--task", "pawsx", "--language", "de"], "gold.txt:1: unknown gold label: 'neutral'"),
    ],
)
def test_what_is_wrong_is_one_error(
    files: Write, arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["score", *arguments, *files("neutral\n", "neutral\n"), "--json"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert problem in shown.err
    assert "Traceback" not in shown.err
