import importlib
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import LoadParams, load_examples, read_task
from crosswind.data.sources import find_sources
from crosswind.records.codecs import read_examples

_LINES = "".join(
    f'{{"premise": "p{n // 3}", "hypothesis": "h{n}", "label": "neutral"}}\n' for n in range(900)
)


def _params(root: Path, **changes: object) -> LoadParams:
    base: dict[str, object] = {"task": "snli", "language": "en", "split": "train", **changes}
    task = TASKS.get(str(base["task"]))
    found = find_sources(task, str(base["language"]), str(base["split"]), root)
    return LoadParams(**{"sources": found.digests, **base})


def _load(root: Path, out: Path, **changes: object) -> dict[str, object]:
    out.mkdir()
    return load_examples(_params(root, **changes), out=out, options=RunOptions(data_root=root))


def test_the_step_writes_what_it_counts(put, tmp_path) -> None:
    root = put("snli/dev.jsonl", _LINES)
    summary = _load(root, tmp_path / "out", max_examples=100, sample_seed=3)
    examples = read_examples(tmp_path / "out")
    assert summary["examples_read"] == 450
    assert summary["examples"] == len(examples) == summary["labels"]["neutral"]
    assert 90 <= len(examples) <= 100
    assert summary["clusters"] == len({example.parallel_id for example in examples})


def test_equal_params_give_equal_bytes(put, tmp_path) -> None:
    root = put("snli/dev.jsonl", _LINES)
    for name in ("one", "two"):
        _load(root, tmp_path / name, max_examples=50)
    one, two = (tmp_path / name / "examples.parquet" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_file_that_changed_since_the_plan_is_refused(put, tmp_path) -> None:
    params = _params(put("snli/dev.jsonl", _LINES))
    put("snli/dev.jsonl", _LINES + "\n")
    with pytest.raises(DataError, match=r"dev\.jsonl: the file is not the one.*Plan again"):
        load_examples(params, out=tmp_path, options=RunOptions(data_root=tmp_path))
    assert not (tmp_path / "examples.parquet").exists()


def test_splits_of_several_files_keep_their_ids_apart_under_all(put) -> None:
    put("xnli/dev-de.tsv", "p\th\tneutral\n" * 3)
    put("xnli/test-de.tsv", "p\th\n" * 3)
    root = put("xnli/labels/test-de.tsv", "neutral\n" * 3)
    rows = read_task("xnli", "de", "all", root)
    assert [row.example_id for row in rows] == [
        f"{split}-{n}" for split in ("validation", "test") for n in range(3)
    ]
    assert len({row.parallel_id for row in rows}) == 2


def test_all_of_one_file_keeps_its_ids_and_holds_nothing_out(put) -> None:
    rows = read_task("snli", "en", "all", put("snli/dev.jsonl", _LINES))
    assert {row.example_id for row in rows} == {str(n) for n in range(900)}


def test_an_empty_file_is_an_error_and_leaves_nothing(put, tmp_path) -> None:
    root = put("snli/dev.jsonl", "")
    with pytest.raises(DataError, match=r"dev\.jsonl:1: the file holds no examples"):
        _load(root, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_unknown_task_is_named_with_its_neighbor() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'xnli'"):
        read_task("xnlI", "en", "test", Path())


@pytest.fixture
def with_topic(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent / "examples")
    task = importlib.import_module("topic").TASK
    return TASKS.with_entry("topic", task)


def test_a_task_of_ones_own_is_one_short_file(with_topic) -> None:
    folder = Path(__file__).parent / "examples"
    assert len((folder / "topic.py").read_text(encoding="utf-8").split("\n")) <= 40
    train = read_task("topic", "en", "train", folder, tasks=with_topic)
    german = read_task("topic", "de", "test", folder, tasks=with_topic)
    assert [row.label for row in train] == ["animals", "weather", "animals"]
    assert [row.example_id for row in german] == ["1", "2"]
    assert german[0].texts == {"text": "Ein Reiher steht im Teich."}


def test_a_task_of_ones_own_gets_the_common_checks(with_topic, put) -> None:
    root = put("topic/test-de.tsv", "id\ttext\ttopic\n1\ta\tweather\n1\tb\tweather\n")
    with pytest.raises(DataError, match=r"test-de\.tsv:3: the id is used twice.*test-de\.tsv:2"):
        read_task("topic", "de", "test", root, tasks=with_topic)
    put("topic/test-de.tsv", "id\ttext\ttopic\n1\ta\tWeather\n")
    with pytest.raises(DataError, match=r"test-de\.tsv:2: unknown label.*Did you mean 'weather'"):
        read_task("topic", "de", "test", root, tasks=with_topic)
    with pytest.raises(DataError, match=r"topic/train-en\.tsv"):
        read_task("topic", "en", "train", root, tasks=with_topic)
