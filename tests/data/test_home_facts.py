from crosswind.data.home_facts import INTENTS, LANGUAGES, SLOT_TAGS, SLOT_TYPES, home_files


def test_english_comes_first_and_the_rest_is_sorted() -> None:
    assert LANGUAGES[0] == "en"
    assert list(LANGUAGES[1:]) == sorted(LANGUAGES[1:])
    assert len(LANGUAGES) >= 13


def test_twenty_intents_and_a_tag_for_every_type() -> None:
    assert len(set(INTENTS)) == 20
    assert {tag[2:] for tag in SLOT_TAGS if tag != "O"} == set(SLOT_TYPES)
    assert SLOT_TAGS.count("O") == 1


def test_training_files_are_english_only() -> None:
    assert home_files("de", "train") == ()
    assert home_files("de", "validation") == ()
    assert {item.role for item in home_files("de", "test")} >= {"templates", "fillers"}
    assert home_files("en", "train") == home_files("en", "test")
