"""Randomised smoothing by random perturbation: the loss at randomly moved embeddings (RS-RP).

    loss = L(E + d),   d_t uniform in the L2 ball of the radius, or gaussian

A new d is drawn for every update, so the expectation of the smoothed model is trained on; with
radius 0 this is plain training, to the bit.

Source: Huang et al. 2021 (arXiv:2104.08645); Cohen et al. 2019 (randomised smoothing).

Differs: the radius of the paper is not published, so the default is ours. Prediction is ordinary,
without a vote over perturbed inputs, as in the released evaluation of the paper.
"""

from torch import Tensor

from crosswind.config.robust import RandomSmoothing
from crosswind.train.losses import Loss, Update, plain_loss
from crosswind.train.robust.embeddings import random_shift, shifted
from crosswind.train.robust.method import Method


def _loss(settings: RandomSmoothing) -> Loss:
    drawn_from = "l2" if settings.distribution == "uniform" else settings.distribution

    def loss(update: Update) -> Tensor:
        shift = random_shift(
            update, settings.radius, drawn_from=drawn_from, purpose="random smoothing"
        )
        with shifted(update.model, shift):
            return plain_loss(update)

    return loss


METHOD = Method(loss=_loss)
