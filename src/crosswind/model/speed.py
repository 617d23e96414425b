"""What this machine's matrix products reach, measured in a moment."""

import time
from collections.abc import Iterator

import torch

_SIDE = 768
_SECONDS = 0.15


def matrix_speed() -> dict[str, float]:
    """Precision -> 10^12 operations a second of a square matrix product on the CPU."""
    numbers = torch.randn(_SIDE, _SIDE, generator=torch.Generator().manual_seed(0))
    return {
        "fp32": _rate(numbers),
        "bf16": _rate(numbers.to(torch.bfloat16)),
    }


def accelerators() -> list[str]:
    """Names of the accelerators that torch can use, with their memory where it is known."""
    return list(_accelerators())


def _accelerators() -> Iterator[str]:
    for number in range(torch.cuda.device_count()):
        facts = torch.cuda.get_device_properties(number)
        yield f"{facts.name}, {facts.total_memory / 1e9:.0f} GB"
    if torch.backends.mps.is_available():
        yield "mps"


def _rate(numbers: torch.Tensor) -> float:
    """The best of several products: others may use the cores too."""
    torch.mm(numbers, numbers)
    best, end = float("inf"), time.perf_counter() + _SECONDS
    while time.perf_counter() < end or best == float("inf"):
        start = time.perf_counter()
        torch.mm(numbers, numbers)
        best = min(best, time.perf_counter() - start)
    return 2 * _SIDE**3 / best / 1e12
