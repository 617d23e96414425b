import pytest

from crosswind.core.errors import DataError
from crosswind.data.load import read_task

_GERMAN = "de-1\tEins.\nde-2\tZwei.\nde-3\tEins.\n"
_ENGLISH = "en-1\tOne.\nen-2\tTwo.\nen-3\tOne.\n"


@pytest.fixture
def root(put):
    put("bucc2018/de-en.dev.de", _GERMAN)
    put("bucc2018/de-en.dev.en", _ENGLISH)
    return put("bucc2018/de-en.dev.gold", "de-1\ten-1\nde-1\ten-3\n")


def test_every_line_keeps_its_id_and_knows_its_partners(root) -> None:
    rows = read_task("bucc2018", "de", "validation", root)
    assert [(row.example_id, row.gold_ids) for row in rows] == [
        ("de-1", ("en-1", "en-3")),
        ("de-2", ()),
        ("de-3", ()),
    ]
    assert [row.texts for row in rows] == [{"text": "Eins."}, {"text": "Zwei."}, {"text": "Eins."}]
    assert len({row.parallel_id for row in rows}) == 3


def test_the_pool_is_the_english_side(root) -> None:
    pool = read_task("bucc2018", "de", "validation", root, part="candidates")
    assert [(row.example_id, row.texts["text"]) for row in pool] == [
        ("en-1", "One."), ("en-2", "Two."), ("en-3", "One."),
    ]  # fmt: skip
    assert {(row.language, row.gold_ids) for row in pool} == {("en", ())}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("gold", "de-1\ten-1\nde-9\ten-2\n", r"gold:2: .*not in the text file: 'de-9'.*'de-3'"),
        ("gold", "de-1\ten-1\nde-1\ten-1\n", r"gold:2: the pair is named twice"),
        ("gold", "", r"gold:1: the file holds no pairs"),
        ("gold", "de-1 en-1\n", r"gold:1: 1 columns instead of 2"),
        ("gold", "de-2\ten-9\n", r"dev\.de:2: the gold of 'de-2' is no candidate.*'en-9'.*dev\.en"),
        ("de", "de-1\tEins.\nde-1\tZwei.\n", r"dev\.de:2: the id is used twice"),
        ("de", "de-1\tEins.\n\tZwei.\n", r"dev\.de:2: an example has no id"),
        ("de", "\ufeffde-1\tEins.\n", r"dev\.de:1: the file starts with a byte order mark"),
        ("de", "de-1\t \n", r"dev\.de:1: the field 'text' is empty"),
        ("de", "de-1\tEins.\tuno\n", r"dev\.de:1: 3 columns instead of 2"),
        ("en", "en-1\tOne.\nen-1\tTwo.\n", r"dev\.en:2: the id stands for two candidates.*'en-1'"),
    ],
)
def test_a_wrong_file_is_named(root, put, name, text, message) -> None:
    put(f"bucc2018/de-en.dev.{name}", text)
    with pytest.raises(DataError, match=message):
        read_task("bucc2018", "de", "validation", root)


def test_wrong_candidates_are_named(root, put) -> None:
    put("bucc2018/de-en.dev.en", "en-1\tOne.\nen-1\tTwo.\n")
    with pytest.raises(DataError, match=r"dev\.en:2: the id is used twice"):
        read_task("bucc2018", "de", "validation", root, part="candidates")


def test_replacement_characters_stay(root, put) -> None:
    put("bucc2018/de-en.dev.de", "de-1\tEi\ufffds\u2028.\n")
    rows = read_task("bucc2018", "de", "validation", root)
    assert rows[0].texts["text"] == "Ei\ufffds\u2028."
