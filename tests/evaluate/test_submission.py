import json
import logging
import subprocess
import sys

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.submission import score_submission, submission_tasks


def files(tmp_path, gold, predictions, name="x.tsv"):
    paths = tmp_path / f"gold.{name}", tmp_path / f"predictions.{name}"
    for path, text in zip(paths, (gold, predictions), strict=True):
        path.write_bytes(text.encode("utf-8"))
    return {"gold": paths[0], "predictions": paths[1]}


def scored(tmp_path, task, gold, predictions):
    return score_submission(task=task, language="de", **files(tmp_path, gold, predictions))


def test_a_submission_in_full(tmp_path):
    result = scored(tmp_path, "pawsx", "0\n1\n1\n", "0\n1\n0\n")
    assert result == {
        "task": "pawsx",
        "language": "de",
        "metrics": {"accuracy": pytest.approx(200 / 3)},
        "n": 3,
    }


def test_tagging_counts_sentences(tmp_path):
    result = scored(tmp_path, "panx", "B-PER\nO\n\nO\n\n", "B-PER\nB-LOC\n\nO\n\n")
    assert result["n"] == 2
    assert result["metrics"] == {
        "f1": pytest.approx(200 / 3),
        "precision": 50.0,
        "recall": 100.0,
        "token_accuracy": pytest.approx(200 / 3),
    }


def test_nothing_right_is_zero(tmp_path):
    metrics = scored(tmp_path, "panx", "O\n\n", "O\n\n")["metrics"]
    assert metrics == {"f1": 0.0, "precision": 0.0, "recall": 0.0, "token_accuracy": 100.0}


@pytest.mark.parametrize(
    ("task", "gold", "predictions", "problem"),
    [
        ("pawsx", "0\n1\n", "0\n", r"predictions.x.tsv:2: 1 lines of predictions for 2 lines"),
        ("pawsx", "", "", r"gold.x.tsv:1: the gold file is empty"),
        ("pawsx", "0\nno\n", "0\n1\n", r"gold.x.tsv:2: unknown gold label: 'no'. Allowed: 0, 1"),
        ("xnli", "neutral\n", "Neutral\n", r"predictions.x.tsv:1: .*Did you mean 'neutral'"),
        ("xcopa", '{"label": 0}\n', "x\n", r"predictions.x.tsv:1: not JSON"),
        ("udpos", "X\n\nX\nX\n\n", "X\n\nX\n\n", r"predictions.x.tsv:3: sentence 2 has 2 tags"),
        ("udpos", "X\n\nX\n\n", "X\nX\n\n", r"predictions.x.tsv: 1 sentences of predictions"),
        ("udpos", "Noun\n\n", "NOUN\n\n", r"gold.x.tsv:1: unknown gold label.*mean 'NOUN'"),
        ("udpos", "\n", "\n", r"gold.x.tsv:1: the gold file holds no label"),
        ("tatoeba", "0\n1\n", "0\none\n", r"predictions.x.tsv:2: not a row number: 'one'"),
    ],
)
def test_files_that_do_not_fit_are_errors_with_a_place(tmp_path, task, gold, predictions, problem):
    with pytest.raises(DataError, match=problem):
        scored(tmp_path, task, gold, predictions)


def test_text_that_is_not_utf8_names_its_line(tmp_path):
    paths = files(tmp_path, "0\n", "0\n")
    paths["predictions"].write_bytes(b"0\n\xff\n")
    with pytest.raises(DataError, match=r"predictions.x.tsv:2: byte 2 is not UTF-8"):
        score_submission(task="pawsx", language="de", **paths)


def test_an_unknown_task_names_the_nearest(tmp_path):
    with pytest.raises(ConfigError, match="Did you mean 'xnli'"):
        scored(tmp_path, "xnly", "", "")


def test_a_label_of_another_case_counts_as_wrong_and_is_told(tmp_path, caplog):
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        result = scored(tmp_path, "xnli", "neutral\nneutral\n", "neutral\nNeutral\n")
    assert result["metrics"] == {"accuracy": 50.0}
    assert "1 predictions are no label of the task" in caplog.text


def squad(*keys):
    rows = [{"id": key, "answers": [{"text": "red"}]} for key in keys]
    return json.dumps({"data": [{"paragraphs": [{"qas": rows}]}]})


def test_missing_answers_count_as_wrong_and_unknown_ones_are_ignored(tmp_path, caplog):
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        result = scored(tmp_path, "squad", squad("a", "b"), '{"a": "Red!", "c": "x"}')
    assert result["metrics"] == {"f1": 50.0, "exact_match": 50.0}
    assert "1 questions without a prediction" in caplog.text
    assert "1 predictions for unknown questions" in caplog.text
    with pytest.raises(DataError, match="no question of the gold file has a prediction"):
        scored(tmp_path, "squad", squad("a1", "b1"), '{"a": "red"}')


def test_it_works_without_arrow_and_torch():
    code = (
        "import sys, crosswind.evaluate.submission, crosswind.evaluate.metrics;"
        "print([m for m in ('pyarrow', 'torch', 'polars', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# Oracle folder -> task.
FOLDERS = {
    **{name: name for name in ("xnli", "pawsx", "xcopa", "udpos", "panx", "xquad", "tydiqa")},
    "squad_v1": "squad",
    "tatoeba": "tatoeba",
}
N_CASES = {"xnli": 3, "pawsx": 3, "xcopa": 2, "udpos": 4, "panx": 4, "xquad": 6, "tydiqa": 2}


def expected_metrics(task, scores):
    if task == "udpos":
        return {
            "udpos_f1_seqeval_0_0_12": scores["seqeval_0.0.12"]["f1"],
            "udpos_f1_seqeval_1_2_2": scores["seqeval_1.2.2"]["f1"],
            "token_accuracy": scores["token_accuracy"],
        }
    if task == "panx":
        return {**scores["seqeval_0.0.12"], "token_accuracy": scores["token_accuracy"]}
    return scores


@pytest.mark.shared_data
@pytest.mark.parametrize("metric", FOLDERS)
def test_official_scores_to_the_last_digit(shared_data, metric):
    task, checked = FOLDERS[metric], 0
    for folder in sorted((shared_data / "oracles" / metric).iterdir()):
        if folder.name == "en_truncated":
            continue
        (gold,) = folder.glob("gold.*")
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        for predictions in sorted(folder.glob("predictions.*")):
            variant = predictions.name.split(".")[1]
            result = score_submission(
                task=task, language=expected["language"], gold=gold, predictions=predictions
            )
            scores = expected["scores"].get(variant, expected["scores"])
            wanted = expected_metrics(task, scores)
            assert result["metrics"] == pytest.approx(wanted, abs=1e-9), predictions
            assert set(result["metrics"]) == set(wanted)
            n = expected["n_examples"]
            assert result["n"] == (n["sentences"] if isinstance(n, dict) else n)
            checked += 1
    assert checked == N_CASES.get(metric, {"squad_v1": 1, "tatoeba": 4}.get(metric))


@pytest.mark.shared_data
def test_cut_predictions_are_refused_with_their_place(shared_data):
    folder = shared_data / "oracles" / "udpos" / "en_truncated"
    with pytest.raises(DataError, match=r"predictions.tsv:44: sentence 3 has 28 tags"):
        score_submission(
            task="udpos",
            language="en",
            gold=folder / "gold.tsv",
            predictions=folder / "predictions.tsv",
        )


@pytest.mark.shared_data
@pytest.mark.parametrize("task", ["pawsx", "xnli", "panx", "udpos", "tatoeba", "xquad", "tydiqa"])
def test_the_mock_submission_of_the_benchmark(shared_data, task):
    folder = shared_data / "oracles" / "xtreme_mock"
    content = json.loads((folder / "expected.json").read_text("utf-8"))
    expected = content["per_language"][task]
    names = {"udpos": {"f1": "udpos_f1_seqeval_0_0_12"}}.get(task, {})
    for gold in sorted((folder / "labels" / task).iterdir()):
        language = gold.stem.removeprefix("test-")
        result = score_submission(
            task=task,
            language=language,
            gold=gold,
            predictions=folder / "predictions" / task / gold.name,
        )
        for metric in ("accuracy", "f1", "exact_match"):
            if metric in expected:
                ours = result["metrics"][names.get(metric, metric)]
                assert ours == pytest.approx(expected[metric][language], abs=1e-9)


def test_tasks_are_listed_in_order():
    assert list(submission_tasks()) == sorted(submission_tasks())
