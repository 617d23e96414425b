from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.ccg_files import JOINED, parts_apart
from crosswind.data.load import read_split, read_task
from crosswind.data.sources import find_sources

_BANK = "pmb_ccg/4.0.0/en/gold/train.conll"
_HEADER = "# tok:gold\tsym:gold\tcat:gold\n"
_LEAVES = (
    "(<T S[dcl] 0 2> (<L NP NNP NNP Mr._1 NP>) (<L S[dcl]\\NP VBZ VBZ {word} (S[dcl]\\NP_3)>) )\n"
)


def _auto(name: str, word: str = "sleeps") -> str:
    return f"ID={name} PARSER=GOLD NUMPARSE=1\n{_LEAVES.format(word=word)}"


def test_sentences_are_named_by_document_and_number(put) -> None:
    text = (
        f"### made by hand\n# newdoc id = p10/d1\n{_HEADER}# raw sent = # a\n"
        f"#\tx\tn\na\tx\tnp/n\n\n{_HEADER}New~York\tx\tn\n\n"
        f"# newdoc id = p10/d2\n{_HEADER}~\tx\tn\n"
    )
    root = put(_BANK, text)
    rows = read_task("ccg", "en", "train", root)
    assert [row.example_id for row in rows] == ["p10/d1-0", "p10/d1-1", "p10/d2-0"]
    assert [row.parallel_id for row in rows] == ["p10/d1", "p10/d1", "p10/d2"]
    assert [row.words for row in rows] == [("#", "a"), ("New York",), ("~",)]
    assert rows[0].tags == ("n", "np/n")
    task = TASKS.get("ccg")
    found = read_split(
        task, find_sources(task, "en", "train", root), "en", "train", part="examples"
    )
    assert found.repaired == {JOINED: 1}


def test_translations_of_a_document_are_one_cluster() -> None:
    root = Path(__file__).parent / "fixtures"
    english, german = (read_task("ccg", tag, "test", root) for tag in ("en", "de"))
    assert [row.parallel_id for row in english] == [row.parallel_id for row in german]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="a~b ", min_size=1).filter(str.strip))
def test_parts_apart_keeps_length_and_every_letter(word: str) -> None:
    apart = parts_apart(word)
    assert len(apart) == len(word)
    assert apart.strip()
    assert apart.replace(" ", "").replace("~", "") == word.replace(" ", "").replace("~", "")


def test_all_sections_of_ccgbank_are_read(put) -> None:
    for number in range(2, 22):
        root = put(
            f"ccgbank/data/AUTO/{number:02}/wsj_{number:02}01.auto", _auto(f"wsj_{number:02}01.1")
        )
    rows = read_task("ccg", "en", "train", root)
    assert len(rows) == 20
    assert rows[0].example_id == "wsj_0201.1"
    assert rows[0].parallel_id == "wsj_0201"
    assert rows[0].words == ("Mr._1", "sleeps")
    assert rows[0].tags == ("NP", "S[dcl]\\NP")
    (root / "ccgbank/data/AUTO/13/wsj_1301.auto").unlink()
    with pytest.raises(DataError, match="section 13 of CCGbank is absent"):
        read_task("ccg", "en", "train", root)


def test_a_merged_file_of_ccgbank_needs_no_sections(put) -> None:
    root = put("ccgbank/ccgbank-wsj_02-21.auto", _auto("wsj_0201.1") + _auto("wsj_0201.2", "-LRB-"))
    rows = read_task("ccg", "en", "train", root)
    assert [row.words[1] for row in rows] == ["sleeps", "-LRB-"]


def test_tags_are_of_any_number(put) -> None:
    lines = "".join(f"w{n}\tx\tcategory{n}\n" for n in range(1500))
    rows = read_task("ccg", "en", "train", put(_BANK, f"# newdoc id = d\n{_HEADER}{lines}"))
    assert len(set(rows[0].tags)) == 1500
    assert TASKS.get("ccg").card.labels_from_training


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no examples"),
        (f"{_HEADER}a\tx\tn\n\n", r":2: a sentence without a document"),
        ("# newdoc id = d\na\tx\tn\n", r":2: no comment names the columns"),
        ("# newdoc id = d\n# tok:gold\tsns:gold\na\tO\n", r":3: no comment names the columns"),
        (f"# newdoc id = d\n{_HEADER}a\tn\n", r":3: 2 columns instead of 3"),
        (f"# newdoc id = d\n{_HEADER}a\tx\t\n", r":3: unknown tag of word 1"),
        (f"# newdoc id = d\n{_HEADER} \tx\tn\n", r":3: the field 'word 1' is empty"),
        (f"# newdoc id = d\n{_HEADER}a\tx\tn\n\n" * 2, r":7: the id is used twice"),
    ],
)
def test_a_wrong_layer_file_is_one_clear_error(put, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_task("ccg", "en", "train", put(_BANK, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ID=wsj_1.1\n", r":1: a sentence without a derivation"),
        (_LEAVES, r":1: not the derivation of a named sentence"),
        ("ID=wsj_1.1\nID=wsj_1.2\n", r":2: not the derivation"),
        ("ID=wsj_1.1\n(<L NP NNP NNP>)\n", r":2: not the derivation"),
        ("ID=wsj_1.1\n\n", r":2: not the derivation"),
        (_auto("wsj_1.1") * 2, r":3: the id is used twice"),
    ],
)
def test_a_wrong_derivation_is_one_clear_error(put, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_task("ccg", "en", "validation", put("ccgbank/data/AUTO/00/wsj_0001.auto", text))
