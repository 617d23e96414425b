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
    """The section of the card; its blocks of Python, one a head, leave the outputs in `logits`.

    Args:
        exported: fields of `model.export.Exported`.
    """
    lines = ["## How to load it", ""]
    if not exported["heads"]:
        lines.append(
            f"`{exported['auto']}` builds `{exported['architecture']}` with its head; no code of "
            "this folder is run."
        )
        return [*lines, "", *_block(exported, exported["record"], None)]
    lines.append(f"`AutoModel` builds the encoder, `{exported['architecture']}`.")
    for written in exported["heads"]:
        lines += ["", _sentence(written), "", *_block(exported, written["head"], written)]
    return lines


def _sentence(written: Mapping[str, Any]) -> str:
    says = _SAYS.get(written["form"], "its tensors are named as in crosswind")
    return (
        f"No class of transformers has the head of {written['head']['task']}, so its tensors stand "
        f"in `{written['file']}`: {says}."
    )


def _block(
    exported: Mapping[str, Any], head: Mapping[str, Any], written: Mapping[str, Any] | None
) -> list[str]:
    code = _code(exported, head, written)
    return ["```python", *code.rstrip("\n").split("\n"), "```", ""]


def _code(
    exported: Mapping[str, Any], head: Mapping[str, Any], written: Mapping[str, Any] | None
) -> str:
    opening = "".join(f", {name}={value}" for name, value in exported["opening"].items())
    start = _START.format(auto=exported["auto"], opening=opening)
    # A head of choices reads each choice beside all other fields, one row a choice.
    n_texts = 1 if len(head["fields"]) == 1 else 2
    if written and written["form"] == "VectorHead":
        n_texts = 1
    read = _READ.format(texts='["one text"], ["another"]' if n_texts == 2 else '["a text"]')
    if not written:
        end = "    logits = model(**read).logits\n"
        if head["kind"] == "span_qa":
            end = (
                "    found = model(**read)\n"
                "logits = torch.stack([found.start_logits, found.end_logits], dim=-1)\n"
            )
        return start + read + end
    weights = f'head = load_file(f"{{folder}}/{written["file"]}")\n'
    start = start.replace("import torch\n", f"import torch\n{_IMPORT}\n", 1)
    return start + weights + read + _BODIES.get(written["form"], _MEAN)
