"""Noisy rows find their clean rows by likeness, whatever the order, or say that they have none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.data.partners import LEAST_LIKENESS, Row, find_partners, likeness

_TEXTS = (
    "The mill by the river stopped years ago.", "He told someone to wait for the tide.",
    "Orla Finch sang in Port Hale.", "Nobody knew who had left the lamp on.",
    "มีเรือสองลำจอดอยู่ที่ท่าเรือเก่า", "القارب الصغير عند المرسى القديم", "旧桥连接着两个村庄和一座磨坊。",
)  # fmt: skip
CLEAN = tuple(Row(key="x", texts=(text,)) for text in _TEXTS)


def _with_typo(row: Row, place: int) -> Row:
    text = row.texts[0]
    place %= len(text) - 1
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return Row(key=row.key, texts=(swapped,))


@settings(max_examples=60)
@given(
    st.permutations(range(len(CLEAN))),
    st.integers(1, len(CLEAN)),
    st.lists(st.integers(0, 60), min_size=len(CLEAN), max_size=len(CLEAN)),
)
def test_any_part_in_any_order_with_a_typo_each_finds_its_rows(order, n_kept, places) -> None:
    kept = list(order)[:n_kept]
    noisy = [_with_typo(CLEAN[index], places[index]) for index in kept]
    assert find_partners(noisy, CLEAN) == kept


@settings(max_examples=40)
@given(st.lists(st.sampled_from(_TEXTS), max_size=6), st.lists(st.sampled_from(_TEXTS), max_size=6))
def test_a_clean_row_is_taken_once_and_copies_are_taken_in_order(noisy, clean) -> None:
    rows = [Row(key="x", texts=(text,)) for text in noisy]
    found = find_partners(rows, [Row(key="x", texts=(text,)) for text in clean])
    taken = [index for index in found if index is not None]
    assert len(set(taken)) == len(taken)
    for text in set(noisy):
        places = [index for index, name in enumerate(clean) if name == text]
        mine = [index for index, name in zip(found, noisy, strict=True) if name == text]
        assert mine[: len(places)] == places[: len(mine)]
        assert all(index is None for index in mine[len(places) :])


def test_a_row_of_another_key_is_never_a_partner() -> None:
    row = Row(key="entailment", texts=CLEAN[0].texts)
    assert find_partners([row], CLEAN) == [None]
    assert find_partners([], CLEAN) == []
    assert find_partners([row], []) == [None]


def test_two_rows_that_are_equally_near_leave_it_open() -> None:
    clean = [Row(key=3, texts=(f"Cup of the year 19{n}0",)) for n in (3, 4)]
    assert find_partners([Row(key=3, texts=("Cup of the year 190",))], clean) == [None]


def test_a_row_that_is_like_nothing_has_no_partner() -> None:
    assert find_partners([Row(key="x", texts=("Quite another sentence altogether",))], CLEAN) == [
        None
    ]


def test_the_nearer_of_two_copies_wins() -> None:
    far = Row(key="x", texts=("He tolld somone to wait fro the tied.",))
    near = Row(key="x", texts=("He told someone to wait for the tied.",))
    assert find_partners([far, near], CLEAN) == [None, 1]


def test_both_texts_count_and_blanks_and_case_do_not() -> None:
    one = Row(key=1, texts=("See / / www.hale.org / tides", "x"))
    assert likeness(one, Row(key=1, texts=("see //www.hale.org/tides", "X"))) == 1.0
    assert likeness(one, Row(key=1, texts=("see //www.hale.org/tides", "y"))) < LEAST_LIKENESS


def test_rows_of_unequal_fields_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="shorter"):
        likeness(Row(key=1, texts=("a", "b")), Row(key=1, texts=("a",)))
