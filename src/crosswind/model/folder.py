"""A Hugging Face folder: which of its files are taken, and what makes it unsafe."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError, EncoderError
from crosswind.core.files import read_json
from crosswind.records.encoder_card import EncoderCard

CONFIG = "config.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
WEIGHTS_INDEX = "model.safetensors.index.json"
_TOKENIZER_FILES = (
    "tokenizer.json",
    "sentencepiece.bpe.model",
    "sentencepiece.model",
    "spm.model",
    "tokenizer.model",
    "vocab.txt",
)
_OTHER_FILES = ("special_tokens_map.json", "added_tokens.json")
_WEIGHTS_PATTERN = "model*.safetensors"
_PICKLED_PATTERNS = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_LONGEST_HEADER = 100_000_000

KEPT_PATTERNS = (
    CONFIG,
    TOKENIZER_CONFIG,
    WEIGHTS_INDEX,
    *_TOKENIZER_FILES,
    *_OTHER_FILES,
    _WEIGHTS_PATTERN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderFolder:
    """What a folder holds.

    Attributes:
        files: names of the files that are taken, sorted.
        n_layers, vocabulary, max_tokens: as the configuration says; 0 if it does not.
    """

    files: tuple[str, ...]
    n_layers: int
    vocabulary: int
    max_tokens: int

    def card(self, name: str, hub_id: str = "") -> EncoderCard:
        """What is known of an encoder that has no card of its own."""
        return EncoderCard(
            name=name,
            hub_id=hub_id,
            n_layers=self.n_layers,
            vocabulary=self.vocabulary,
            max_tokens=self.max_tokens,
        )


def checked_folder(folder: Path, *, inside: Path, place: str) -> EncoderFolder:
    """The encoder in a folder: configuration, safetensors weights, tokenizer.

    Args:
        folder: to look in.
        inside: the folder that no file may leave through a link.
        place: of the encoder's name in the experiment file, for errors.

    Raises:
        EncoderError: if a part is absent, weights are pickled or cut short, the configuration asks
            for code from the repository, or a link leaves the folder.
    """
    if not folder.is_dir():
        raise _refused("there is no such folder", folder, place, "Check the path.")
    config = _json_object(folder, CONFIG, place, needed=True)
    _refuse_remote_code(config, CONFIG, folder, place)
    _refuse_remote_code(
        _json_object(folder, TOKENIZER_CONFIG, place, needed=False), TOKENIZER_CONFIG, folder, place
    )
    if not isinstance(config.get("model_type"), str):
        raise _refused(f"{CONFIG} names no 'model_type'", folder, place, "Save the encoder again.")
    weights = _weights(folder, place)
    names = tuple(sorted({CONFIG, *weights, *_tokenizer(folder, place)}))
    _refuse_links_out(names, folder, inside, place)
    n_tensors = sum(
        len(tensor_directory(folder / name)) for name in weights if name != WEIGHTS_INDEX
    )
    return EncoderFolder(
        files=names,
        n_layers=_layers(config, n_tensors, folder),
        vocabulary=_count(config, "vocab_size"),
        max_tokens=_count(config, "max_position_embeddings"),
    )


def tensor_directory(path: Path) -> dict[str, dict[str, Any]]:
    """The header of a safetensors file: tensor name -> {dtype, shape, data_offsets}.

    Raises:
        EncoderError: if the header is damaged or the file is not as long as it says.
    """
    with path.open("rb") as stream:
        n_header = int.from_bytes(stream.read(8), "little")
        text = stream.read(n_header) if n_header <= _LONGEST_HEADER else b""
    try:
        header = json.loads(text.decode("utf-8"))
        tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
        end = max((int(entry["data_offsets"][1]) for entry in tensors.values()), default=0)
        whole = all(
            isinstance(size, int) for entry in tensors.values() for size in entry["shape"]
        ) and all(isinstance(entry["dtype"], str) for entry in tensors.values())
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise _damaged_weights(path, "the header is damaged") from error
    if not whole or not tensors or path.stat().st_size != 8 + n_header + end:
        raise _damaged_weights(path, "the file is not as long as its header says")
    return tensors


def _damaged_weights(path: Path, problem: str) -> EncoderError:
    return EncoderError(
        problem,
        place=str(path),
        allowed="a whole safetensors file",
        action="Fetch or save the weights again.",
    )


def _refused(problem: str, folder: Path, place: str, action: str) -> EncoderError:
    return EncoderError(
        problem,
        place=place,
        value=str(folder),
        allowed="a folder with config.json, model.safetensors and tokenizer.json",
        action=action,
    )


def _json_object(folder: Path, name: str, place: str, *, needed: bool) -> dict[str, Any]:
    path = folder / name
    if not path.is_file():
        if needed:
            raise _refused(f"there is no {name}", folder, place, "Name an encoder's folder.")
        return {}
    try:
        value = read_json(path)
    except DataError as error:
        raise EncoderError(error.problem, place=str(path), action="Save it again.") from error
    if not isinstance(value, dict):
        raise EncoderError(
            "not a JSON object", place=f"{path}:1", value=value, action="Save it again."
        )
    return value


def _refuse_remote_code(config: dict[str, Any], name: str, folder: Path, place: str) -> None:
    if "auto_map" in config:
        raise _refused(
            f"{name} asks for code from the encoder's repository ('auto_map'), which is never run",
            folder,
            place,
            "Take an encoder whose architecture transformers knows.",
        )


def _weights(folder: Path, place: str) -> list[str]:
    """Names of the weight files: the index and its parts, or one file."""
    index = _json_object(folder, WEIGHTS_INDEX, place, needed=False)
    if not index:
        if (folder / "model.safetensors").is_file():
            return ["model.safetensors"]
        pickled = sorted(path.name for kind in _PICKLED_PATTERNS for path in folder.glob(kind))
        problem = (
            f"the weights are pickled ({', '.join(pickled)}), which is never read"
            if pickled
            else "there is no model.safetensors"
        )
        action = "Save the encoder as safetensors, or take a revision that has them."
        raise _refused(problem, folder, place, action)
    parts = index.get("weight_map")
    names = sorted({str(part) for part in parts.values()}) if isinstance(parts, dict) else []
    for name in names:
        # A name with a folder in it could leave the folder.
        if Path(name).name != name or not name.endswith(".safetensors"):
            raise _refused(
                f"{WEIGHTS_INDEX} points at '{name}'", folder, place, "Save the encoder again."
            )
        if not (folder / name).is_file():
            raise _refused(f"the part '{name}' is absent", folder, place, "Fetch it again.")
    if not names:
        raise _refused(f"{WEIGHTS_INDEX} names no part", folder, place, "Save the encoder again.")
    return [WEIGHTS_INDEX, *names]


def _tokenizer(folder: Path, place: str) -> list[str]:
    """Names of the tokenizer's files, and of those that go with it."""
    found = [name for name in _TOKENIZER_FILES if (folder / name).is_file()]
    if not found:
        raise _refused(
            "there is no tokenizer beside the weights",
            folder,
            place,
            "Save it with AutoTokenizer.save_pretrained.",
        )
    optional = (TOKENIZER_CONFIG, *_OTHER_FILES)
    return [*found, *(name for name in optional if (folder / name).is_file())]


def _refuse_links_out(names: tuple[str, ...], folder: Path, inside: Path, place: str) -> None:
    for name in names:
        if not (folder / name).resolve().is_relative_to(inside.resolve()):
            raise _refused(f"'{name}' leads out of the folder", folder, place, "Copy it in.")


def _layers(config: dict[str, Any], n_tensors: int, folder: Path) -> int:
    """The number of layers; refused where it is none of these weights, before all are built."""
    found = _count(config, "num_hidden_layers")
    if found > n_tensors:
        raise EncoderError(
            "config.json names more layers than there are tensors",
            place=str(folder / CONFIG),
            value=found,
            allowed=f"num_hidden_layers of at most {n_tensors}",
            action="Download or save the folder again.",
        )
    return found


def _count(config: dict[str, Any], key: str) -> int:
    value = config.get(key, 0)
    return value if isinstance(value, int) else 0
