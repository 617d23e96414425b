"""Training text in another language, from the user's own translation of a task's files."""

import json
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.hub import HubDoor
from crosswind.data.load import LoadParams, load_examples, read_examples, read_task
from crosswind.data.sources import find_sources
from crosswind.data.survey import survey
from crosswind.data.translated import is_translation, translated_name
from crosswind.records.codecs import read_examples as written_examples


def _pairs(word: str, labels: tuple[str, ...] = ("entailment", "neutral", "contradiction")) -> str:
    return "".join(
        json.dumps({"premise": f"{word} {n // 2}", "hypothesis": f"{word} h{n}", "label": label})
        + "\n"
        for n, label in enumerate(labels)
    )


@pytest.fixture
def root(put) -> Path:
    put("mnli/train.jsonl", _pairs("one"))
    put("mnli/dev_matched.jsonl", _pairs("dev"))
    return put("translated/mnli/de/train.jsonl", _pairs("eins"))


def test_a_translation_is_read_in_the_clusters_of_its_original(root: Path) -> None:
    english, german = (read_task("mnli", tag, "train", root) for tag in ("en", "de"))
    assert [row.texts["premise"] for row in german] == ["eins 0", "eins 0", "eins 1"]
    assert {row.language for row in german} == {"de"}
    for name in ("example_id", "parallel_id", "label"):
        assert [getattr(row, name) for row in german] == [getattr(row, name) for row in english]


def test_the_step_writes_it_and_knows_both_files(root: Path, tmp_path: Path) -> None:
    found = find_sources(TASKS.get("mnli"), "de", "train", root, hub=HubDoor())
    assert sorted(found.digests) == ["mnli/train.jsonl", "translated/mnli/de/train.jsonl"]
    params = LoadParams(task="mnli", language="de", split="train", sources=found.digests)
    out = tmp_path / "out"
    out.mkdir()
    assert load_examples(params, out=out, options=RunOptions(data_root=root))["examples"] == 3
    assert written_examples(out)[2].texts["hypothesis"] == "eins h2"


def test_what_is_not_translated_names_the_files_that_were_looked_for(root: Path) -> None:
    with pytest.raises(DataError, match="has no such text in 'de'") as caught:
        read_task("mnli", "de", "validation", root)
    error = caught.value
    assert error.value == "translated/mnli/de/dev_matched.jsonl"
    assert str(root / "translated/mnli/de/dev_matched.jsonl") in str(error.allowed)
    assert error.place == str(root)
    assert "mnli/dev_matched.jsonl" in error.action
    with pytest.raises(DataError, match=r"translated/mnli/sw/train\.jsonl"):
        find_sources(TASKS.get("mnli"), "sw", "train", root, hub=HubDoor(offline=False))


def test_without_the_original_that_is_what_is_missing(put) -> None:
    root = put("translated/mnli/de/train.jsonl", _pairs("eins"))
    with pytest.raises(DataError, match=r"multinli_1\.0_train\.jsonl"):
        read_task("mnli", "de", "train", root)


def test_one_source_is_cut_alike_in_both_languages(put) -> None:
    labels = ("entailment", "neutral") * 600
    put("snli/dev.jsonl", _pairs("one", labels))
    root = put("translated/snli/de/dev.jsonl", _pairs("eins", labels))
    for split in ("train", "validation"):
        ids = [
            [row.example_id for row in read_task("snli", tag, split, root)] for tag in ("en", "de")
        ]
        assert ids[0] == ids[1]


def test_fewer_rows_are_allowed_but_none_that_translates_nothing(root: Path, put) -> None:
    put("translated/mnli/de/train.jsonl", _pairs("eins", ("entailment", "neutral")))
    assert len(read_task("mnli", "de", "train", root)) == 2
    put(
        "translated/mnli/de/train.jsonl",
        _pairs("eins", ("entailment", "neutral", "contradiction", "neutral")),
    )
    with pytest.raises(DataError, match=r"de/train\.jsonl:4: the row translates nothing"):
        read_task("mnli", "de", "train", root)


def test_rows_in_another_order_are_refused_by_their_labels(root: Path, put) -> None:
    put(
        "translated/mnli/de/train.jsonl", _pairs("eins", ("neutral", "entailment", "contradiction"))
    )
    with pytest.raises(
        DataError, match=r"de/train\.jsonl:1: the label is not that of the original"
    ):
        read_task("mnli", "de", "train", root)


def test_each_split_is_translated_by_itself(root: Path, put) -> None:
    assert len(read_task("mnli", "de", "all", root)) == 3
    put("translated/mnli/fr/dev_matched.jsonl", _pairs("un"))
    assert len(read_task("mnli", "fr", "validation", root)) == 3
    assert len(read_task("mnli", "fr", "all", root)) == 3
    found = find_sources(TASKS.get("mnli"), "fr", "validation", root)
    assert "translated/mnli/fr/train.jsonl" not in found.digests


def test_labels_beside_the_text_serve_every_language(put) -> None:
    line = {"context": "c", "question": "q", "answerA": "a", "answerB": "b", "answerC": "d"}
    put("siqa/train.jsonl", f"{json.dumps(line)}\n")
    put("siqa/train-labels.lst", "2\n")
    root = put("translated/siqa/de/train.jsonl", f"{json.dumps({**line, 'context': 'k'})}\n")
    row = read_task("siqa", "de", "train", root)[0]
    assert (row.texts["context"], row.label) == ("k", "1")


def test_only_what_trains_is_translated_where_the_rest_is_in_the_release(put) -> None:
    put("pawsx/train-en.tsv", "one\ttwo\t1\n")
    put("pawsx/dev-en.tsv", "three\tfour\t0\n")
    root = put("translated/pawsx/de/train-en.tsv", "eins\tzwei\t1\n")
    row = read_task("pawsx", "de", "train", root)[0]
    assert (row.example_id, row.texts["sentence1"]) == ("train-line-0", "eins")
    put("pawsx/dev-de.tsv", "drei\tvier\t0\n")
    assert read_task("pawsx", "de", "validation", root)[0].texts["sentence1"] == "drei"


def test_a_development_file_that_trains_is_cut_alike(put) -> None:
    rows = range(40)
    put("pawsx/dev-en.tsv", "".join(f"a{n}\tb{n}\t{n % 2}\n" for n in rows))
    root = put("translated/pawsx/de/dev-en.tsv", "".join(f"c{n}\td{n}\t{n % 2}\n" for n in rows))
    ids = [
        [row.example_id for row in read_task("pawsx", tag, "train", root)] for tag in ("en", "de")
    ]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 20


def test_files_of_one_task_keep_their_folders(put) -> None:
    for name, words in (
        ("snips/train", "play it"),
        ("translated/snips_slots/de/train", "spiel es"),
    ):
        put(f"{name}/seq.in", f"{words}\n")
        put(f"{name}/seq.out", "O O\n")
        root = put(f"{name}/label", "PlayMusic\n")
    assert read_task("snips_slots", "de", "train", root)[0].words == ("spiel", "es")
    with pytest.raises(DataError, match=r"translated/snips_intents/de/train/seq\.in"):
        read_task("snips_intents", "de", "train", root)


def test_questions_keep_the_cluster_of_their_paragraph(put) -> None:
    def document(context: str, answer: str) -> str:
        asked = [
            {"id": name, "question": "?", "answers": [{"answer_start": 0, "text": answer}]}
            for name in ("b", "a")
        ]
        paragraph = {"context": context, "qas": asked}
        return json.dumps({"data": [{"title": "t", "paragraphs": [paragraph]}]})

    put("squad/train-v1.1.json", document("Rome is old", "Rome"))
    root = put("translated/squad/de/train-v1.1.json", document("Rom ist alt", "Rom"))
    rows = read_task("squad", "de", "train", root)
    assert [(row.parallel_id, row.answers[0].text) for row in rows] == [("a", "Rom")] * 2


@pytest.mark.parametrize(
    ("task", "language", "split", "expected"),
    [
        ("mnli", "de", "train", True),
        ("mnli", "en", "train", False),
        ("mnli", "de", "all", True),
        ("mnli", "de", "test", False),
        ("mnli", "de+en", "train", False),
        ("pawsx", "de", "train", True),
        ("pawsx", "de", "validation", False),
        ("pawsx", "sw", "test", True),
        ("xnli", "tlh", "test", False),
        ("mewslix", "pl", "train", False),
        ("home_intents", "tlh", "train", False),
    ],
)
def test_what_only_a_translation_can_be(task, language, split, expected) -> None:
    assert is_translation(TASKS.get(task), language, split) is expected


def test_names_lose_their_first_folder_alone() -> None:
    task = TASKS.get("anli_plus")
    assert (
        translated_name(task, "de", "anli/R1/dev.jsonl") == "translated/anli_plus/de/R1/dev.jsonl"
    )
    assert translated_name(task, "de", "dev.jsonl") == "translated/anli_plus/de/dev.jsonl"


@pytest.mark.parametrize("name", TASKS.names())
def test_no_two_files_of_a_split_have_one_translation(name: str) -> None:
    task = TASKS.get(name)
    for split in task.card.splits:
        if is_translation(task, "tlh", split):
            first = [item.patterns[0] for item in task.files(task.card.source_language, split)]
            moved = {translated_name(task, "tlh", pattern) for pattern in first}
            assert len(moved) == len(set(first))


def test_the_survey_lists_translations_and_misnamed_folders(root: Path, put) -> None:
    put("translated/mnli/German/train.jsonl", _pairs("eins"))
    put("translated/mnli/swh/train.jsonl", _pairs("moja"))
    found = {
        (item.language, item.split): item for item in survey(TASKS.get("mnli"), root, read_examples)
    }
    assert found["de", "train"].n_examples == 3
    assert ("de", "validation") not in found
    assert "not named by a language tag" in found["German", ""].problem
    assert "rename it to 'sw'" in found["swh", ""].problem
