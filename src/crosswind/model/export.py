"""A checkpoint as an ordinary Hugging Face folder: no code goes with it, and none is needed.

Heads that transformers has too (one linear layer over each token: tagging, spans) leave as its own
classes. Ours for classification, choices and vectors read the mean of all tokens, which no class of
transformers does: there the encoder leaves as itself, with the head as tensors beside it. So do the
heads of a mixture, a file each.
"""

import shutil
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor
from transformers import (
    AutoConfig,
    AutoModelForQuestionAnswering,
    AutoModelForTokenClassification,
)

from crosswind.core.errors import EncoderError
from crosswind.model.checkpoint import Opened, open_model
from crosswind.model.checkpoint_record import CheckpointRecord, HeadRecord
from crosswind.model.encoders import read_weights, without_pooler
from crosswind.model.folder import CONFIG, KEPT_PATTERNS
from crosswind.model.heads import TaskModel, TokenHead

WEIGHTS = "model.safetensors"
_NO_TOKENIZER = (CONFIG, "*.safetensors", "*.safetensors.index.json")
_WHOLE = {"tagging": AutoModelForTokenClassification, "span_qa": AutoModelForQuestionAnswering}
# Our attention and that of transformers differ in rounding.
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFile:
    """A head whose tensors stand in a file of their own.

    Attributes:
        head: what it was trained for.
        form: name of our class.
        file: name of the file.
    """

    head: HeadRecord
    form: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written.

    Attributes:
        record: of the checkpoint.
        auto: class of transformers that opens the folder with its head, or "AutoModel".
        architecture: class that it builds.
        heads: those that `auto` does not build; none, or all.
        opening: further arguments of `from_pretrained`.
    """

    record: CheckpointRecord
    auto: str
    architecture: str
    heads: tuple[HeadFile, ...]
    opening: dict[str, bool]


def export_model(encoder: Path, checkpoint: Path, out: Path) -> Exported:
    """Write weights, configuration and tokenizer into the empty folder `out`.

    Raises:
        EncoderError: if the checkpoint is a model that was trained elsewhere.
        DataError, StoreError: if it cannot be opened.
    """
    opened = open_model(encoder, checkpoint)
    record = opened.record
    assert record is not None, "a checkpoint has a record"
    if record.adopted:
        raise EncoderError(
            "the checkpoint is a model that was trained elsewhere",
            place=str(checkpoint),
            value=record.adopted,
            allowed="a checkpoint trained here",
            action="Take the folder that it was adopted from.",
        )
    for path in sorted(encoder.iterdir()):
        is_kept = any(fnmatch(path.name, pattern) for pattern in KEPT_PATTERNS)
        if is_kept and not any(fnmatch(path.name, pattern) for pattern in _NO_TOKENIZER):
            shutil.copyfile(path, out / path.name)
    opened.model.eval()
    auto = None if record.parts else _WHOLE.get(record.kind)
    if auto is not None and _write_whole(opened, record, auto, encoder, out):
        return _exported(record, auto.__name__, out, heads=(), opening={})
    heads = _write_apart(opened, record, encoder, out)
    opening = without_pooler(_config(encoder, record))
    return _exported(record, "AutoModel", out, heads=heads, opening=opening)


def _exported(
    record: CheckpointRecord,
    auto: str,
    out: Path,
    *,
    heads: tuple[HeadFile, ...],
    opening: dict[str, bool],
) -> Exported:
    config = AutoConfig.from_pretrained(out, local_files_only=True, trust_remote_code=False)
    (architecture,) = config.architectures
    return Exported(
        record=record, auto=auto, architecture=architecture, heads=heads, opening=opening
    )


def _config(encoder: Path, record: CheckpointRecord) -> Any:
    """The root's configuration, its dropout included, with our labels."""
    config = AutoConfig.from_pretrained(encoder, local_files_only=True, trust_remote_code=False)
    if record.labels and record.kind != "multiple_choice" and not record.parts:
        config.id2label = dict(enumerate(record.labels))
        config.label2id = {label: number for number, label in enumerate(record.labels)}
    config.dtype = "float32"
    return config


def _write_whole(
    opened: Opened, record: CheckpointRecord, auto: Any, encoder: Path, out: Path
) -> bool:
    """Write the model as a class of transformers; False if that has no head like ours.

    Some architectures put more than a linear layer before their labels, so what was written is
    opened again and must give our logits.
    """
    config = _config(encoder, record)
    head = opened.model.head
    if type(config) not in auto._model_mapping or not isinstance(head, TokenHead):
        return False
    with torch.device("meta"):
        blank = auto.from_config(config)
    prefix = f"{blank.base_model_prefix}."
    own = sorted(name for name in blank.state_dict() if not name.startswith(prefix))
    ends = [name.rsplit(".", 1)[-1] for name in own]
    if ends != ["bias", "weight"] or own[0].rsplit(".", 1)[0] != own[1].rsplit(".", 1)[0]:
        return False
    tensors = {f"{prefix}{name}": one for name, one in opened.model.encoder.state_dict().items()}
    tensors |= dict(zip(own, (head.out.bias, head.out.weight), strict=True))
    _write(tensors, config, type(blank).__name__, out)
    return _agrees(opened.model, auto, config, record.kind, out)


def _write_apart(
    opened: Opened, record: CheckpointRecord, encoder: Path, out: Path
) -> tuple[HeadFile, ...]:
    model = opened.model.encoder
    _write(model.state_dict(), _config(encoder, record), type(model).__name__, out)
    written = []
    for one, head in zip(opened.models, record.heads, strict=True):
        assert one.head is not None, "a checkpoint has a head"
        name = f"head-{head.task}.safetensors" if record.parts else "head.safetensors"
        tensors = {key: value.detach().contiguous() for key, value in one.head.state_dict().items()}
        save_file(tensors, out / name)
        (out / name).chmod(0o644)
        written.append(HeadFile(head=head, form=type(one.head).__name__, file=name))
    return tuple(written)


def _write(tensors: dict[str, Tensor], config: Any, architecture: str, out: Path) -> None:
    config.architectures = [architecture]
    config.save_pretrained(out)
    own = {name: one.detach().clone().contiguous() for name, one in tensors.items()}
    save_file(own, out / WEIGHTS, metadata={"format": "pt"})
    (out / WEIGHTS).chmod(0o644)  # safetensors leaves it to the owner alone


@torch.no_grad()
def _agrees(model: TaskModel, auto: Any, config: Any, kind: str, out: Path) -> bool:
    """Whether the written model gives our logits on a row of word numbers."""
    whole, found = read_weights(out, config, auto)
    if found["missing_keys"] or found["unexpected_keys"]:
        return False
    whole.eval()
    ids = torch.arange(min(16, int(config.vocab_size)))[None]
    keep = torch.ones_like(ids, dtype=torch.bool)
    given = whole(input_ids=ids, attention_mask=keep.long())
    logits = (
        torch.stack([given.start_logits, given.end_logits], dim=-1)
        if kind == "span_qa"
        else given.logits
    )
    return torch.allclose(logits, model(ids, keep, None), rtol=_CLOSE, atol=_CLOSE)
