"""Which update is kept."""

from crosswind.train.selection import Selection


def selection(history, patience):
    return Selection(
        parts=(),
        every=10,
        patience=patience,
        pad_id=1,
        precision="fp32",
        history=history,
    )


def test_the_earliest_best_wins():
    assert selection([(10, 0.5), (20, 0.7), (30, 0.7)], 0).best_update == 20
    assert selection([], 0).best_update == 0


def test_patience_counts_evaluations_without_a_gain():
    history = [(10, 0.5), (20, 0.4), (30, 0.5)]
    assert selection(history, 2).is_exhausted()
    assert not selection(history, 3).is_exhausted()
    assert not selection(history, 0).is_exhausted()


def test_an_average_takes_every_evaluation_from_its_first_update_on():
    found = selection([(10, 0.9), (20, 0.4), (30, 0.5)], 1)
    assert (found.averaged, found.kept_updates(40)) == ([], [10])
    found.average_from = 20
    assert found.kept_updates(40) == found.averaged == [20, 30]
    assert not found.is_exhausted()
    assert selection([], 0).kept_updates(40) == [40]


def test_without_rows_nothing_is_due():
    assert not selection([], 1).is_due(10, 10)
