import pytest

from crosswind.core.errors import DataError
from crosswind.data.load import read_task
from crosswind.data.nli_lines import LABELS

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


def test_the_labels_are_in_the_order_of_the_head() -> None:
    assert list(LABELS) == sorted(LABELS)
