"""A kept state belongs to one recipe, its inputs and its machine."""

from dataclasses import replace

import torch

from crosswind.config.run_options import RunOptions
from crosswind.train.params import FineTuneParams
from crosswind.train.stage_partial import stage_partial

PARAMS = FineTuneParams(task="toy", kind="classification", fields=("text",))
CPU = torch.device("cpu")


def test_what_decides_the_digits_decides_the_recipe(tmp_path):
    options = RunOptions(partial=tmp_path / "kept")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a").write_text("1", "utf-8")

    def recipe(params=PARAMS, device=CPU, inputs=(tmp_path / "text",)):
        return stage_partial(params, inputs, device, options).recipe

    first = recipe()
    assert first == recipe()
    (tmp_path / "text" / "provenance.json").write_text("{}", "utf-8")
    assert first == recipe()
    others = [
        recipe(replace(PARAMS, seed=2)),
        recipe(device=torch.device("cuda")),
        recipe(inputs=()),
    ]
    (tmp_path / "text" / "b").write_text("2", "utf-8")
    others.append(recipe())
    assert len({first, *others}) == 5


def test_without_a_folder_nothing_is_read(tmp_path):
    partial = stage_partial(PARAMS, (tmp_path / "absent",), CPU, RunOptions())
    assert partial.folder is None
