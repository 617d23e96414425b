"""From the name of a stage function to its call."""

import builtins
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import MissingDependencyError
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import make_step
from crosswind.runner.resolve import (
    Work,
    call_stage,
    call_stage_together,
    input_paths,
    signature_problems,
    stage_function,
)


def options(folder: Path) -> RunOptions:
    return RunOptions(data_root=folder)


def test_a_stage_gets_its_params_as_a_record_with_tuples(fake_kinds: Any, tmp_path: Path) -> None:
    step = make_step("load_examples", {"text": "abc", "words": ["x", "y"]}, {})
    work = Work(kind=KINDS[step.kind], step=step, inputs={}, out=tmp_path)
    assert call_stage(work, options(tmp_path)) == {"letters": 3}
    assert (tmp_path / "text.txt").read_text("utf-8") == "abc"


def test_a_param_that_the_stage_does_not_know_is_refused(fake_kinds: Any, tmp_path: Path) -> None:
    step = make_step("load_examples", {"text": "abc", "colour": "red"}, {})
    with pytest.raises(TypeError, match="colour"):
        call_stage(
            Work(kind=KINDS[step.kind], step=step, inputs={}, out=tmp_path), options(tmp_path)
        )


def test_a_group_gets_its_shared_inputs_once_and_a_job_a_step(
    fake_kinds: Any, tmp_path: Path
) -> None:
    for name in ("encoder", "examples", "0", "1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "text.txt").write_text(name, "utf-8")
    works = [
        Work(
            kind=KINDS["predict"],
            step=make_step(
                "predict",
                {"text": f"p{number}"},
                {"encoder": "e", "checkpoint": None, "examples": "x", "candidates": ()},
            ),
            inputs={
                "encoder": tmp_path / "encoder",
                "checkpoint": None,
                "examples": tmp_path / "examples",
                "candidates": (),
            },
            out=tmp_path / str(number),
        )
        for number in range(2)
    ]
    assert len(call_stage_together(works, options(tmp_path))) == 2
    assert (tmp_path / "groups").read_text("utf-8") == "p0 p1\n"
    assert (tmp_path / "1" / "text.txt").read_text("utf-8") == "encoder|examples>p1"


def test_inputs_keep_their_shape() -> None:
    inputs = {"encoder": "e", "start": None, "train": ("t", "u"), "validation": None}
    assert input_paths(inputs, Path) == {
        "encoder": Path("e"),
        "start": None,
        "train": (Path("t"), Path("u")),
        "validation": None,
    }


@pytest.mark.parametrize(("package", "extra"), [("torch", "train"), ("hassil", "embedded")])
def test_a_missing_package_is_told_with_its_extra(
    fake_kinds: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, package: str, extra: str
) -> None:
    (tmp_path / "wants_it.py").write_text(f"import {package}.deep\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "wants_it", raising=False)
    with pytest.raises(MissingDependencyError) as caught:
        stage_function("wants_it:step")
    assert f"crosswind[{extra}]" in str(caught.value)


def test_another_missing_module_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ModuleNotFoundError):
        stage_function("crosswind.no_such_room:step")


@pytest.mark.parametrize("name", ["load_examples", "perturb_examples", "predict", "compare"])
def test_agreeing_signatures_have_no_problem(fake_kinds: Any, name: str) -> None:
    assert signature_problems(KINDS[name]) == []


@pytest.mark.parametrize(
    ("kind", "function", "problems"),
    [
        ("load_examples", "without_options", ["no argument 'options'"]),
        (
            "perturb_examples",
            "of_other_inputs",
            ["input 'examples' is", "undeclared argument 'extra'"],
        ),
        ("perturb_examples", "source", ["input 'examples' is None, declared one"]),
        ("compare", "follow", ["input 'scores' is None", "undeclared argument 'examples'"]),
    ],
)
def test_differing_signatures_are_told(
    fake_kinds: Any, kind: str, function: str, problems: list[str]
) -> None:
    changed = replace(KINDS[kind], target=f"fake_stages:{function}")
    found = signature_problems(changed)
    assert len(found) == len(problems)
    assert all(text.startswith(part) for text, part in zip(found, problems, strict=True))
