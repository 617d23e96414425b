from crosswind.data.catalogue import TASKS


def test_the_procedure_of_the_benchmark_is_on_the_card() -> None:
    card = TASKS.get("xcopa").card
    assert card.train_stages == (("siqa",), ("copa",))
    assert card.kept_fields == ("question",)
    assert card.release == TASKS.get("copa").card.release == "copa"


def test_english_is_copa_and_not_in_the_mean() -> None:
    task = TASKS.get("xcopa")
    assert "en" not in task.card.languages
    assert task.more_languages == ("en",)
    assert task.files("en", "test") == TASKS.get("copa").files("en", "test")
    assert task.files("en", "train") == ()


def test_the_names_of_the_release_and_of_the_benchmark_are_known() -> None:
    (item,) = TASKS.get("xcopa").files("qu", "test")
    assert item.patterns == (
        "xcopa/qu/test.qu.jsonl", "xcopa/test.qu.jsonl", "xcopa/test-qu.jsonl",
        "xcopa/data/qu/test.qu.jsonl",
    )  # fmt: skip
