import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources

GERMAN = "uner/UNER_German-PUD/de_pud-ud-test.iob2"


def _sentence(name: str, *tags: str) -> str:
    rows = "".join(f"{n}\tw{n}\t{tag}\t-\tann\n" for n, tag in enumerate(tags, 1))
    return f"# sent_id = {name}\n# text = t\n{rows}\n"


def test_other_entities_are_read_as_o_and_counted(put) -> None:
    root = put(GERMAN, _sentence("n1", "B-OTH", "I-OTH", "B-O", "B-PER", "O"))
    task = TASKS.get("uner")
    rows, left_out = read_examples(task, find_sources(task, "de", "test", root), "de", "test")
    assert rows[0].tags == ("O", "O", "O", "B-PER", "O")
    assert list(left_out.values()) == [3]


def test_parallel_treebanks_share_clusters_and_others_do_not(put) -> None:
    put(GERMAN, _sentence("n1", "O"))
    put("uner/UNER_Russian-PUD/ru_pud-ud-test.iob2", _sentence("n1", "O"))
    root = put("uner/UNER_Danish-DDT/da_ddt-ud-test.iob2", _sentence("n1", "O"))
    german, russian, danish = (
        read_task("uner", tag, "test", root)[0].parallel_id for tag in ("de", "ru", "da")
    )
    assert german == russian == "n1"
    assert danish == "da:n1"


def test_doubled_sentences_and_unknown_tags_are_named(put) -> None:
    root = put(GERMAN, _sentence("n1", "O") + _sentence("n1", "O"))
    with pytest.raises(DataError, match=r"iob2:5: the id is used twice \(first at .*iob2:1\)"):
        read_task("uner", "de", "test", root)
    put(GERMAN, _sentence("n1", "B-MISC"))
    with pytest.raises(DataError, match=r"iob2:1: unknown tag of word 1: 'B-MISC'"):
        read_task("uner", "de", "test", root)
    put(GERMAN, "# sent_id = n1\n# text = t\n\n")
    with pytest.raises(DataError, match=r"iob2:1: a sentence without words"):
        read_task("uner", "de", "test", root)


def test_treebanks_without_dev_have_none() -> None:
    task = TASKS.get("uner")
    assert task.files("de", "validation") == task.files("da", "train") == ()
    assert task.files("en", "train")[0].patterns == ("uner/UNER_English-EWT/en_ewt-ud-train.iob2",)
    assert task.card.labels == TASKS.get("panx").card.labels
