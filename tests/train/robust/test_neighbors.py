"""The user's list, and the nearest rows of a word embedding."""

import pytest
import torch

from crosswind.core.errors import DataError
from crosswind.train.robust.neighbors import nearest_pieces, read_neighbors, word_mark
from tests.train.robust.made_up import reader


def test_a_list_is_read(tmp_path):
    path = tmp_path / "neighbors.txt"
    path.write_text("\ufeffGood\tfine nice great good\nlone\t\nbad\tpoor\n")
    found = read_neighbors(path, 2)
    assert found == {"good": ("fine", "nice"), "lone": (), "bad": ("poor",)}


@pytest.mark.parametrize(
    ("text", "line", "match"),
    [
        ("good fine\n", ":1", "not a word with its neighbors"),
        ("good\tfine\n\tnice\n", ":2", "not a word with its neighbors"),
        ("very good\tfine\n", ":1", "not a word"),
        ("good\tfine\nGOOD\tnice\n", ":2", "stands twice"),
        ("good\t\n", "", "no neighbors"),
        ("", "", "no neighbors"),
    ],
)
def test_a_wrong_list_is_an_error_with_its_line(tmp_path, text, line, match):
    path = tmp_path / "neighbors.txt"
    path.write_text(text)
    with pytest.raises(DataError, match=match) as caught:
        read_neighbors(path, 8)
    assert caught.value.place == f"{path}{line}"


def test_the_nearest_pieces_stand_in_a_word_as_the_piece_does(tmp_path):
    read = reader(tmp_path)
    n = 600
    words = torch.randn(n, 8, generator=torch.Generator().manual_seed(1))
    pieces = [row for row in range(5, 100) if read.written(row) and row not in read.special_ids][
        :50
    ]
    found = nearest_pieces(pieces, words, read, 4)
    unit = torch.nn.functional.normalize(words, dim=-1)
    for piece in pieces:
        allowed = [
            other
            for other in range(n)
            if other != piece
            and other not in read.special_ids
            and read.written(other)
            and word_mark(read.written(other)) == word_mark(read.written(piece))
        ]
        expected = sorted(allowed, key=lambda other: -float(unit[piece] @ unit[other]))[:4]
        assert list(found[piece]) == expected
