"""How proposals become edits, on hand-made proposals."""

import dataclasses

import numpy as np
import pytest

from crosswind.noise.columns import Columns, Layout, lay_out
from crosswind.noise.engine import settle
from crosswind.noise.proposals import Proposals


def columns_of(
    *texts: str,
    layouts: list[Layout] | None = None,
    words: list[int] | None = None,
    guarded: bool = False,
) -> Columns:
    keys = np.arange(1, len(texts) + 1, dtype=np.uint64)
    lengths = None if words is None else np.array(words)
    return lay_out(list(texts), keys, layouts, language="en", guarded=guarded, words=lengths)


def proposals(*rows: tuple[int, int, str, int], window: int = 0) -> Proposals:
    """Rows of (start, end, text, rank)."""
    start = np.array([row[0] for row in rows], dtype=np.int64)
    end = np.array([row[1] for row in rows], dtype=np.int64)
    length = np.array([len(row[2]) for row in rows], dtype=np.int64)
    return Proposals(
        start=start,
        end=end,
        pool=np.frombuffer("".join(row[2] for row in rows).encode("utf-32-le"), dtype="<u4"),
        offset=np.cumsum(length) - length,
        length=length,
        rank=np.array([row[3] for row in rows], dtype=np.uint32),
        low=start,
        high=np.maximum(end - 1, start),
        window=window,
        op=np.zeros(len(rows), dtype=np.uint8),
    )


def test_replacements_are_written_and_offsets_follow():
    outcome = settle(
        columns_of("abcdef", "", "gh"), proposals((1, 2, "XYZ", 1), (3, 5, "", 2), (6, 7, "q", 3))
    )
    assert outcome.text == "aXYZcfqh"
    assert outcome.offsets.tolist() == [0, 1, 4, 5, 6, 5, 6, 7, 8]
    first, starts = outcome.cut(np.array([0, 6, 6, 8]))
    assert starts.tolist() == [0, 6, 6, 8]
    assert first.tolist() == [0, 2, 2, 3]
    assert outcome.edits_between(2, 3, 6) == ((0, 1, "q"),)


def test_deleting_the_end_of_everything():
    assert settle(columns_of("abcdef"), proposals((3, 6, "", 1))).text == "abc"


def test_the_smaller_rank_wins_and_losers_still_displace():
    rows = [(0, 1, "A", 3), (1, 2, "B", 2), (2, 3, "C", 1)]
    assert settle(columns_of("abcd"), proposals(*rows, window=1)).text == "abCd"
    assert settle(columns_of("abcd"), proposals(*rows[:2], window=1)).text == "aBcd"
    assert settle(columns_of("abcd"), proposals(*rows)).text == "ABCd"


def test_texts_and_words_do_not_compete_at_their_borders():
    rows = [(1, 2, "B", 1), (2, 3, "C", 2)]
    assert settle(columns_of("ab", "cd"), proposals(*rows, window=1)).text == "aBCd"
    assert settle(columns_of("abcd", words=[2, 2]), proposals(*rows, window=1)).text == "aBCd"
    assert settle(columns_of("abcd"), proposals(*rows, window=1)).text == "aBcd"


def test_overlapping_stretches_compete_at_any_distance():
    rows = [(0, 4, "", 2), (1, 2, "B", 5), (3, 4, "D", 1)]
    assert settle(columns_of("abcdef"), proposals(*rows)).text == "abcDef"


@pytest.mark.parametrize(
    ("row", "reason"),
    [((1, 3, "", 1), "fence"), ((2, 2, "x", 1), "fence"), ((4, 5, "", 1), "protected")],
)
def test_what_touches_a_fence_or_a_protected_span_is_refused(row, reason):
    layout = Layout(spans=((2, 4),), protect=((4, 5),))
    outcome = settle(columns_of("abcdef", layouts=[layout]), proposals(row))
    assert outcome.text == "abcdef"
    assert {name: counts.tolist() for name, counts in outcome.refused_by.items()} == {reason: [1]}


def test_a_protected_span_inside_an_edit_and_an_insertion_into_one():
    columns = columns_of("abcdef", layouts=[Layout(protect=((2, 4),))])
    outcome = settle(columns, proposals((1, 5, "", 1), (3, 3, "x", 2)))
    assert outcome.text == "abcdef"


def test_the_last_deletion_of_a_cell_gives_way():
    columns = columns_of("abcd", words=[2, 2])
    rows = [(0, 1, "", 5), (1, 2, "", 9), (2, 3, "", 1)]
    assert settle(columns, proposals(*rows)).text == "bd"


def test_words_gain_no_space():
    columns = columns_of("abcd", words=[2, 2])
    outcome = settle(columns, proposals((0, 1, "a ", 1), (2, 3, "C", 2)))
    assert outcome.text == "abCd"
    assert outcome.refused_by["space"].tolist() == [1]


def insertion(point: int, anchor: int, text: str, rank: int = 1) -> Proposals:
    """What is inserted at a point belongs to the text of its anchor."""
    at = np.array([anchor])
    return dataclasses.replace(proposals((point, point, text, rank)), low=at, high=at)


def test_what_is_inserted_at_the_edge_of_a_text_belongs_to_its_anchor():
    columns = columns_of("ab", "cd")
    starts = np.array([0, 2, 4])
    for anchor, expected in ((1, [0, 3, 5]), (2, [0, 2, 5])):
        outcome = settle(columns, insertion(2, anchor, "!"))
        assert outcome.text == "ab!cd"
        assert outcome.cut(starts)[1].tolist() == expected
    assert settle(columns, insertion(4, 3, "!")).text == "abcd!"
    assert settle(columns, insertion(0, 0, "!")).text == "!abcd"


def test_an_insertion_at_a_fence_inside_a_text_is_refused():
    columns = columns_of("abcd", layouts=[Layout(spans=((2, 4),))])
    assert settle(columns, insertion(2, 1, "!")).text == "abcd"
    assert settle(columns, insertion(4, 3, "!")).text == "abcd!"
    words = columns_of("abcd", words=[2, 2])
    assert settle(words, insertion(2, 1, "!")).cut(np.array([0, 2, 4]))[1].tolist() == [0, 3, 5]


def test_what_writes_what_stands_there_is_no_edit():
    outcome = settle(columns_of("abcdef"), proposals((0, 2, "ab", 1), (3, 5, "dE", 2)))
    assert (outcome.text, len(outcome.edits.start)) == ("abcdEf", 1)


def test_words_keep_the_spaces_that_they_have():
    columns = columns_of("a b", words=[3])
    assert settle(columns, proposals((1, 2, "", 1))).text == "a b"


def test_guarded_words_stay():
    columns = columns_of("not a knot", guarded=True)
    outcome = settle(columns, proposals((0, 1, "N", 1), (7, 8, "N", 2)))
    assert outcome.text == "not a kNot"
    assert outcome.refused_by["guard"].tolist() == [1]
