"""The step `load_encoder`: a named encoder as a Hugging Face folder in the store."""

import math
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import EncoderError
from crosswind.core.files import read_json
from crosswind.model.embedded import write_encoder
from crosswind.model.folder import tensor_directory
from crosswind.model.sources import EMBEDDED_FILE, located_files

_KINDS = ("embedded", "folder", "hub")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadEncoderParams:
    """What decides the bytes of a loaded encoder.

    Attributes:
        name: of a card, a folder or a hub repository.
        revision: as the experiment says it; the commit is in `source`.
        source: `EncoderSource.as_params()`.
    """

    name: str
    revision: str
    source: dict[str, object]


def load_encoder(params: LoadEncoderParams, *, out: Path, options: RunOptions) -> dict[str, object]:
    """Write the encoder into `out`, as `AutoModel` and `AutoTokenizer` load it.

    The embedded encoder is dequantized to fp32. Files of a folder or of the hub are taken as they
    are, in the precision they have: weights as a hard link where the file system can, else a copy.

    Returns:
        Counts: files, tensors, parameters, and parameters by stored kind.

    Raises:
        EncoderError: if a file is absent, damaged, or not the one that was planned.
    """
    kind = params.source.get("kind")
    if kind not in _KINDS:
        raise EncoderError("unknown kind of encoder source", value=kind, allowed=_KINDS)
    paths = located_files(params.source, params.name, offline=options.offline)
    if kind == "embedded":
        write_encoder(paths[EMBEDDED_FILE], out)
    else:
        for name, path in paths.items():
            _take(path, out / name)
    return _summary(str(kind), out)


def _take(path: Path, target: Path) -> None:
    # A link in the hub's cache points at the file itself; link that, not the link.
    whole = path.resolve()
    if target.suffix == ".safetensors":
        try:
            target.hardlink_to(whole)
        except OSError:
            shutil.copyfile(whole, target)
    else:
        shutil.copyfile(whole, target)


def _summary(kind: str, out: Path) -> dict[str, object]:
    by_dtype: Counter[str] = Counter()
    n_tensors = 0
    for path in sorted(out.glob("*.safetensors")):
        for entry in tensor_directory(path).values():
            by_dtype[str(entry["dtype"])] += math.prod(entry["shape"])
            n_tensors += 1
    config = read_json(out / "config.json")
    return {
        "kind": kind,
        "model_type": config["model_type"],
        "n_files": len(list(out.iterdir())),
        "n_tensors": n_tensors,
        "n_parameters": sum(by_dtype.values()),
        "n_parameters_by_dtype": dict(sorted(by_dtype.items())),
    }
