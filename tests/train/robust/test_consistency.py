"""Views that are equal agree; views that differ are compared at what both are asked."""

from dataclasses import replace

import pytest
import torch

from crosswind.config.robust import Consistency
from crosswind.train.losses import logits_for, plain_loss
from crosswind.train.objectives.spans import SPANS
from crosswind.train.robust.consistency import METHOD, compared, compared_spans, disagreement
from tests.train.robust.made_up import KINDS, update

SETTINGS = Consistency(method="consistency", perturbation=("typo",))


@pytest.mark.parametrize("kind", KINDS)
def test_identical_views_add_nothing(tmp_path, kind):
    one = update(tmp_path, kind)
    same = replace(one, view=one.batch)
    torch.testing.assert_close(METHOD.loss(SETTINGS)(same), plain_loss(one), atol=1e-6, rtol=0)
    assert METHOD.loss(SETTINGS)(replace(one, view=None)) == plain_loss(one)


@pytest.mark.parametrize("kind", KINDS)
def test_other_views_add_their_disagreement(tmp_path, kind):
    one = update(tmp_path, kind)
    clean, view = logits_for(one, one.batch), logits_for(one, one.view)
    if one.objective is SPANS:
        pair = (
            compared_spans(clean, one.batch.rows, one.view.rows),
            compared_spans(view, one.view.rows, one.batch.rows),
        )
    else:
        pair = compared(clean, one.batch), compared(view, one.view)
    assert pair[0].shape == pair[1].shape
    apart = disagreement(*pair)
    assert apart > 0
    loss = METHOD.loss(SETTINGS)(one)
    torch.testing.assert_close(loss, plain_loss(one) + 5 * apart)
    loss.backward()
    gradients = [weights.grad for weights in one.model.parameters() if weights.grad is not None]
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_the_divergence_counted_by_hand():
    p, q = torch.tensor([[0.75, 0.25]]), torch.tensor([[0.5, 0.5]])
    expected = float((p * (p / q).log()).sum() + (q * (q / p).log()).sum())
    assert float(disagreement(p.log(), q.log())) == pytest.approx(expected)
    assert float(disagreement(p[:0], q[:0])) == 0.0


def test_spans_are_compared_at_the_common_beginning_and_end(tmp_path):
    one = update(tmp_path, "span_qa")
    rows, views = one.batch.rows[:1], one.view.rows[:1]
    n, m = len(rows[0].reads[0].ids), len(views[0].reads[0].ids)
    assert m > n
    places = torch.arange(float(n)).expand(1, 2, n)
    kept = compared_spans(places, rows, views)[0].tolist()
    theirs = compared_spans(torch.arange(float(m)).expand(1, 2, m), views, rows)[0].tolist()
    assert [rows[0].reads[0].ids[int(at)] for at in kept] == [
        views[0].reads[0].ids[int(at)] for at in theirs
    ]
    answer = rows[0].target[0]
    assert kept.index(answer) == theirs.index(views[0].target[0])
