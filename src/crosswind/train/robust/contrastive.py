"""Contrastive: the vector of a row shall be nearer to that of its view than to any other.

    loss = L(x) + weight x mean over i of -log( exp(cos(z_i, v_i) / t) / sum over k exp(cos / t) )

z are the mean token vectors of the clean rows, v those of their views; i runs over both, and k over
all other vectors of the batch (NT-Xent). A text that stands in the batch twice is no negative of
itself.

Source: Stickland et al. 2023 (RCP, arXiv:2210.04782), temperature 0.05; Chen et al. 2020 (NT-Xent).

Differs: an auxiliary loss of a labelled stage, not a stage of its own on pairs of real errors with
masked language modelling; the views carry our noise. The cross-batch memory of 4,096 vectors is
left out: what an update lowers would depend on the updates before it.
"""

import torch
from torch import Tensor
from torch.nn import functional

from crosswind.config.robust import Contrastive
from crosswind.model.batches import Batch
from crosswind.model.devices import autocast
from crosswind.model.heads import mean_pool
from crosswind.train.losses import Loss, Update, plain_loss
from crosswind.train.objective import logits_of, loss_of
from crosswind.train.robust.method import Method
from crosswind.train.robust.original import perturbed_copies


def nt_xent(clean: Tensor, view: Tensor, owners: Tensor, temperature: float) -> Tensor:
    """The normalised, temperature-scaled cross entropy of pairs.

    Args:
        clean: vectors of N texts, (N, D).
        view: vectors of their views, (N, D).
        owners: number of the text of each, (N,): equal texts have equal numbers.
        temperature: cosines are divided by it.
    """
    unit = functional.normalize(torch.cat([clean, view]).float(), dim=-1)
    n = len(clean)
    own = torch.arange(2 * n, device=unit.device).roll(n)
    twice = owners.repeat(2)
    is_same = twice.unsqueeze(0) == twice.unsqueeze(1)
    is_same[torch.arange(2 * n, device=unit.device), own] = False
    scores = (unit @ unit.T / temperature).masked_fill(is_same, torch.finfo(unit.dtype).min)
    return functional.cross_entropy(scores, own)


def _owners(batch: Batch) -> Tensor:
    """A number for each distinct row."""
    owners: Tensor = torch.unique(batch.ids, dim=0, return_inverse=True)[1]
    return owners


def _loss(settings: Contrastive) -> Loss:
    def loss(update: Update) -> Tensor:
        if update.view is None:
            return plain_loss(update)
        (clean,), (view,) = update.batch.sides, update.view.sides
        model = update.model
        assert model.head is not None, "a part has a head"
        with autocast(clean.ids.device, update.precision):
            hidden, noisy = (
                model.hidden(side.ids, side.keep, side.type_ids, layer=-1) for side in (clean, view)
            )
            output = model.head(hidden, clean.keep)
        logits = logits_of((output,), update.batch, update.objective)
        vectors = mean_pool(hidden.float(), clean.keep), mean_pool(noisy.float(), view.keep)
        apart = nt_xent(*vectors, _owners(clean), settings.temperature)
        return loss_of(logits, update.batch.targets) + settings.weight * apart

    return loss


METHOD = Method(loss=_loss, copies=perturbed_copies, is_beside=True)
