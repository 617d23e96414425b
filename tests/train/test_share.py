"""The rows of each process: every row once, and in one process all of them."""

from hypothesis import given
from hypothesis import strategies as st

from crosswind.model.tokenise import ModelInput
from crosswind.train.objective import TrainingRow
from crosswind.train.share import WHOLE, Share


def rows(n_rows: int) -> list[TrainingRow]:
    return [TrainingRow((ModelInput((0, 20 + number, 2)),), (0,)) for number in range(n_rows)]


@given(st.integers(0, 40), st.integers(1, 6))
def test_every_row_is_in_one_share(n_rows: int, n_shares: int) -> None:
    batch = rows(n_rows)
    shares = [Share(index=index, n_shares=n_shares) for index in range(n_shares)]
    parts = [share.of(batch, is_whole=False) for share in shares]
    assert sorted(row.reads[0].ids for part in parts for row in part) == [
        row.reads[0].ids for row in batch
    ]
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    whole = [share.of(batch, is_whole=True) for share in shares]
    assert whole == [batch, *([[]] * (n_shares - 1))]


def test_one_process_adds_nothing_up() -> None:
    assert WHOLE.of(rows(3), is_whole=False) == rows(3)
    assert WHOLE.total(7) == 7
