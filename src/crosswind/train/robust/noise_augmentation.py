"""Noise augmentation: in each epoch a share of the examples is read with noise, with its label.

    loss = L(copy e of the batch),   e = epoch mod copies

The copies are made by `perturb_examples` steps in front of the stage: which examples are perturbed,
by which of the perturbations and severities, and with which edits, is drawn anew for every copy,
from a stream that no evaluated text draws from. Everything else is plain training, so an arm with
noise has as many updates as one without.

Source: Belinkov & Bisk 2018, who train on clean and noisy text together; Stickland et al. 2023
(arXiv:2210.04782) name it as the baseline to beat.

Differs: the share is of the examples of a copy, drawn anew each epoch, not a doubled corpus.
"""

from crosswind.train.robust.method import Method
from crosswind.train.robust.original import perturbed_copies

METHOD = Method(copies=perturbed_copies)
