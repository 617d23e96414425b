"""Dropout from a counter-based generator: on a CPU, random bits cost more than what they drop.

Each call draws two 32-bit keys from torch's default generator, which the training loop seeds for
each update, and hashes the number of each pair of elements with them in plain tensor operations. So
what is dropped is a pure function of the seed, the update and the place of the call, whatever the
number of threads; and code that restores torch's generator to run a forward pass again (gradient
checkpointing) drops the same elements again. On other devices the kernel of torch is the fast one.

The hash is the finalizer of MurmurHash3 (Appleby, public domain) with the second key between its
rounds, on counters that the golden ratio spreads (Steele et al. 2014).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional

# Shares are realized in steps of 2 ** -16: each element reads half of a 32-bit word.
_STEPS = 1 << 16
_GOLDEN, _FIRST, _SECOND = -1640531527, -2048144789, -1028477387


class Dropout(nn.Module):
    """A layer of `drop`: it acts while training only.

    Args:
        p: share of elements that are set to zero; named as in torch, whose callers read it.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, values: Tensor) -> Tensor:
        """Values with a share set to zero and the others scaled up."""
        return drop(values, self.p) if self.training and self.p else values


def use_counters(encoder: nn.Module) -> None:
    """Put `Dropout` in the place of every dropout layer of torch in an encoder."""
    for owner in list(encoder.modules()):
        for name, layer in list(owner.named_children()):
            if type(layer) is nn.Dropout:
                setattr(owner, name, Dropout(layer.p).train(layer.training))


def drop(values: Tensor, share: float) -> Tensor:
    """Set a share of the elements to zero, independently, and scale the others up by what is left.

    Args:
        values: any shape.
        share: from 0 to 1. On a CPU it is rounded to a multiple of 2 ** -16, and the scale is that
            of the rounded share: the expectation of every element is exact.
    """
    if values.device.type != "cpu":
        return functional.dropout(values, p=share)
    # In place: the product's backward reads its factors, not its result.
    return (values * kept(values.shape, share, values.dtype)).mul_(scale_up(share))


def kept(shape: Sequence[int], share: float, dtype: torch.dtype) -> Tensor:
    """1 for an element that stays and 0 for one that is dropped; on the CPU."""
    count = math.prod(shape)
    halves = _words((count + 1) // 2).view(torch.int16)[:count]
    # A signed half is below -2 ** 15 + n for n of its 2 ** 16 values.
    threshold = _n_dropped(share) - _STEPS // 2
    if threshold >= _STEPS // 2:
        return torch.zeros(tuple(shape), dtype=dtype)
    return halves.ge_(threshold).to(dtype).view(tuple(shape))


def scale_up(share: float) -> float:
    """What kept elements are multiplied with; 1 where none is kept."""
    return _STEPS / ((_STEPS - _n_dropped(share)) or _STEPS)


def _n_dropped(share: float) -> int:
    return round(share * _STEPS)


def _words(count: int) -> Tensor:
    """Random 32-bit words, (count,): the hash of each number under two fresh keys."""
    first, second = torch.randint(-(2**31), 2**31, (2,), dtype=torch.int64).to(torch.int32)
    words: Tensor = _counters(max(10, (count - 1).bit_length()))[:count] + first
    words ^= _shifted(words, 15)
    words *= _FIRST
    words ^= second
    words ^= _shifted(words, 13)
    words *= _SECOND
    words ^= _shifted(words, 16)
    return words


def _shifted(words: Tensor, bits: int) -> Tensor:
    """Words shifted to the right with zeros from the left; torch would copy the sign."""
    return (words >> bits).bitwise_and_((1 << (32 - bits)) - 1)


@lru_cache(maxsize=4)
def _counters(bits: int) -> Tensor:
    """The numbers from 0 to 2 ** bits - 1 times the golden ratio, modulo 2 ** 32."""
    return torch.arange(1 << bits, dtype=torch.int32).mul_(_GOLDEN)
