"""Device, threads, determinism and precision: the only module that reads the hardware."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch
from torch import nn

from crosswind.config.run_options import RunOptions, require_device_name
from crosswind.core.errors import DeviceError, require_one_of

PRECISIONS = ("fp32", "bf16")


def open_device(options: RunOptions) -> torch.device:
    """Choose the device, set the number of threads, and ask torch for deterministic kernels.

    Args:
        options: `device` ("auto" takes an accelerator if there is one) and `threads` (0 = all).

    Raises:
        DeviceError: if the device does not exist on this machine.
    """
    device = _device(options.device)
    if device.type == "cpu":
        torch.set_num_threads(options.threads or usable_cores())
    else:
        # cuBLAS is deterministic only with a fixed workspace, and reads it from here alone.
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        is_card = device.type == "cuda"
        options.clock.settle = torch.cuda.synchronize if is_card else torch.mps.synchronize
    torch.use_deterministic_algorithms(mode=True)
    # The deterministic mode would also fill every new tensor with NaN, which costs time and only
    # shows reads of memory that nobody wrote.
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]
    return device


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def autocast(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """The context in which a forward pass runs.

    Args:
        device: where the model is.
        precision: "fp32", or "bf16" for matrix products in bfloat16 with fp32 weights.

    Raises:
        ConfigError: for another precision.
    """
    require_one_of(precision, PRECISIONS, problem="unknown precision")
    if precision == "fp32":
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)


@contextmanager
def lowered(model: nn.Module, precision: str) -> Iterator[None]:
    """Linear layers hold their weights in bf16 for a while, and have their own back afterwards.

    Autocast rounds the weights at every call, which costs as much as a small batch itself.

    Args:
        model: nothing is trained meanwhile.
        precision: "bf16"; with "fp32" nothing happens.
    """
    layers = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    own = [(layer, dict(layer.named_parameters(recurse=False))) for layer in layers]
    try:
        for layer, weights in own if precision == "bf16" else ():
            for name, values in weights.items():
                rounded = values.detach().to(torch.bfloat16)
                setattr(layer, name, nn.Parameter(rounded, requires_grad=False))
        yield
    finally:
        for layer, weights in own:
            for name, values in weights.items():
                setattr(layer, name, values)


def _device(name: str) -> torch.device:
    require_device_name(name)
    n_cards, has_mps = torch.cuda.device_count(), torch.backends.mps.is_available()
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    device = torch.device(name)
    is_there = {"cuda": (device.index or 0) < n_cards, "mps": has_mps}
    if not is_there.get(device.type, True):
        cards = [f"cuda:{index}" for index in range(n_cards)]
        raise DeviceError(
            f"this machine has no such device (CUDA devices: {n_cards})",
            place="--device",
            value=name,
            allowed=("auto", "cpu", *cards, *(["mps"] if has_mps else [])),
            action="Leave out --device, or use --device auto.",
        )
    return device
