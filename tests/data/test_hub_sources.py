"""Every task of the table, through the door, from stand-in files of the hub's shape."""

import runpy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.core.languages import languages_of
from crosswind.data.catalogue import TASKS
from crosswind.data.hub import HubDoor
from crosswind.data.hub_sources import HUB_SOURCES, NOT_ON_THE_HUB
from crosswind.data.load import LoadParams, load_examples, read_split, read_task
from crosswind.data.sources import find_sources
from crosswind.records.codecs import read_examples
from crosswind.records.example import Example
from crosswind.testing.toy_data import write_toy_data

# A table of each task in the columns of its repository. Numbers stand for labels there.
QUESTIONS = {
    "id": ["b", "a", "c"],
    "title": ["t"] * 3,
    "context": ["Rom ist alt.", "Rom ist alt.", "Bern"],
    "question": ["Was?", "Wie?", "Wo?"],
    "answers": [
        {"text": ["Rom"], "answer_start": [1]},
        {"text": ["alt", "alt."], "answer_start": [8, 8]},
        {"text": ["Bern"], "answer_start": [0]},
    ],
}
PAIRS = {"premise": ["p", "p", "q"], "hypothesis": ["h", "i", "k"], "label": [0, 1, 2]}
CHOICES = {
    "premise": ["p", "q"],
    "choice1": ["a", "b"],
    "choice2": ["c", "d"],
    "question": ["cause", "effect"],
    "idx": [0, 1],
}
TABLES: dict[str, dict[str, Any]] = {
    "mnli": {**PAIRS, "idx": [0, 1, 2]},
    "snli": {**PAIRS, "label": [0, -1, 2]},
    "xnli": PAIRS,
    "pawsx": {
        "id": [1, 2, 5], "sentence1": list("abc"), "sentence2": list("def"), "label": [0, 1, 1],
    },
    "udpos": {"tokens": [["Aa", "b"], ["c"]], "pos_tags": [[7, 0], [16]]},
    "panx": {"tokens": [["Aa", "b"]], "ner_tags": [[1, 2]], "langs": [["de", "de"]]},
    "masakhaner": {"tokens": [["Aa", "b"]], "ner_tags": [[5, 8]], "id": ["0"]},
    "squad": QUESTIONS,
    "squad_v2": QUESTIONS,
    "xquad": QUESTIONS,
    "mlqa": QUESTIONS,
    "tydiqa": {**QUESTIONS, "id": ["english-b", "english-a", "finnish-c"]},
    "copa": {**CHOICES, "label": [0, 1]},
    "siqa": {
        "context": ["c", "d"], "question": ["q", "r"], "answerA": ["a", "a"], "answerB": ["b", "b"],
        "answerC": ["c", "c"], "label": ["1", "3"],
    },
    "scitail": {
        "sentence1": list("abc"), "sentence2": list("def"),
        "gold_label": ["entailment", "neutral", "neutral"], "annotator_labels": [["neutral"]] * 3,
    },
    "rte": {"sentence1": list("abc"), "sentence2": list("def"), "label": [0, 1, 0]},
    "sick": {
        "id": ["1", "2", "9"], "sentence_A": list("aab"), "sentence_B": list("def"),
        "label": [0, 1, 2], "relatedness_score": [4.5, 3.0, 1.2],
    },
    "qqp": {"question1": list("abc"), "question2": list("def"), "label": [0, 1, 0]},
    "mrpc": {"sentence1": list("abc"), "sentence2": list("def"), "label": [0, 1, 1]},
    "hellaswag": {
        "ind": [4, 5, 7], "ctx_a": list("abc"), "ctx_b": ["", "he", ""],
        "endings": [list("wxyz")] * 3, "source_id": ["v~1", "v~1", "w~2"],
        "label": ["3", "0", "1"], "split": ["val"] * 3,
    },
    "cosmos_qa": {
        "id": ["a#1", "a#2"], "context": ["c", "c"], "question": ["q", "r"],
        **{f"answer{number}": ["x", "y"] for number in range(4)}, "label": [3, 0],
    },
    "commonsense_qa": {
        "id": ["f1", "f2"], "question": ["q", "r"], "question_concept": ["k", "l"],
        "choices": [{"label": list("ABCDE"), "text": list("vwxyz")}] * 2, "answerKey": ["E", "A"],
    },
    "xcopa": {**CHOICES, "label": [0, 1], "changed": [False, True]},
    "tatoeba": {
        "source_sentence": ["ja\n", "nein\n"], "target_sentence": ["yes\n", "no\n"],
        "source_lang": ["deu"] * 2, "target_lang": ["eng"] * 2,
    },
}  # fmt: skip
SERVED = [name for name in sorted(HUB_SOURCES) if name in TASKS]


def put(hub: Any, name: str, language: str, split: str) -> None:
    source = HUB_SOURCES[name]
    pattern = source.patterns(language, split)[0]
    hub.put(
        source.hub_id, pattern.replace("*", "00000-of-00001"), TABLES[name], branch=source.branch
    )


def load(hub: Any, tmp_path: Path, name: str, language: str, split: str) -> list[Any]:
    for tag in dict.fromkeys(languages_of(language)) if "+" in language else [language]:
        put(hub, name, tag, split)
    found = find_sources(TASKS.get(name), language, split, tmp_path, hub=HubDoor())
    out = tmp_path / f"{name} {language} {split}"
    out.mkdir()
    params = LoadParams(task=name, language=language, split=split, sources=found.digests)
    load_examples(params, out=out, options=RunOptions(data_root=tmp_path))
    return read_examples(out)


def test_the_table_and_the_stand_ins_are_of_the_same_tasks() -> None:
    assert sorted(TABLES) == sorted(HUB_SOURCES)
    assert not set(NOT_ON_THE_HUB) & set(HUB_SOURCES)
    for name, source in HUB_SOURCES.items():
        assert set(source.columns) <= set(TABLES[name])
        assert set(source.label_names) <= set(source.columns)


def test_the_document_is_written_from_the_table() -> None:
    root = Path(__file__).parents[2]
    script = runpy.run_path(str(root / "scripts/write_hub_sources.py"))
    assert script["document"]() == (root / "docs/hub-sources.md").read_text("utf-8")


@pytest.mark.parametrize("name", SERVED)
def test_the_splits_and_labels_are_those_of_the_card(name: str) -> None:
    card, source = TASKS.get(name).card, HUB_SOURCES[name]
    assert set(source.splits) >= {card.evaluation_split}
    assert set(source.splits) <= set(card.splits)
    known = {label for names in source.label_names.values() for label in names}
    assert known <= set(card.labels)
    assert set(source.languages) <= {*card.languages, *TASKS.get(name).more_languages}


@pytest.mark.parametrize("name", SERVED)
def test_rows_of_the_hubs_shape_become_checked_examples(hub, tmp_path: Path, name: str) -> None:
    task = TASKS.get(name)
    language = task.card.source_language
    if language not in task.card.languages:
        language = task.card.languages[0]
    rows = load(hub, tmp_path, name, language, task.card.evaluation_split)
    assert rows
    assert all(row.language == language for row in rows)


def test_xquad_keeps_clusters_and_moves_answers(hub, tmp_path: Path) -> None:
    rows = load(hub, tmp_path, "xquad", "de", "test")
    assert [row.parallel_id for row in rows] == ["a", "a", "c"]
    assert rows[0].answers[0].start == 0


def test_the_training_set_of_mnli_is_whole_there(hub, tmp_path: Path) -> None:
    assert [row.label for row in load(hub, tmp_path, "mnli", "en", "train")] == [
        "entailment", "neutral", "contradiction",
    ]  # fmt: skip


def test_a_pair_without_gold_is_left_out(hub, tmp_path: Path) -> None:
    rows = load(hub, tmp_path, "snli", "en", "validation")
    assert [row.example_id for row in rows] == ["0", "2"]


def test_names_of_labels_become_those_of_the_card(hub, tmp_path: Path) -> None:
    names = {"label": ["not_duplicate", "duplicate"]}
    source = HUB_SOURCES["qqp"]
    path = "qqp/validation-00000-of-00001.parquet"
    hub.put(source.hub_id, path, TABLES["qqp"], branch=source.branch, names=names)
    found = find_sources(TASKS.get("qqp"), "en", "validation", tmp_path, hub=HubDoor())
    rows = read_split(TASKS.get("qqp"), found, "en", "validation", part="examples").rows
    assert [row.example.label for row in rows] == ["0", "1", "0"]
    rows = load(hub, tmp_path, "scitail", "en", "validation")
    assert [row.label for row in rows] == ["entailment", "not_entailment", "not_entailment"]


def test_choices_of_the_hub_are_read_as_those_of_files(hub, tmp_path: Path) -> None:
    rows = load(hub, tmp_path, "hellaswag", "en", "validation")
    assert [row.example_id for row in rows] == ["validation-4", "validation-5", "validation-7"]
    assert rows[1].texts["choice0"] == "he w"
    assert rows[0].parallel_id == rows[1].parallel_id != rows[2].parallel_id
    assert [row.label for row in load(hub, tmp_path, "commonsense_qa", "en", "train")] == ["4", "0"]


def test_a_question_without_an_answer_is_one_of_squad_v2_alone(hub, tmp_path: Path) -> None:
    table = {**QUESTIONS, "answers": [*QUESTIONS["answers"][:2], {"text": [], "answer_start": []}]}
    for name in ("squad", "squad_v2"):
        source = HUB_SOURCES[name]
        hub.put(source.hub_id, f"{source.config}/train-00000-of-00001.parquet", table)
        found = find_sources(TASKS.get(name), "en", "train", tmp_path, hub=HubDoor())
        if name == "squad":
            with pytest.raises(DataError, match="a question without an answer: 'c'"):
                read_split(TASKS.get(name), found, "en", "train", part="examples")
        else:
            rows = read_split(TASKS.get(name), found, "en", "train", part="examples").rows
            assert [len(row.example.answers) for row in rows] == [1, 2, 0]


def test_both_languages_of_a_pair_are_joined(hub, tmp_path: Path) -> None:
    put(hub, "xnli", "de", "test")
    put(hub, "xnli", "en", "test")
    task = TASKS.get("xnli")
    task = replace(task, card=replace(task.card, pairings=("same_language", "generalised")))
    found = find_sources(task, "de+en", "test", tmp_path, hub=HubDoor())
    assert len(found.digests) == 2
    rows = read_split(task, found, "de+en", "test", part="examples").rows
    pairs = [(row.example.language, row.example.second_language) for row in rows]
    assert pairs == [("de", "en")] * 3


def as_table(name: str, examples: Sequence[Example]) -> dict[str, Any]:
    """Examples in the columns that the hub has for their task, contexts without outer blanks."""
    source = HUB_SOURCES[name]
    if "context" in source.columns:
        return {
            "id": [example.example_id for example in examples],
            "question": [example.texts["question"] for example in examples],
            "context": [example.texts["context"].strip() for example in examples],
            "answers": [
                {
                    "text": [answer.text for answer in example.answers],
                    "answer_start": [answer.start for answer in example.answers],
                }
                for example in examples
            ],
        }
    if "source_sentence" in source.columns:
        return {
            "source_sentence": [f"{example.texts['target']}\n" for example in examples],
            "target_sentence": [f"{example.texts['source']}\n" for example in examples],
        }
    ((column, names),) = source.label_names.items()
    if "tokens" in source.columns:
        tags = [[names.index(tag) for tag in example.tags] for example in examples]
        return {"tokens": [list(example.words) for example in examples], column: tags}
    texts = {field: [example.texts[field] for example in examples] for field in examples[0].texts}
    return {**texts, column: [names.index(example.label) for example in examples]}


@pytest.mark.parametrize(
    ("name", "language", "split"),
    [
        ("xnli", "de", "test"),
        ("xnli", "ar", "validation"),
        ("udpos", "ru", "validation"),
        ("udpos", "en", "train"),
        ("tatoeba", "de", "test"),
        ("xquad", "ru", "test"),
        ("squad", "en", "train"),
    ],
)
def test_the_same_rows_are_the_same_examples_through_both_doors(
    hub, tmp_path: Path, name: str, language: str, split: str
) -> None:
    write_toy_data(tmp_path / "files")
    by_file = read_task(name, language, split, tmp_path / "files")
    source = HUB_SOURCES[name]
    pattern = source.patterns(language, split)[0].replace("*", "00000-of-00001")
    hub.put(source.hub_id, pattern, as_table(name, by_file), branch=source.branch)
    found = find_sources(TASKS.get(name), language, split, tmp_path, hub=HubDoor())
    rows = read_split(TASKS.get(name), found, language, split, part="examples").rows
    assert [row.example for row in rows] == by_file
