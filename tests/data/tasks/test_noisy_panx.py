import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources

FILE = "noisy_panx/test_tr_typos_0.1.jsonl"
TAGGED = "Orhan\tB-PER\nuyudu\tO\n\nEski\tO\nliman\tO\nkenti\tB-LOC\n"
BARE = "Orhan\nuyudu\n\nEski\nliman\nkenti\n"
NOISY = [
    {"tokens": ["eski", "limman", "kenti"], "ner_tags": [0, 0, 5], "langs": ["tr"] * 3},
    {"tokens": ["Orhan", "uydu"], "ner_tags": [1, 0], "langs": ["tr"] * 2},
]


def _lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize("text", [TAGGED, BARE])
def test_clean_rows_come_from_the_test_file_with_or_without_tags(put, text) -> None:
    put(FILE, _lines(*NOISY))
    root = put("panx/test-tr.tsv", text)
    clean, noisy = (read_task("noisy_panx", "tr", split, root) for split in ("clean", "test"))
    assert [row.words for row in clean] == [("Orhan", "uyudu"), ("Eski", "liman", "kenti")]
    assert [row.words for row in noisy] == [("Orhan", "uydu"), ("eski", "limman", "kenti")]
    assert [row.tags for row in clean] == [row.tags for row in noisy]
    assert [row.parallel_id for row in noisy] == ["tr:test:0", "tr:test:1"]
    if text == TAGGED:
        assert clean == read_task("panx", "tr", "test", root)


def test_rows_with_other_tags_than_the_clean_file_are_left_out(put) -> None:
    put(FILE, _lines(NOISY[0], {**NOISY[1], "ner_tags": [0, 0]}))
    root = put("panx/test-tr.tsv", TAGGED)
    task = TASKS.get("noisy_panx")
    for split in ("test", "clean"):
        found = find_sources(task, "tr", split, root)
        rows, left_out = read_examples(task, found, "tr", split)
        assert (len(rows), list(left_out.values())) == (1, [1])


def test_without_the_clean_file_noisy_rows_stand_alone_and_clean_is_refused(put) -> None:
    root = put(FILE, _lines(*NOISY))
    rows = read_task("noisy_panx", "tr", "test", root)
    assert [row.parallel_id for row in rows] == ["tr:noisy:0", "tr:noisy:1"]
    with pytest.raises(DataError, match=r"panx/test-tr\.tsv.*there and nowhere else"):
        read_task("noisy_panx", "tr", "clean", root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tokens": None}, r"jsonl:1: no list 'tokens'"),
        ({"tokens": ["a", 1, "c"]}, r"jsonl:1: no list 'tokens'.*list of texts"),
        ({"ner_tags": [0, True, 0]}, r"jsonl:1: no list 'ner_tags'.*whole numbers"),
        ({"ner_tags": [0, 7, 0]}, r"jsonl:1: unknown tag: 7.*0 \(O\), 1 \(B-PER\)"),
        ({"ner_tags": [0, -1, 0]}, r"jsonl:1: unknown tag: -1"),
        ({"ner_tags": [0, 0]}, r"jsonl:1: 3 words but 2 tags"),
        ({"tokens": [], "ner_tags": []}, r"jsonl:1: a sentence without words"),
        ({"tokens": ["a", "", "c"]}, r"jsonl:1: the field 'word 2' is empty"),
    ],
)
def test_a_wrong_line_is_named(put, change, message) -> None:
    root = put(FILE, _lines({**NOISY[0], **change}))
    with pytest.raises(DataError, match=message):
        read_task("noisy_panx", "tr", "test", root)
    put(FILE, "[1]\n")
    with pytest.raises(DataError, match=r"jsonl:1: no list 'tokens'"):
        read_task("noisy_panx", "tr", "test", root)
