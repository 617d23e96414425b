import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.utterances import (
    intent_rows,
    layout_files,
    read_utterances,
    slot_rows,
    words_with_tags,
)

_WORDS = st.lists(
    st.text(st.characters(exclude_characters=" \n\r\t", exclude_categories=("Cs",)), min_size=1),
    min_size=1,
    max_size=6,
)


@settings(max_examples=50)
@given(_WORDS, st.lists(st.integers(1, 3), min_size=7, max_size=7), st.booleans())
def test_runs_of_blanks_part_words_and_nothing_else_does(words, gaps, trails) -> None:
    line = "".join(f"{word}{' ' * gap}" for word, gap in zip(words, gaps, strict=False))
    line = line if trails else line.rstrip(" ")
    found = words_with_tags(line, "O " * len(words), "f:1")
    assert found.words == tuple(words)
    assert found.tags == ("O",) * len(words)
    assert found.n_empty == 0


def test_a_no_break_space_stays_in_its_word() -> None:
    assert words_with_tags("25\xa0000 boats", "B-n O", "f:1").words == ("25\xa0000", "boats")


def test_an_empty_word_with_a_tag_of_its_own_goes_with_its_tag() -> None:
    found = words_with_tags("Add it .  Now", "O O O O O", "f:1")
    assert (found.words, found.tags, found.n_empty) == (("Add", "it", ".", "Now"), ("O",) * 4, 1)


@pytest.mark.parametrize(
    ("line", "tags", "message"),
    [
        ("a b", "O", r"f:1: 2 words but 1 tags: 'a b'"),
        ("a", "O O", r"f:1: 1 words but 2 tags"),
        ("a  b", "O B-x O", r"f:1: a word without text has a tag: 'B-x'"),
    ],
)
def test_words_and_tags_that_do_not_agree(line, tags, message) -> None:
    with pytest.raises(DataError, match=message):
        words_with_tags(line, tags, "f:1")


def test_a_line_of_one_empty_word_has_no_words() -> None:
    assert words_with_tags("", "O", "f:1").words == ()


@pytest.fixture
def three(put):
    put("a/seq.in", "play  it \nrate b\n")
    put("a/seq.out", "O O \nO B-object_name\n")
    root = put("a/label", "PlayMusic\nRateBook \n")
    return [root / "a" / name for name in ("seq.in", "seq.out", "label")]


def test_both_tasks_read_the_same_lines_under_the_same_ids(three) -> None:
    found = read_utterances(*three)
    intents = intent_rows(found, "en", lambda number, _: f"train-{number}").rows
    slots = slot_rows(found, "en", lambda number, _: f"train-{number}").rows
    assert [row.example.example_id for row in intents] == ["train-0", "train-1"]
    assert [row.example.parallel_id for row in slots] == ["train-0", "train-1"]
    assert [row.example.label for row in intents] == ["PlayMusic", "RateBook"]
    assert intents[0].example.texts == {"text": "play  it "}
    assert slots[1].example.tags == ("O", "B-object_name")
    assert slots[1].place.endswith("seq.in:2")


@pytest.mark.parametrize("name", ["seq.in", "seq.out", "label"])
def test_a_file_that_ends_early_is_named(three, put, name) -> None:
    put(f"a/{name}", "O O\n")
    with pytest.raises(DataError, match=rf"a/{name}:1: the file ends before its partner"):
        read_utterances(*three)


def test_the_first_folder_that_has_them_serves_all_three_files() -> None:
    files = layout_files(("x", "y"), prefix="clean ")
    assert [item.role for item in files] == ["clean text", "clean slots", "clean intents"]
    assert files[0].patterns == ("x/seq.in", "y/seq.in")
