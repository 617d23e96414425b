"""Devices, threads and precision."""

import pytest
import torch
from torch import nn

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DeviceError
from crosswind.model.devices import autocast, lowered, open_device, usable_cores


def test_threads_and_determinism_are_set():
    assert open_device(RunOptions(device="cpu", threads=1)) == torch.device("cpu")
    assert torch.get_num_threads() == 1
    assert torch.are_deterministic_algorithms_enabled()
    assert usable_cores() >= 1


@pytest.mark.parametrize("name", ["gpu", "cuda:99", "xla"])
def test_an_absent_device_is_an_error(name):
    with pytest.raises(DeviceError, match=f"--device.*{name}"):
        open_device(RunOptions(device=name))


def test_precision_decides_the_products():
    cpu, ones = torch.device("cpu"), torch.ones(2, 2)
    with autocast(cpu, "fp32"):
        assert (ones @ ones).dtype == torch.float32
    with autocast(cpu, "bf16"):
        assert (ones @ ones).dtype == torch.bfloat16
    with pytest.raises(ConfigError, match="precision"):
        autocast(cpu, "fp8")


def test_linear_layers_are_rounded_for_a_while_and_have_their_own_weights_back():
    model = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2))
    own = {name: (weights, weights.detach().clone()) for name, weights in model.named_parameters()}
    with pytest.raises(ZeroDivisionError), lowered(model, "bf16"):
        assert model[0].weight.dtype == model[0].bias.dtype == torch.bfloat16
        assert model[1].weight.dtype == torch.float32
        raise ZeroDivisionError
    for name, weights in model.named_parameters():
        assert weights is own[name][0]
        assert torch.equal(weights, own[name][1])
    with lowered(model, "fp32"):
        assert model[0].weight is own["0.weight"][0]
