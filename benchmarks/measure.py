"""What the benchmarks share: clocks, the machine, its matrix-product rate, an encoder and texts."""

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from crosswind.config.run_options import RunOptions
from crosswind.data.load import read_task
from crosswind.model.encoders import word_embedding
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.sources import encoder_source
from crosswind.records.example import Example
from crosswind.runner.environment import machine

# Matrix products of one run that is timed.
_PRODUCTS = 40


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the wall clock, and of all processors for this process."""

    wall: float
    processor: float


def cost_of(call: Callable[[], object]) -> Cost:
    """What one call costs."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return Cost(time.perf_counter() - wall, time.process_time() - processor)


def in_turn(calls: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Cost]:
    """The fastest of some runs of each call; they take turns, so that a busy machine hits all."""
    best: dict[str, Cost] = {}
    for _ in range(repeats):
        for name, call in calls.items():
            cost = cost_of(call)
            known = best.get(name, cost)
            best[name] = Cost(min(known.wall, cost.wall), min(known.processor, cost.processor))
    return best


def print_machine(*packages: str) -> None:
    """One line: processor, threads, and the versions of what is measured."""
    found = [f"python {platform.python_version()}"]
    for name in packages:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} absent")
    facts = machine()
    cores = f"{torch.get_num_threads()} threads of {facts['cores']} cores"
    print(f"{facts['processor']}, {cores}, bf16 {facts['bf16']}; {', '.join(found)}")


def matrix_rate(encoder: nn.Module, n_tokens: int, dtype: torch.dtype) -> float:
    """FLOP a second of one core in the encoder's own matrix products with `n_tokens` tokens.

    Forward, gradient of the input and gradient of the weights, each at the fastest of some runs, by
    processor time: on a busy machine the wall clock measures the neighbors. A run is many products,
    since the processor time of other threads is only counted up to the last tick of the kernel.
    """
    shapes = sorted({(layer.out_features, layer.in_features) for layer in linear_layers(encoder)})
    work = seconds = 0.0
    for n_out, n_in in shapes:
        rows = torch.randn(n_tokens, n_in).to(dtype)
        weights = torch.randn(n_out, n_in).to(dtype)
        back = torch.randn(n_tokens, n_out).to(dtype)
        calls = {
            "forward": partial(_many, functional.linear, rows, weights),
            "input": partial(_many, torch.matmul, back, weights),
            "weights": partial(_many, torch.matmul, back.t(), rows),
        }
        seconds += sum(cost.processor for cost in in_turn(calls, 7).values())
        work += _PRODUCTS * 3 * 2.0 * n_tokens * n_in * n_out
    return work / seconds


def _many(product: Callable[..., object], *factors: torch.Tensor) -> None:
    for _ in range(_PRODUCTS):
        product(*factors)


def linear_layers(encoder: nn.Module) -> list[nn.Linear]:
    """All linear layers of an encoder."""
    return [layer for layer in encoder.modules() if isinstance(layer, nn.Linear)]


def parameters_without_embeddings(encoder: nn.Module) -> int:
    """P: parameters that every token is multiplied with."""
    looked_up = [layer for layer in encoder.modules() if isinstance(layer, nn.Embedding)]
    looked_up.append(word_embedding(encoder))
    tables = {id(table.weight): table.weight.numel() for table in looked_up}
    return sum(weights.numel() for weights in encoder.parameters()) - sum(tables.values())


def encoder_folder(folder: Path) -> Path:
    """The embedded encoder, as transformers loads it."""
    source = encoder_source("e5-small-q4", offline=True)
    load = LoadEncoderParams(name=source.name, revision="", source=source.as_params())
    folder.mkdir(parents=True, exist_ok=True)
    load_encoder(load, out=folder, options=RunOptions())
    return folder


def pairs(data: Path | None, n: int) -> tuple[str, list[Example]]:
    """The first pairs of MNLI, or of the embedded paraphrases where no data folder is given."""
    if data is None:
        return "home_paraphrase", read_task("home_paraphrase", "en", "train", Path("data"))[:n]
    return "mnli", read_task("mnli", "en", "train", data)[:n]
