"""Adversarial training: the loss at the worst perturbation found in a ball around each token.

    loss = L(E) + weight x L(E + d),   d = argmax over |d_t| <= radius of L(E + d)

E are the word embeddings of the batch, d_t the perturbation of token t. The maximum is looked for
by projected gradient ascent: d <- into the ball (d + step_size x direction of the gradient). One
step from zero is the fast gradient method. With several, the start is uniform in the ball.

Source: Huang et al. 2021 (arXiv:2104.08645), who see a misaligned word of another language as a
perturbed English one; Miyato et al. 2017 (fast gradient method on embeddings); Madry et al. 2018
(projected gradient descent, random start, step 2.5 x radius / steps).

Differs: the ball is around each token, as the alignment of each word is its own; Miyato et al.
normalise over the whole sequence and on standardised embeddings. Radius and steps of 2104.08645 are
not published: the defaults are ours. Gradients flow through the weights alone, not through d.
"""

import torch
from torch import Tensor

from crosswind.config.robust import Adversarial
from crosswind.train.losses import Loss, Update, plain_loss
from crosswind.train.robust.embeddings import into_ball, random_shift, shifted, steepest
from crosswind.train.robust.method import Method

# Madry et al. 2018: enough to reach the border from anywhere in the ball.
_REACH = 2.5


def worst_shift(update: Update, settings: Adversarial) -> Tensor:
    """The perturbation that raises the loss most, as far as the steps find it: (B, T, D)."""
    radius, norm = settings.radius, settings.norm
    step_size = settings.step_size or _REACH * radius / settings.steps
    start = radius if settings.steps > 1 else 0.0
    shift = random_shift(update, start, drawn_from=norm, purpose="adversarial")
    keep = update.batch.sides[0].keep.unsqueeze(-1)
    for _ in range(settings.steps):
        shift.requires_grad_()
        with torch.enable_grad(), shifted(update.model, shift):
            (gradient,) = torch.autograd.grad(plain_loss(update), shift)
        moved = shift.detach() + step_size * steepest(gradient, norm) * keep
        shift = into_ball(moved, radius, norm)
    return shift


def _loss(settings: Adversarial) -> Loss:
    def loss(update: Update) -> Tensor:
        clean = plain_loss(update)
        with shifted(update.model, worst_shift(update, settings)):
            return clean + settings.weight * plain_loss(update)

    return loss


METHOD = Method(loss=_loss)
