"""How long a stage is, and whose updates they are."""

import pytest

from crosswind.train.duration import Duration, duration
from crosswind.train.objective import TrainingRow, TrainingText
from crosswind.train.params import FineTuneParams
from crosswind.train.stage_text import StageText


def text(n: int) -> StageText:
    rows = tuple(TrainingRow((), ()) for _ in range(n))
    return StageText(
        n_texts=1,
        n_examples=n,
        labels=(),
        training=TrainingText(rows=rows),
        held_out=TrainingText(),
    )


def stage(*parts: dict, **changes) -> FineTuneParams:
    given = [
        {"kind": "tagging", "fields": ["text"], "batch_examples": 10, **part} for part in parts
    ]
    return FineTuneParams(
        task="all", kind="tagging", fields=("text",), parts=tuple(given), **changes
    )


def test_an_epoch_of_a_mixture_is_one_of_each_of_its_tasks():
    params = stage({"task": "a"}, {"task": "b", "batch_examples": 5}, sampling="proportional")
    found = duration(params, [text(100), text(20)])
    assert found.n_updates == 2 * (10 + 4)
    assert found.probabilities == pytest.approx((100 / 120, 20 / 120))


def test_masked_text_has_its_share_of_all_updates():
    beside = {"task": "mlm_text", "kind": "masked_lm", "share": 0.5, "smoothing": 0.0}
    params = stage(
        {"task": "a"}, {**beside, "language": "de"}, {**beside, "language": "th"}, epochs=1
    )
    found = duration(params, [text(100), text(900), text(9)])
    assert found.n_updates == 20
    assert found.probabilities == (0.5, 0.25, 0.25)


def test_masked_text_alone_has_all():
    alone = {"task": "mlm_text", "kind": "masked_lm", "language": "de"}
    found = duration(stage(alone, epochs=1), [text(100)])
    assert (found.n_updates, found.probabilities) == (10, (1.0,))


def test_updates_are_added_and_a_number_of_updates_wins():
    one = stage({"task": "a"}, epochs=1)
    assert duration(one, [text(100)], n_added=7).n_updates == 17
    assert duration(stage({"task": "a"}, max_updates=3), [text(100)]).n_updates == 3


def test_updates_are_counted_as_far_as_training_went():
    lasts = Duration(n_updates=100, probabilities=(0.5, 0.5))
    assert sum(lasts.counts(["a", "b"], 40, seed=1).values()) == 40
    assert Duration(n_updates=9, probabilities=(1.0,)).counts(["a"], 9, seed=1) == {"a": 9}
