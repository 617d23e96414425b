import logging

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.whole_submission import score_benchmark
from crosswind.records.benchmark import XTREME, XTREME_R
from tests.evaluate.oracles import FOLDER, expected_of

LABELS = {"tsv": "0\n1\n", "jsonl": '{"label": 0}\n', "json": '{"q": ["x"]}'}
OF_TASK = {
    "xnli": "neutral\n",
    "panx": "B-PER\n\n",
    "udpos": "NOUN\n\n",
    "bucc2018": "a\tb\n",
}
SQUAD = '{"data": [{"paragraphs": [{"qas": [{"id": "q", "answers": [{"text": "x"}]}]}]}]}'


def written(folder, benchmark):
    """A submission in which everything is right: folders of labels and of predictions."""
    for item in benchmark.tasks:
        is_qa = item.metric == "qa_score"
        text = OF_TASK.get(item.task, LABELS[item.suffix])
        for side in ("labels", "predictions"):
            place = folder / side / item.task
            place.mkdir(parents=True)
            for language in item.languages:
                name = place / f"test-{language}.{item.suffix}"
                answers = SQUAD if side == "labels" else '{"q": "x"}'
                name.write_text(answers if is_qa else text, "utf-8")
    return {"gold": folder / "labels", "predictions": folder / "predictions"}


@pytest.mark.parametrize("benchmark", [XTREME, XTREME_R], ids=lambda item: item.name)
def test_a_complete_submission(tmp_path, benchmark):
    found = score_benchmark(benchmark.name, **written(tmp_path, benchmark))
    assert found["benchmark"] == benchmark.name
    assert {task: entry["score"] for task, entry in found["tasks"].items()} == {
        item.task: 100.0 for item in benchmark.tasks
    }
    assert found["groups"] == dict.fromkeys(benchmark.groups, 100.0)
    assert (found["overall"], found["retrieval"], found["non_retrieval"]) == (100.0,) * 3
    assert found["missing"] == []
    udpos = found["tasks"]["udpos"]
    assert set(udpos["metrics"]) == {
        *("udpos_f1_seqeval_0_0_12", "udpos_f1_seqeval_1_2_2", "token_accuracy")
    }
    assert list(udpos["languages"]) == list(udpos["metrics"]["token_accuracy"])


def test_a_missing_file_takes_the_overall_score_away(tmp_path, caplog):
    folders = written(tmp_path, XTREME)
    (folders["predictions"] / "xquad" / "test-th.json").unlink()
    for file in [*(folders["gold"] / "panx").iterdir()]:
        file.unlink()
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        found = score_benchmark("xtreme", **folders)
    assert found["overall"] is None
    assert found["missing"] == ["panx", "xquad th"]
    assert found["tasks"]["xquad"]["score"] is None
    assert len(found["tasks"]["xquad"]["languages"]) == 10
    assert "panx" not in found["tasks"]
    assert set(found["groups"]) == {"classification", "retrieval"}
    assert (found["retrieval"], found["non_retrieval"]) == (100.0, None)
    assert "test-th.json: the file is missing, its partner is there" in caplog.text


def test_what_is_no_part_of_the_benchmark_is_told(tmp_path, caplog):
    folders = written(tmp_path, XTREME)
    (folders["predictions"] / "xnly").mkdir()
    (folders["predictions"] / "mewslix").mkdir()
    (folders["predictions"] / "xnli" / "test-qu.tsv").write_text("neutral\n")
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        assert score_benchmark("xtreme", **folders)["overall"] == 100.0
    assert "xnly: no task of xtreme, ignored (did you mean 'xnli'?)" in caplog.text
    assert "mewslix: no task of xtreme, ignored\n" in caplog.text
    assert "xnli: 1 files are no language of the task, ignored (first: test-qu.tsv)" in caplog.text


def test_a_broken_file_names_itself(tmp_path):
    folders = written(tmp_path, XTREME)
    (folders["predictions"] / "pawsx" / "test-ko.tsv").write_text("0\n")
    with pytest.raises(DataError, match=r"pawsx/test-ko.tsv:2: 1 lines of predictions for 2"):
        score_benchmark("xtreme", **folders)


def test_folders_that_hold_nothing_are_errors(tmp_path):
    with pytest.raises(DataError, match="nowhere: not a folder"):
        score_benchmark("xtreme", gold=tmp_path / "nowhere", predictions=tmp_path)
    with pytest.raises(DataError, match=r"no file of xtreme_r stands in both.*xnli/test-ar.tsv"):
        score_benchmark("xtreme_r", gold=tmp_path, predictions=tmp_path)
    with pytest.raises(
        ConfigError, match=r"unknown benchmark: 'xtreme-r'. Did you mean 'xtreme_r'"
    ):
        score_benchmark("xtreme-r", gold=tmp_path, predictions=tmp_path)


@pytest.mark.shared_data
def test_the_mock_submission_of_the_benchmark(shared_data):
    folder = shared_data / "oracles" / "xtreme_mock"
    assert folder.resolve() == (FOLDER / "xtreme_mock").resolve()
    expected = expected_of(folder)
    folders = {"gold": folder / "labels", "predictions": folder / "predictions"}
    found = score_benchmark("xtreme", **folders)
    overall = dict(expected["overall"]["seqeval_0.0.12"])
    assert found["overall"] == pytest.approx(overall.pop("all_task"), abs=1e-9)
    assert found["groups"] == pytest.approx(overall, abs=1e-9)
    assert found["missing"] == []
    averages = {
        name: item["avg_metric"] for name, item in expected["averages"].items() if name != "mewslix"
    }
    scores = {task: entry["score"] for task, entry in found["tasks"].items()}
    assert scores == pytest.approx(averages, abs=1e-9)
    for task, entry in found["tasks"].items():
        names = {"f1": "udpos_f1_seqeval_0_0_12"} if task == "udpos" else {}
        for name, values in expected["per_language"][task].items():
            if task == "udpos" and name != "f1":
                continue
            assert entry["metrics"][names.get(name, name)] == pytest.approx(values, abs=1e-9)
    newer = expected["per_language_seqeval_1.2.2"]["udpos"]["f1"]
    ours = found["tasks"]["udpos"]["metrics"]["udpos_f1_seqeval_1_2_2"]
    assert ours == pytest.approx(newer, abs=1e-9)


@pytest.mark.shared_data
def test_the_mock_submission_lacks_what_xtreme_r_adds(shared_data):
    folder = shared_data / "oracles" / "xtreme_mock"
    found = score_benchmark("xtreme_r", gold=folder / "labels", predictions=folder / "predictions")
    assert found["overall"] is None
    assert {"xcopa", "lareqa", "panx qu", "xquad ro", "udpos wo", "tatoeba az"} <= set(
        found["missing"]
    )
    assert found["tasks"]["mewslix"]["score"] == pytest.approx(14.39025156130419, abs=1e-9)
    assert found["tasks"]["panx"]["score"] is None
    assert found["groups"] == {}
