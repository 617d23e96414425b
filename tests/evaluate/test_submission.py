import json
import subprocess
import sys

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.submission import score_submission, submission_tasks
from tests.evaluate.oracles import cases, expected_of


def scored(tmp_path, task, gold, predictions, **options):
    paths = {"gold": tmp_path / "gold.x.tsv", "predictions": tmp_path / "predictions.x.tsv"}
    for name, text in (("gold", gold), ("predictions", predictions)):
        paths[name].write_bytes(text.encode("utf-8"))
    return score_submission(task=task, language="de", **paths, **options)


def test_a_submission_in_full(tmp_path):
    result = scored(tmp_path, "pawsx", "0\n1\n1\n", "0\n1\n0\n")
    assert result == {
        "task": "pawsx",
        "language": "de",
        "metrics": {"accuracy": pytest.approx(200 / 3)},
        "n": 3,
    }


SQUAD = '{"data": [{"paragraphs": [{"qas": [{"id": "q", "answers": [{"text": "x"}]}]}]}]}'
# Task -> files in which everything is right, and the names of the metrics.
RIGHT = {
    **{name: ("neutral\n", None, {"accuracy"}) for name in ("xnli", "mnli", "snli")},
    **{name: ('{"label": 1}', None, {"accuracy"}) for name in ("xcopa", "copa", "siqa")},
    **{
        name: (SQUAD, '{"q": "X"}', {"f1", "exact_match"})
        for name in ("xquad", "tydiqa", "squad", "mlqa")
    },
    **{name: ('{"q": ["x"]}', None, {"map_at_20"}) for name in ("lareqa", "mewslix")},
    "pawsx": ("1\n", None, {"accuracy"}),
    "tatoeba": ("0\n", None, {"accuracy"}),
    "panx": ("B-LOC\n", None, {"f1", "precision", "recall", "token_accuracy"}),
    "udpos": (
        "NOUN\n",
        None,
        {"udpos_f1_seqeval_0_0_12", "udpos_f1_seqeval_1_2_2", "token_accuracy"},
    ),
    "bucc2018": ("a\tb\n", None, {"f1", "precision", "recall"}),
    "squad_v2": (
        SQUAD,
        '{"q": "x"}',
        {"f1", "exact_match", "exact", "total", "HasAns_exact", "HasAns_f1", "HasAns_total"},
    ),
}


@pytest.mark.parametrize("task", submission_tasks())
def test_every_task_prints_its_metrics_in_percent(tmp_path, task):
    gold, predictions, names = RIGHT[task]
    result = scored(tmp_path, task, gold, gold if predictions is None else predictions)
    assert set(result["metrics"]) == names
    assert all(
        value == (1 if name.endswith("total") else 100.0)
        for name, value in result["metrics"].items()
    )
    assert result["n"] == 1


def test_text_that_is_not_utf8_names_its_line(tmp_path):
    paths = {"gold": tmp_path / "gold.tsv", "predictions": tmp_path / "predictions.tsv"}
    paths["gold"].write_bytes(b"0\n1\n")
    paths["predictions"].write_bytes(b"0\n\xff\n")
    with pytest.raises(DataError, match=r"predictions.tsv:2: byte 2 is not UTF-8"):
        score_submission(task="pawsx", language="de", **paths)


def test_an_unknown_task_names_the_nearest(tmp_path):
    with pytest.raises(ConfigError, match="Did you mean 'xnli'"):
        scored(tmp_path, "xnly", "", "")


def test_probabilities_belong_to_one_task(tmp_path):
    for options in ({"na_probs": tmp_path / "probs.json"}, {"na_threshold": 0.5}):
        with pytest.raises(ConfigError, match=r"belong to SQuAD v2.0"):
            scored(tmp_path, "squad", SQUAD, '{"q": "x"}', **options)
    with pytest.raises(ConfigError, match="not a threshold: nan"):
        scored(tmp_path, "squad_v2", SQUAD, '{"q": "x"}', na_threshold=float("nan"))


def test_it_works_without_arrow_and_torch():
    code = (
        "import sys, crosswind.evaluate.whole_submission, crosswind.evaluate.metrics;"
        "print([m for m in ('pyarrow', 'torch', 'polars', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# Oracle folder -> task, where they differ.
TASK_OF = {"squad_v1": "squad"}


def expected_metrics(task, scores):
    if task == "udpos":
        return {
            "udpos_f1_seqeval_0_0_12": scores["seqeval_0.0.12"]["f1"],
            "udpos_f1_seqeval_1_2_2": scores["seqeval_1.2.2"]["f1"],
            "token_accuracy": scores["token_accuracy"],
        }
    if task == "panx":
        return {**scores["seqeval_0.0.12"], "token_accuracy": scores["token_accuracy"]}
    if task in ("lareqa", "mewslix"):
        return {"map_at_20": {name.lower(): value for name, value in scores.items()}["map@20"]}
    if task == "squad_v2":
        return {"exact_match": scores["exact"], **scores}
    return scores


def counted(expected):
    n = expected["n_examples"]
    if isinstance(n, dict):
        return n["sentences"] if "sentences" in n else n["questions"]
    return n


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "folder",
    cases(
        *("xnli", "pawsx", "xcopa", "udpos", "panx", "xquad", "tydiqa", "mlqa"),
        *("squad_v1", "squad_v2", "lareqa", "mewslix", "tatoeba"),
    ),
)
def test_official_scores_to_the_last_digit(folder):
    expected = expected_of(folder)
    task = TASK_OF.get(folder.parent.name, folder.parent.name)
    golds = {path.name.split(".")[1]: path for path in folder.glob("gold.*")}
    gold = golds.get("targets") or next(iter(golds.values()))
    files = sorted(path for path in folder.glob("predictions.*") if "na_probs" not in path.name)
    for predictions in files:
        variant = predictions.name.split(".")[1]
        options = {}
        if expected["parameters"].get("na_prob_file"):
            options = {
                "na_probs": folder / "predictions.na_probs.json",
                "na_threshold": expected["parameters"]["na_prob_thresh"],
            }
        given = {"gold": gold, "predictions": predictions, **options}
        language = expected["language"]
        if _is_a_crash(expected["scores"]):
            with pytest.raises(DataError):
                score_submission(task=task, language=language, **given)
            continue
        result = score_submission(task=task, language=language, **given)
        scores = expected["scores"].get(variant, expected["scores"])
        wanted = expected_metrics(task, scores)
        assert result["metrics"] == pytest.approx(wanted, abs=1e-9)
        assert result["n"] == counted(expected)


def _is_a_crash(scores):
    """Whether the official script, or the newer of its libraries, stops on the case."""
    return "error" in scores or "error" in scores.get("seqeval_1.2.2", {})


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", cases("bucc2018"))
def test_official_scores_of_mined_pairs(folder):
    expected = expected_of(folder)["scores"]["test_at_dev_threshold"]
    result = score_submission(
        task="bucc2018",
        language="de",
        gold=folder / "gold.test.tsv",
        predictions=folder / "predictions.test.tsv",
    )
    wanted = {name: expected[name] for name in ("f1", "precision", "recall")}
    assert result["metrics"] == pytest.approx(wanted, abs=1e-9)
    n_pairs = len((folder / "gold.test.tsv").read_text("utf-8").splitlines())
    assert result["n"] == n_pairs
    extracted = score_submission(task="bucc2018", language="de", gold=folder, predictions=folder)
    assert extracted["threshold"] == pytest.approx(expected["threshold"], abs=1e-12)
    for name, value in wanted.items():
        assert extracted["metrics"][name] == pytest.approx(value, abs=1e-9)


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", cases("lareqa"))
def test_each_question_has_the_official_average_precision(folder):
    from crosswind.evaluate.ranking_files import read_rankings, read_targets
    from crosswind.evaluate.rankings import average_precision_at

    gold = folder / "gold.targets.json"
    targets = read_targets(gold if gold.exists() else folder / "gold.json")
    rankings = read_rankings(folder / "predictions.json")
    values = json.loads((folder / "per_question.json").read_text("utf-8"))
    found = {key: average_precision_at(rankings[key], right) for key, right in targets.items()}
    if not isinstance(next(iter(values.values())), dict):
        assert found == pytest.approx(values, abs=1e-9)
    else:
        assert found == pytest.approx(
            {key: value["AP@20"] for key, value in values.items()}, abs=1e-9
        )


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", cases("mewslix"))
def test_official_counts_of_what_is_missing(folder, caplog):
    expected = expected_of(folder)["scores"]
    score_submission(
        task="mewslix",
        language="de",
        gold=folder / "gold.json",
        predictions=folder / "predictions.json",
    )
    said = caplog.text
    for count, words in (
        (expected["missing_predictions"], "questions without a prediction"),
        (expected["unexpected_predictions"], "predictions for unknown questions"),
    ):
        assert (f"{count} {words}" in said) == bool(count)


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


def test_tasks_are_listed_in_order():
    assert list(submission_tasks()) == sorted(submission_tasks())
