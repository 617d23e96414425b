import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task


def test_the_names_of_the_benchmark_come_before_those_of_the_shared_task() -> None:
    text, gold = TASKS.get("bucc2018").files("fr", "test")
    assert text.patterns == (
        "bucc2018/fr-en.test.fr", "bucc2018/fr-en.training.fr",
        "bucc2018/fr-en/fr-en.test.fr", "bucc2018/fr-en/fr-en.training.fr",
    )  # fmt: skip
    assert gold.patterns[1] == "bucc2018/fr-en.training.gold"


@pytest.mark.parametrize("stem", ["bucc2018/ru-en.dev", "bucc2018/ru-en/ru-en.sample"])
def test_both_layouts_are_read(put, stem) -> None:
    put(f"{stem}.ru", "ru-1\tДа.\n")
    put(f"{stem}.en", "en-1\tYes.\n")
    root = put(f"{stem}.gold", "ru-1\ten-1\n")
    assert read_task("bucc2018", "ru", "validation", root)[0].gold_ids == ("en-1",)
