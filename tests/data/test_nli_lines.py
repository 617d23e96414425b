import json
from collections import Counter
from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.hub_readers import NO_GOLD
from crosswind.data.load import read_examples, read_task
from crosswind.data.nli_lines import LABELS
from crosswind.data.sources import find_sources

FIXTURES = Path(__file__).parent / "fixtures"

_LINE = '{{"premise": "p{}", "hypothesis": "h{}", "label": "entailment"}}\n'


def test_the_parts_of_one_file(put) -> None:
    lines = [_LINE.format(n // 3, n) for n in range(1200)]
    root = put("mnli/dev_matched.jsonl", "".join(lines))
    train, held = (read_task("mnli", "en", split, root) for split in ("train", "validation"))
    assert (len(train), len(held)) == (700, 500)
    first = next(row for row in (*train, *held) if row.example_id == "0")
    assert first.texts == {"premise": "p0", "hypothesis": "h0"}
    assert len({row.parallel_id for row in (*train, *held)}) == 400


def test_a_label_outside_the_card(put) -> None:
    bad = _LINE.format(1, 1).replace("entailment", "entailed")
    root = put("snli/dev.jsonl", _LINE.format(0, 0) + bad)
    with pytest.raises(DataError, match=r"dev\.jsonl:2: unknown label: 'entailed'.*'entailment'"):
        read_task("snli", "en", "all", root)


def _pair(label: str, premise: str = "p", **more: str) -> str:
    row = {"sentence1": premise, "sentence2": f"h {label}", "gold_label": label, **more}
    return json.dumps(row) + "\n"


def test_a_training_file_makes_dev_validation_whole(put) -> None:
    put("multinli_1.0/multinli_1.0_train.jsonl", _pair("entailment") + _pair("neutral"))
    root = put("mnli/dev_matched.jsonl", _LINE.format(0, 0) + _LINE.format(1, 1))
    train, dev = (read_task("mnli", "en", split, root) for split in ("train", "validation"))
    assert [row.label for row in train] == ["entailment", "neutral"]
    assert [row.texts["premise"] for row in dev] == ["p0", "p1"]
    assert train[0].parallel_id == train[1].parallel_id


def test_pairs_without_a_gold_label_are_counted_and_keep_their_number(put) -> None:
    root = put("snli_1.0/snli_1.0_train.jsonl", "".join(map(_pair, ("-", "neutral", "-"))))
    task = TASKS.get("snli")
    rows, left_out = read_examples(
        task, find_sources(task, "en", "train", root), "en", "train"
    )  # fmt: skip
    assert [row.example_id for row in rows] == ["1"]
    assert left_out == {NO_GOLD: 2}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "MNLI/train.tsv",
            'index\tgenre\tsentence1\tsentence2\tgold_label\n0\tf\t"p\th neutral\tneutral\n',
        ),
        ("xnli/train-en.tsv", '"p\th neutral\tneutral\n"p\tq\tcontradictory\n'),
        (
            "mnli/train.jsonl",
            '{"premise": "\\"p", "hypothesis": "h neutral", "label": "neutral"}\n',
        ),
    ],
)
def test_every_layout_of_mnli_gives_the_same_pair(put, name: str, text: str) -> None:
    rows = read_task("mnli", "en", "train", put(name, text))
    assert (rows[0].example_id, rows[0].label) == ("0", "neutral")
    assert rows[0].texts == {"premise": '"p', "hypothesis": "h neutral"}
    assert [row.label for row in rows[1:]] == ["contradiction"] * (len(rows) - 1)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mnli/train.jsonl", '{"premise": "p", "label": "neutral"}\n', r":1: a key is missing"),
        ("mnli/train.jsonl", '{"premise": 1, "hypothesis": "h", "label": "e"}\n', "no 'premise'"),
        ("mnli/train.jsonl", "", r"train\.jsonl:1: the file holds no examples"),
        ("xnli/train-en.tsv", "p\th\n", r"train-en\.tsv:1: 2 columns instead of 3"),
        ("MNLI/train.tsv", "index\tsentence1\tsentence2\n0\tp\th\n", r":1: wrong header"),
        ("MNLI/train.tsv", "index\tsentence1\tsentence2\tlabel\n0\tp\n", r":2: 2 columns"),
        (
            "MNLI/train.tsv",
            "index\tsentence1\tsentence2\tlabel\n" + "0\tp\th\tneutral\n" * 2,
            r"train\.tsv:3: the id is used twice \(first at .*train\.tsv:2\): '0'",
        ),
    ],
)
def test_a_file_of_another_layout_is_one_clear_error(put, name, text, message) -> None:
    with pytest.raises(DataError, match=message):
        read_task("mnli", "en", "train", put(name, text))


def test_the_second_label_of_scitail_has_one_name(put) -> None:
    put("SciTailV1.1/tsv_format/scitail_1.0_train.tsv", "p\th\tentails\np\ti\tneutral\n")
    root = put("SciTailV1.1/snli_format/scitail_1.0_dev.txt", _pair("neutral"))
    found = [read_task("scitail", "en", split, root) for split in ("train", "validation")]
    assert [row.label for rows in found for row in rows] == [
        "entailment", "not_entailment", "not_entailment",
    ]  # fmt: skip


def test_the_union_holds_every_part_under_its_name(put) -> None:
    root = FIXTURES
    train, dev = (read_task("anli_plus", "en", split, root) for split in ("train", "validation"))
    parts = Counter(row.example_id.partition("-")[0] for row in train)
    assert parts == {"r1": 3, "r2": 3, "r3": 3, "mnli": 6, "snli": 4}
    assert dev[0].example_id == "r1-R1-dev-0000"
    assert {row.label for row in dev} == set(LABELS)
    snli = {row.parallel_id for row in read_task("snli", "en", "train", root)}
    assert snli <= {row.parallel_id for row in train}


def test_the_union_is_never_read_in_part(put) -> None:
    root = put("anli_v1.0/R1/train.jsonl", "")
    with pytest.raises(DataError, match=r"'anli_plus' is missing: 'anli_v1\.0/R2/train\.jsonl'"):
        read_task("anli_plus", "en", "train", root)


def test_heads_of_the_family_can_be_carried_over() -> None:
    family = [TASKS.get(name).card for name in ("mnli", "snli", "anli_plus", "sick", "xnli")]
    assert len({(card.kind, card.labels, card.fields) for card in family}) == 1
    pairs = [TASKS.get(name).card for name in ("qqp", "mrpc", "pawsx")]
    assert len({(card.kind, card.labels, card.fields) for card in pairs}) == 1


def test_the_labels_are_in_the_order_of_the_head() -> None:
    assert list(LABELS) == sorted(LABELS)
