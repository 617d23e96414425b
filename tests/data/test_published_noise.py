import pytest

from crosswind.core.errors import DataError
from crosswind.data.published_noise import CLEAN, NO_PARTNER, rows_of_split
from crosswind.data.task import Placed
from crosswind.records.example import Example


def _rows(prefix: str, *texts: str, tags: tuple[str, ...] = ()) -> list[Placed]:
    return [
        Placed(
            place=f"{prefix}:{number}",
            example=Example(
                example_id=f"{prefix}{number}",
                parallel_id=f"cluster of {prefix}{number}",
                language="de",
                words=tuple(text.split(" ")),
                tags=tags[: text.count(" ") + 1],
            ),
        )
        for number, text in enumerate(texts)
    ]


def _n_words(example: Example) -> int:
    return len(example.words)


CLEAN_ROWS = _rows("c", "Gasthof Linde", "Hafen von Mardorf", "Clara Berg wohnte dort")
TAGS = ("B-ORG", "I-ORG", "O", "O")
NOISY = _rows("n", "Klara Berg wohnte dort", "Ganz was anderes", "Gasthof linde", tags=TAGS)


def test_both_splits_have_equal_ids_in_the_order_of_the_clean_file() -> None:
    sides = [rows_of_split(NOISY, CLEAN_ROWS, split, _n_words) for split in ("test", CLEAN)]
    for reading in sides:
        assert [row.example.example_id for row in reading.rows] == ["c0", "c2"]
        assert [row.example.parallel_id for row in reading.rows] == [
            "cluster of c0", "cluster of c2",
        ]  # fmt: skip
        assert reading.left_out == {NO_PARTNER: 1}
    noisy, clean = (reading.rows for reading in sides)
    assert [row.example.words[1] for row in noisy] == ["linde", "Berg"]
    assert [row.example.words[1] for row in clean] == ["Linde", "Berg"]
    assert [row.place for row in noisy] == ["n:2", "n:0"]


def test_clean_rows_without_tags_get_those_of_their_noisy_copy() -> None:
    clean = rows_of_split(NOISY, CLEAN_ROWS, CLEAN, _n_words).rows
    assert [row.example.tags for row in clean] == [("B-ORG", "I-ORG"), TAGS]


def test_files_that_do_not_belong_together_are_refused() -> None:
    others = _rows("c", "Etwas Fremdes", "Noch viel fremder klingend")
    with pytest.raises(DataError, match=r"n:0: no noisy row is like a clean row.*rows of c:0"):
        rows_of_split(NOISY, others, "test", _n_words)
    with pytest.raises(DataError, match="an empty file"):
        rows_of_split(NOISY, [], CLEAN, _n_words)


def test_no_noisy_rows_are_no_rows() -> None:
    assert rows_of_split([], CLEAN_ROWS, "test", _n_words).rows == []
