"""How an exported checkpoint is loaded: lines of its card that run as they stand."""

from collections.abc import Mapping
from typing import Any

_START = """import torch
from transformers import AutoTokenizer, {auto}

folder = "."  # where this card is
tokenizer = AutoTokenizer.from_pretrained(folder)
model = {auto}.from_pretrained(folder{opening}).eval()
"""
_IMPORT = "from safetensors.torch import load_file"
_READ = """read = tokenizer({texts}, padding=True, truncation=True, return_tensors="pt")
with torch.no_grad():
"""
_MEAN = """    hidden = model(**read).last_hidden_state
    keep = read["attention_mask"].unsqueeze(-1)
    mean = (hidden * keep).sum(dim=1) / keep.sum(dim=1)
"""
_BODIES = {
    "ClassificationHead": _MEAN
    + """    inner = torch.tanh(mean @ head["dense.weight"].T + head["dense.bias"])
    logits = inner @ head["out.weight"].T + head["out.bias"]
""",
    "VectorHead": _MEAN
    + """    unit = torch.nn.functional.normalize(mean, dim=-1)
    logits = unit * torch.exp(head["log_scale"] / 2)
""",
    "TokenHead": """    hidden = model(**read).last_hidden_state
    logits = hidden @ head["out.weight"].T + head["out.bias"]
""",
}
_SAYS = {
    "ClassificationHead": "the head reads the mean of all token vectors, special tokens included",
    "VectorHead": "the dot product of two of these vectors is a logit of query and candidate",
    "TokenHead": "the head is one linear layer over each token",
}


def loading_lines(exported: Mapping[str, Any]) -> list[str]:
    """The section of the card; its block of Python leaves the outputs in `logits`.

    Args:
        exported: fields of `model.export.Exported`.
    """
    lines = ["## How to load it", "", _sentence(exported), ""]
    code = _code(exported)
    return [*lines, "```python", *code.rstrip("\n").split("\n"), "```", ""]


def _sentence(exported: Mapping[str, Any]) -> str:
    if not exported["head"]:
        return (
            f"`{exported['auto']}` builds `{exported['architecture']}` with its head; no code of "
            "this folder is run."
        )
    return (
        f"`AutoModel` builds the encoder, `{exported['architecture']}`. No class of transformers "
        "has this head, so its tensors stand in `head.safetensors`: "
        f"{_SAYS.get(exported['head'], 'its tensors are named as in crosswind')}."
    )


def _code(exported: Mapping[str, Any]) -> str:
    opening = "".join(f", {name}={value}" for name, value in exported["opening"].items())
    start = _START.format(auto=exported["auto"], opening=opening)
    record = exported["record"]
    # A head of choices reads each choice beside all other fields, one row a choice.
    n_texts = 1 if len(record["fields"]) == 1 else 2
    if exported["head"] == "VectorHead":
        n_texts = 1
    read = _READ.format(texts='["one text"], ["another"]' if n_texts == 2 else '["a text"]')
    if not exported["head"]:
        end = "    logits = model(**read).logits\n"
        if record["kind"] == "span_qa":
            end = (
                "    found = model(**read)\n"
                "logits = torch.stack([found.start_logits, found.end_logits], dim=-1)\n"
            )
        return start + read + end
    weights = 'head = load_file(f"{folder}/head.safetensors")\n'
    start = start.replace("import torch\n", f"import torch\n{_IMPORT}\n", 1)
    return start + weights + read + _BODIES.get(exported["head"], _MEAN)
