import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task


def test_the_languages_of_both_benchmarks() -> None:
    task = TASKS.get("panx")
    assert (len(task.card.languages), len(task.more_languages)) == (40, 8)
    assert task.files("qu", "train") == ()
    assert task.files("qu", "test")[0].patterns == ("panx/test-qu.tsv",)


def test_marks_that_nobody_sees_are_words_and_a_hash_is_no_comment(put) -> None:
    root = put("panx/dev-zh.tsv", "#\tO\n\u200b\tO\n\u200e李\tI-PER\n李\xa0明\tB-PER\n\ufffd\tO\n")
    (row,) = read_task("panx", "zh", "validation", root)
    assert row.words == ("#", "\u200b", "\u200e李", "李\xa0明", "\ufffd")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tO\n\nb\n", r"dev-de\.tsv:3: 1 columns.*without tags"),
        ("a\tO\nb\tB-MISC\n", r"dev-de\.tsv:1: unknown tag of word 2: 'B-MISC'"),
        ("a\tO\n\xa0\tO\n", r"dev-de\.tsv:1: the field 'word 2' is empty"),
        ("a\tO\n\tO\n", r"dev-de\.tsv:2: an empty column"),
        ("de:a\tO\tx\n", r"dev-de\.tsv:1: 3 columns"),
        ("\n\n", r"dev-de\.tsv:1: the file holds no examples"),
    ],
)
def test_a_wrong_file_is_named(put, text, message) -> None:
    root = put("panx/dev-de.tsv", text)
    with pytest.raises(DataError, match=message):
        read_task("panx", "de", "validation", root)
