import pytest
from tests.data.test_tagged_files import conllu

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task


def test_translations_are_one_cluster(put) -> None:
    put("ud_pud/UD_Thai-PUD/th_pud-ud-test.conllu", conllu("1|เรือ|NOUN", name="n01001011"))
    root = put(
        "ud_pud/UD_Turkish-PUD/tr_pud-ud-test.conllu", conllu("1|Gemi|NOUN", name="n01001011")
    )
    thai, turkish = (read_task("pud", tag, "test", root)[0] for tag in ("th", "tr"))
    assert thai.parallel_id == turkish.parallel_id == "n01001011"
    assert thai.tags == ("NOUN",)


def test_a_word_without_a_part_of_speech_is_named(put) -> None:
    root = put("ud_pud/UD_Thai-PUD/th_pud-ud-test.conllu", conllu("1|a|NOUN", "2|b|_"))
    with pytest.raises(DataError, match=r"conllu:1: unknown tag of word 2: '_'"):
        read_task("pud", "th", "test", root)


def test_udpos_trains_it() -> None:
    card = TASKS.get("pud").card
    assert (len(card.languages), card.train_tasks) == (21, ("udpos",))
    assert card.labels == TASKS.get("udpos").card.labels
