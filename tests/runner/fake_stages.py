"""Stage functions that write a line of text; what they shall do stands in files beside the store.

Importable by name in any process whose path holds this folder.
"""

import errno
import logging
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DeviceError


@dataclass(frozen=True, slots=True, kw_only=True)
class TextParams:
    text: str
    words: tuple[str, ...] = ()


def orders(options: RunOptions, text: str) -> str:
    """What a step shall do: `options.data_root / text` says fail, interrupt, fill, slow ..."""
    path = options.data_root / text
    return path.read_text("utf-8") if path.exists() else ""


def is_first(text: str, options: RunOptions) -> bool:
    """Whether no attempt was made before; the process of the first one is noted."""
    mark = options.data_root / f"{text}.first"
    if mark.exists():
        return False
    mark.write_text(str(os.getpid()), "utf-8")
    return True


def act(params: TextParams, out: Path, options: RunOptions, content: str) -> dict[str, object]:
    with (options.data_root / "calls").open("a", encoding="utf-8") as stream:
        stream.write(f"{params.text}\n")
    with options.clock.phase("write"):
        (out / "text.txt").write_text(content[: len(content) // 2], "utf-8")
    order = orders(options, params.text)
    if order == "fail":
        raise ValueError(f"{params.text} does not work")
    if order == "no device":
        raise DeviceError("no such device", place="--device", value="cuda:7")
    if order == "interrupt":
        raise KeyboardInterrupt
    if order == "fill":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(out / "text.txt"))
    if order == "unreadable":
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/their/file.tsv")
    if order == "die" or (order == "die once" and is_first(params.text, options)):
        keep(options)
        os.kill(os.getpid(), signal.SIGKILL)
    if options.partial is not None and (options.partial / "half.txt").exists():
        with (options.data_root / "resumed").open("a", encoding="utf-8") as stream:
            stream.write(f"{params.text}\n")
        logging.getLogger("crosswind").warning("resumed: %s", params.text)
    if order == "linger once" and is_first(params.text, options):
        time.sleep(300)
    if order == "slow":
        time.sleep(0.02)
    (out / "text.txt").write_text(content, "utf-8")
    return {"letters": len(content)}


def keep(options: RunOptions) -> None:
    """Leave a state to go on from."""
    if options.partial is not None:
        options.partial.mkdir(parents=True, exist_ok=True)
        (options.partial / "half.txt").write_text("half", "utf-8")


def read(folder: Path | None) -> str:
    return "" if folder is None else (folder / "text.txt").read_text("utf-8")


def source(params: TextParams, *, out: Path, options: RunOptions) -> dict[str, object]:
    assert isinstance(params.words, tuple)
    return act(params, out, options, params.text)


def follow(
    params: TextParams, *, examples: Path, out: Path, options: RunOptions
) -> dict[str, object]:
    return act(params, out, options, f"{read(examples)}>{params.text}")


def join(
    params: TextParams, *, scores: tuple[Path, ...], out: Path, options: RunOptions
) -> dict[str, object]:
    return act(params, out, options, "+".join([*map(read, scores), params.text]))


def score(
    params: TextParams,
    *,
    examples: Path,
    predictions: Path,
    tuning_examples: Path | None,
    tuning_predictions: Path | None,
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    return act(params, out, options, f"{read(predictions)}!{params.text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    params: TextParams
    examples: Path
    candidates: tuple[Path, ...]
    out: Path


def predict(
    params: TextParams,
    *,
    encoder: Path,
    checkpoint: Path | None,
    examples: Path,
    candidates: tuple[Path, ...],
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    job = Job(params=params, examples=examples, candidates=candidates, out=out)
    return predict_many([job], encoder=encoder, checkpoint=checkpoint, options=options)[0]


def predict_many(
    jobs: Sequence[Job], *, encoder: Path, checkpoint: Path | None, options: RunOptions
) -> list[dict[str, object]]:
    with (options.data_root / "groups").open("a", encoding="utf-8") as stream:
        stream.write(" ".join(job.params.text for job in jobs) + "\n")
    before = read(encoder) + read(checkpoint)
    return [
        act(job.params, job.out, options, f"{before}|{read(job.examples)}>{job.params.text}")
        for job in jobs
    ]


def without_options(params: TextParams, *, out: Path) -> dict[str, object]:
    return {}


def of_other_inputs(
    params: TextParams, *, examples: tuple[Path, ...], extra: Path, out: Path, options: RunOptions
) -> dict[str, object]:
    return {}


def needs_torch(params: TextParams, *, out: Path, options: RunOptions) -> dict[str, object]:
    raise AssertionError


TARGETS = {
    "load_encoder": "source",
    "load_examples": "source",
    "perturb_examples": "follow",
    "predict": "predict",
    "score": "score",
    "compare": "join",
}
