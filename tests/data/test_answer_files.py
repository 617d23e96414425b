import copy
import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources

_GERMAN = {
    "context": "Ada rechnet. Ben singt. Ada rechnet.",
    "sentence_breaks": [[0, 12], [13, 23], [24, 36]],
    "qas": [
        {"id": "q2", "question": "Wer rechnet?", "answers": [{"answer_start": 24, "text": "Ada"}]},
        {"id": "q1", "question": "Wer singt?", "answers": [{"answer_start": 13, "text": "Ben"}]},
    ],
}
_THAI = {
    "context": "เอดาคำนวณ เบนร้องเพลง",
    "sentence_breaks": [[0, 9], [10, 21]],
    "qas": [
        {"id": "q2", "question": "ใครคำนวณ", "answers": [{"answer_start": 0, "text": "เอดา"}]},
        {"id": "q1", "question": "ใครร้อง", "answers": [{"answer_start": 9, "text": " เบน"}]},
    ],
}


def _file(*paragraphs: object) -> str:
    return json.dumps({"data": [{"paragraphs": [item]} for item in paragraphs]})


@pytest.fixture
def root(put):
    put("xquad-r/th.json", _file(_THAI))
    return put("xquad-r/de.json", _file(_GERMAN))


def _gold(root, language, pool):
    rows = read_task("lareqa", language, "test", root, pool=pool)
    return {row.example_id: row.gold_ids for row in rows}


def test_gold_is_in_every_language_of_the_pool_and_equal_sentences_are_equally_right(root) -> None:
    assert _gold(root, "de", ("de",)) == {"q2": ("de:1:0", "de:1:2"), "q1": ("de:1:1",)}
    assert _gold(root, "de", ("th", "de")) == {
        "q2": ("th:1:0", "de:1:0", "de:1:2"),
        "q1": ("de:1:1",),
    }
    assert _gold(root, "de", ()) == _gold(root, "de", ("de",))


def test_what_starts_in_no_sentence_is_left_out_and_counted(root) -> None:
    task = TASKS.get("lareqa")
    found = find_sources(task, "th", "test", root, pool=("de", "th"))
    rows, left_out = read_examples(task, found, "th", "test")
    assert [row.gold_ids for row in rows] == [("de:1:0", "de:1:2", "th:1:0")]
    assert left_out == {"the answer starts in no sentence": 1}
    assert set(found.digests) == {"xquad-r/de.json", "xquad-r/th.json"}


def test_what_has_no_answer_in_the_pool_is_left_out_and_counted(root) -> None:
    task = TASKS.get("lareqa")
    found = find_sources(task, "de", "test", root, pool=("th",))
    rows, left_out = read_examples(task, found, "de", "test")
    assert [row.example_id for row in rows] == ["q2"]
    assert left_out == {"no right sentence in the pool": 1}


def test_candidates_are_the_sentences_with_their_paragraph(root) -> None:
    pool = read_task("lareqa", "de", "test", root, part="candidates")
    assert [row.example_id for row in pool] == ["de:1:0", "de:1:1", "de:1:2"]
    assert pool[1].texts == {"sentence": "Ben singt.", "context": _GERMAN["context"]}
    assert {row.parallel_id for row in pool} == {"q1"}


def test_questions_and_paragraphs_have_one_cluster_in_every_language(root) -> None:
    german = read_task("lareqa", "de", "test", root)
    thai = read_task("lareqa", "th", "test", root)
    assert {row.parallel_id for row in (*german, *thai)} == {"q1"}


def test_a_paragraph_without_questions_keeps_its_number_and_gives_no_candidates(root, put) -> None:
    put("xquad-r/de.json", _file({**_GERMAN, "qas": []}, _GERMAN))
    task = TASKS.get("lareqa")
    found = find_sources(task, "de", "test", root, part="candidates")
    rows, left_out = read_examples(task, found, "de", "test", part="candidates")
    assert [row.example_id for row in rows] == ["de:2:0", "de:2:1", "de:2:2"]
    assert left_out == {"paragraphs without an answerable question": 1}


@pytest.mark.parametrize(
    "breaks",
    [
        [[0, 12], [13, 40]], [[5, 5]], [[-1, 3]], [[0, 12], [11, 23]], [[13, 23], [0, 12]],
        [[0, 12, 13]], ["ab"], [[True, 2]], [3], [[0.0, 1.0]],
    ],
)  # fmt: skip
def test_breaks_that_are_none_are_named(root, put, breaks) -> None:
    put("xquad-r/de.json", _file({**_GERMAN, "sentence_breaks": breaks}))
    with pytest.raises(DataError, match=r"de\.json:1: data\[0\]\.paragraphs\[0\]\.sentence_breaks"):
        read_task("lareqa", "de", "test", root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sentence_breaks": None}, r"paragraphs\[0\]: no 'sentence_breaks'"),
        ({"context": 3}, r"paragraphs\[0\]: no 'context'"),
    ],
)
def test_another_layout_is_named(root, put, change, message) -> None:
    put("xquad-r/de.json", _file({**_GERMAN, **change}))
    with pytest.raises(DataError, match=message):
        read_task("lareqa", "de", "test", root, part="candidates")


def test_two_answers_are_refused(root, put) -> None:
    paragraph = copy.deepcopy(_GERMAN)
    paragraph["qas"][1]["answers"] *= 2
    put("xquad-r/de.json", _file(paragraph))
    with pytest.raises(DataError, match=r"qas\[1\]: question 'q1' has 2 answers"):
        read_task("lareqa", "de", "test", root)


def test_an_answer_that_is_not_at_its_place_is_refused(root, put) -> None:
    paragraph = copy.deepcopy(_GERMAN)
    paragraph["qas"][1]["answers"][0]["answer_start"] = 12
    put("xquad-r/de.json", _file(paragraph))
    with pytest.raises(DataError, match=r"qas\[1\]: the answer of question 'q1' does not stand"):
        read_task("lareqa", "de", "test", root)


def test_a_language_that_is_not_served_is_no_part_of_a_pool(root) -> None:
    with pytest.raises(DataError, match=r"does not serve this language: 'pt'"):
        read_task("lareqa", "de", "test", root, pool=("de", "pt"))
