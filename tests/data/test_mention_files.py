import copy
import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources

_TEXT = "Ruhr  {a}\nAda kam 1843 {heute} an. Ben nicht."
_CONTEXT = {
    "document_id": "d1", "document_title": "t", "document_url": "u", "language": "de",
    "text": _TEXT,
    "sentence_spans": [{"start": 0, "end": 34}, {"start": 35, "end": 45}],
}  # fmt: skip
_MENTION = {
    "example_id": "m1", "entity_id": "Q7259",
    "mention_span": {"start": 10, "end": 13, "text": "Ada"},
}  # fmt: skip
_BEN = {
    "example_id": "m2", "entity_id": " Q2 ",
    "mention_span": {"start": 35, "end": 38, "text": "Ben"},
}  # fmt: skip
_ENTITY = {
    "entity_id": "Q7259", "title": "Ada", "description_language": "sw", "description_url": "u",
    "description": "Ada alikuwa.\nAlihesabu.",
    "sentence_spans": [{"start": 0, "end": 12}, {"start": 13, "end": 23}],
}  # fmt: skip


def _news(*changes: dict[str, object]) -> str:
    rows = [{"context": {**_CONTEXT, **change}, "mentions": [_MENTION, _BEN]} for change in changes]
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def root(put):
    other = {**_ENTITY, "entity_id": "Q2", "description": "", "sentence_spans": []}
    put("mewslix/candidate_set_entities.jsonl", f"{json.dumps(_ENTITY)}\n{json.dumps(other)}\n")
    return put("mewslix/wikinews_mentions-test.jsonl", _news({"language": "ja"}, {}))


def test_a_mention_stands_in_front_of_its_marked_sentence(root) -> None:
    first, second = read_task("mewslix", "de", "test", root)
    assert first.texts == {"mention": "Ada: Ruhr (a) { Ada } kam 1843 (heute) an."}
    assert second.texts == {"mention": "Ben: { Ben } nicht."}
    assert (first.gold_ids, second.gold_ids) == (("Q7259",), ("Q2",))
    assert first.parallel_id == second.parallel_id == "de:d1"


def test_one_pool_serves_every_language(root) -> None:
    pool = read_task("mewslix", "mul", "test", root, part="candidates")
    assert [(row.example_id, row.language, row.texts["description"]) for row in pool] == [
        ("Q7259", "sw", "Ada alikuwa. Alihesabu."),
        ("Q2", "sw", "Ada"),
    ]
    found = find_sources(TASKS.get("mewslix"), "de", "test", root, pool=("de", "ja"))
    assert set(found.sources["test"].pool) == {"mul"}
    assert len(read_examples(TASKS.get("mewslix"), found, "de", "test")[0]) == 2


def test_a_changed_pool_is_read_again(root, put) -> None:
    assert len(read_task("mewslix", "de", "test", root)) == 2
    put("mewslix/candidate_set_entities.jsonl", f"{json.dumps(_ENTITY)}\n")
    with pytest.raises(DataError, match=r"jsonl:2: mentions\[1\]: the gold of 'm2' is no candid"):
        read_task("mewslix", "de", "test", root)


def test_a_language_without_mentions_is_an_error(root) -> None:
    with pytest.raises(DataError, match=r"mentions-test\.jsonl:1: the file holds no examples"):
        read_task("mewslix", "pl", "test", root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": ""}, r"the text of the article is missing.*get-mewsli-x\.sh"),
        ({"text": "x" + _TEXT}, r"does not stand at code point 10 of its text \(there: '.nAd'\)"),
        ({"sentence_spans": [{"start": 0, "end": 11}]}, r"the mention is in no sentence"),
        (
            {"sentence_spans": [{"start": 5, "end": 5}]},
            r"not the start and end of a span: \[5, 5\]",
        ),
        ({"sentence_spans": [7]}, r"no 'start'"),
        ({"sentence_spans": None}, r"no 'sentence_spans'"),
        ({"language": "germanic"}, r"not a BCP 47 language tag: 'germanic'"),
        ({"document_id": 4}, r"no 'document_id'"),
    ],
)
def test_a_wrong_article_is_named(root, put, change, message) -> None:
    put("mewslix/wikinews_mentions-test.jsonl", _news({"language": "ja"}, change))
    with pytest.raises(DataError, match=rf"mentions-test\.jsonl:2: .*{message}"):
        read_task("mewslix", "de", "test", root)


def test_pairs_train_with_both_texts(root, put) -> None:
    english = {**_CONTEXT, "language": "en"}
    pair = {"contextual_mention": {"context": english, "mention": _MENTION}, "entity": _ENTITY}
    put("mewslix/wikipedia_pairs-train.jsonl", json.dumps(pair) + "\n")
    (row,) = read_task("mewslix_pairs", "en", "train", root)
    assert row.texts == {
        "source": "Ada: Ruhr (a) { Ada } kam 1843 (heute) an.",
        "target": "Ada alikuwa. Alihesabu.",
    }
    assert (row.example_id, row.parallel_id) == ("m1", "Q7259")
    put("mewslix/wikipedia_pairs-train.jsonl", json.dumps({**pair, "entity": []}) + "\n")
    with pytest.raises(DataError, match=r"pairs-train\.jsonl:1: no 'entity'"):
        read_task("mewslix_pairs", "en", "train", root)


def test_training_text_of_another_language_is_refused(root, put) -> None:
    pair = {"contextual_mention": {"context": _CONTEXT, "mention": _MENTION}, "entity": _ENTITY}
    put("mewslix/wikipedia_pairs-train.jsonl", json.dumps(copy.deepcopy(pair)) + "\n")
    with pytest.raises(DataError, match="an example in another language: 'de'"):
        read_task("mewslix_pairs", "en", "train", root)
