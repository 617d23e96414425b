import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.messages import MASK, read_messages
from crosswind.data.task import Source

_HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def _entry(english: str, other: str, extra: str = "") -> str:
    return f'{extra}msgid "{english}"\nmsgstr "{other}"\n\n'


def _read(put, *entries: str):
    path = put("a.po", _HEAD + "".join(entries)) / "a.po"
    return read_messages(Source(files={"messages": (path,)}), "xx", "test"), path


def test_placeholders_and_markup_are_masked_alike(put) -> None:
    english = r"The %(name)s <a href=\"{url}\">“%(obj)r”</a> has %s  items of {n}, 100%% done.\n"
    found, path = _read(put, _entry(english, "Q %(obj)r <b>w</b> {n} %s %(name)s"))
    (row,) = found.rows
    assert row.example.texts == {
        "source": f"The {MASK} “{MASK}” has {MASK} items of {MASK}, 100%% done.",
        "target": f"Q {MASK} w {MASK} {MASK} {MASK}",
    }
    assert row.place == f"{path}:4"
    assert row.example.example_id == row.example.parallel_id


def test_what_is_left_out_is_counted(put) -> None:
    good = "one two three four five six"
    found, _ = _read(
        put,
        _entry(good, "a"),
        _entry(good, "b", extra='msgctxt "again"\n'),
        _entry("six five four three two one", "A"),
        _entry("one two three four five", "c"),
        _entry("this is not yet translated at all", ""),
        _entry("this is the same in both tongues", "this is the same in both tongues"),
        _entry("this one here is somewhat in doubt", "d", extra="#, fuzzy\n"),
        'msgid "one two three four five six seven"\nmsgid_plural "x"\nmsgstr[0] "e"\n\n',
    )
    assert len(found.rows) == 1
    assert found.left_out == {
        "doubled": 2,
        "doubtful": 1,
        "equal_to_English": 1,
        "not_translated": 1,
        "plural": 1,
        "short": 1,
    }


@pytest.mark.parametrize("text", ["", 'msgid "a"\nnonsense\n'])
def test_a_malformed_catalogue_is_named(put, text) -> None:
    path = put("a.po", text) / "a.po"
    with pytest.raises(DataError, match=r"a\.po:\d"):
        read_messages(Source(files={"messages": (path,)}), "xx", "test")


@pytest.mark.parametrize("language", TASKS.get("interface_retrieval").card.languages)
def test_every_language_has_pairs_enough(embedded, language) -> None:
    examples, _ = embedded("interface_retrieval", language, "test")
    assert 95 <= len(examples) <= 180
    assert len({row.texts["target"].casefold() for row in examples}) == len(examples)
    assert len({row.texts["source"].casefold() for row in examples}) == len(examples)
    for row in examples:
        for text in row.texts.values():
            assert text == " ".join(text.split())
            assert "%(" not in text
            assert not set(text) & set("{}<>")


def test_translations_of_one_message_share_their_ids(embedded) -> None:
    german = {
        row.example_id: row.texts["source"]
        for row in embedded("interface_retrieval", "de", "test")[0]
    }
    polish = {
        row.example_id: row.texts["source"]
        for row in embedded("interface_retrieval", "pl", "test")[0]
    }
    shared = german.keys() & polish.keys()
    assert len(shared) > 130
    assert all(german[name] == polish[name] for name in shared)
