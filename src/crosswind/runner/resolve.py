"""Step kind -> stage function: the only place that imports what the plan names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import MissingDependencyError
from crosswind.core.registry import load_attribute
from crosswind.plan.kinds import StepKind
from crosswind.plan.steps import Input, Step

# Packages that stage rooms import at module level -> the extra that brings them.
_EXTRA_OF = {
    "torch": "train",
    "transformers": "train",
    "tokenizers": "train",
    "safetensors": "train",
    "accelerate": "train",
    "peft": "peft",
    "pyarrow": "report",
    "polars": "report",
    "scipy": "report",
    "altair": "report",
    "vl_convert": "report",
    "jinja2": "report",
    "hassil": "embedded",
    "polib": "embedded",
    "ray": "ray",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One step with the places it reads and writes.

    Attributes:
        kind: its kind; carried along, so that a worker runs what its run means.
        step: what to do.
        inputs: folders of the artifacts that it reads, in the shape that its function declares.
        out: the empty folder that it fills.
    """

    kind: StepKind
    step: Step
    inputs: Mapping[str, Path | tuple[Path, ...] | None]
    out: Path


def stage_function(target: str) -> Callable[..., Any]:
    """Import a stage function.

    Raises:
        MissingDependencyError: an optional package that its room needs is absent.
    """
    try:
        function: Callable[..., Any] = load_attribute(target)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in _EXTRA_OF:
            raise MissingDependencyError.of(package, _EXTRA_OF[package]) from error
        raise
    return function


def call_stage(work: Work, options: RunOptions) -> dict[str, Any]:
    """Run one step; returns its summary."""
    function = stage_function(work.kind.target)
    hints = get_type_hints(function)
    params = _record(hints["params"], work.step.params)
    summary: dict[str, Any] = function(params, **work.inputs, out=work.out, options=options)
    return summary


def call_stage_together(works: Sequence[Work], options: RunOptions) -> list[dict[str, Any]]:
    """Run steps of one kind that share the inputs named in `together`; a summary each."""
    kind = works[0].kind
    function = stage_function(kind.group_target)
    job_type = get_args(get_type_hints(function)["jobs"])[0]
    params_type = get_type_hints(job_type)["params"]
    jobs = [
        job_type(
            params=_record(params_type, work.step.params),
            out=work.out,
            **{name: value for name, value in work.inputs.items() if name not in kind.together},
        )
        for work in works
    ]
    shared = {name: works[0].inputs[name] for name in kind.together}
    summaries: list[dict[str, Any]] = function(jobs, **shared, options=options)
    return summaries


def input_paths(
    inputs: Mapping[str, Input], open_artifact: Callable[[str], Path]
) -> dict[str, Path | tuple[Path, ...] | None]:
    """The folders of a step's inputs, in the shape that its function declares."""
    out: dict[str, Path | tuple[Path, ...] | None] = {}
    for name, value in inputs.items():
        if value is None:
            out[name] = None
        elif isinstance(value, str):
            out[name] = open_artifact(value)
        else:
            out[name] = tuple(open_artifact(item) for item in value)
    return out


def signature_problems(kind: StepKind) -> list[str]:
    """How a stage function differs from what the table declares; empty if it agrees."""
    hints = get_type_hints(stage_function(kind.target))
    problems = [
        f"no argument {name!r}" for name in ("params", "out", "options") if name not in hints
    ]
    for name, arity in kind.inputs.items():
        declared = hints.get(name)
        shape = {
            "one": declared is Path,
            "optional": get_origin(declared) is UnionType and type(None) in get_args(declared),
            "many": get_origin(declared) is tuple,
        }[arity]
        if not shape:
            problems.append(f"input {name!r} is {declared}, declared {arity}")
    extra = set(hints) - set(kind.inputs) - {"params", "out", "options", "return"}
    return problems + [f"undeclared argument {name!r}" for name in sorted(extra)]


def _record(record_type: type, values: Mapping[str, Any]) -> Any:
    return record_type(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    )
