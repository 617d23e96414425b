"""A model trained elsewhere, against transformers' own forward."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from crosswind.core.errors import ConfigError, EncoderError
from crosswind.model.adopted import open_adopted
from crosswind.model.batches import collate
from crosswind.model.heads import WholeModel
from crosswind.model.tokenise import open_reader
from tests.model.adopted_folders import CONFIGS, HEADS, adopted_folder

AUTO = {
    "pair_classification": AutoModelForSequenceClassification,
    "tagging": AutoModelForTokenClassification,
    "span_qa": AutoModelForQuestionAnswering,
    "multiple_choice": AutoModelForMultipleChoice,
}
LABELS = ("A", "B", "C")
TEXTS = [("who is it?", "It was Ada."), ("wo?", "Das weiß niemand so genau, sagt man.")]


def class_of(family: str, kind: str) -> str:
    return f"{family}{HEADS[kind]}"


def theirs(folder: Path, kind: str) -> torch.Tensor:
    """Transformers' model on transformers' tokenizer, in the shapes of our heads."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AUTO[kind].from_pretrained(folder).eval()
    first, second = zip(*TEXTS, strict=True)
    read = tokenizer(list(first), list(second), padding=True, return_tensors="pt")
    if "type_vocab_size" in model.config.to_dict() and model.config.type_vocab_size < 2:
        read.pop("token_type_ids", None)
    with torch.inference_mode():
        if kind == "multiple_choice":
            # All rows as the choices of one example.
            found = model(**{name: values.unsqueeze(0) for name, values in read.items()})
            return found.logits.T
        found = model(**read)
    if kind == "span_qa":
        return torch.stack([found.start_logits, found.end_logits], dim=-1)
    return found.logits


def ours(folder: Path, kind: str, architecture: str) -> torch.Tensor:
    model = open_adopted(folder, kind, architecture).eval()
    reader = open_reader(folder, str(folder))
    first, second = (reader.cut(list(side)) for side in zip(*TEXTS, strict=True))
    rows = [reader.join(a.ids, b.ids) for a, b in zip(first, second, strict=True)]
    batch = collate(rows, pad_id=reader.pad_id, width=max(len(row.ids) for row in rows))
    with torch.inference_mode():
        return model(batch.ids, batch.keep, batch.type_ids)


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("family", CONFIGS)
def test_outputs_are_those_of_transformers_own_class(
    tmp_path: Path, family: str, kind: str
) -> None:
    labels = LABELS if kind in {"pair_classification", "tagging"} else ()
    folder = adopted_folder(tmp_path / "model", family, kind, labels)
    if CONFIGS[family].type_vocab_size < 2:
        one_segment(folder)
    found, wanted = ours(folder, kind, class_of(family, kind)), theirs(folder, kind)
    assert found.shape == wanted.shape
    assert wanted.std() > 0.01
    torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-5)


def one_segment(folder: Path) -> None:
    """A tokenizer like that of XLM-R and mDeBERTa, which emits no segments."""
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text("utf-8"))
    config["model_input_names"] = ["input_ids", "attention_mask"]
    path.write_text(json.dumps(config), "utf-8")


@pytest.mark.parametrize(
    ("kind", "n_outputs"),
    [("pair_classification", 3), ("tagging", 3), ("span_qa", 2), ("multiple_choice", 1)],
)
def test_a_head_knows_how_many_outputs_it_has(tmp_path: Path, kind: str, n_outputs: int) -> None:
    labels = LABELS if n_outputs == 3 else ()
    folder = adopted_folder(tmp_path / "model", "Bert", kind, labels)
    head = open_adopted(folder, kind, class_of("Bert", kind)).head
    assert isinstance(head, WholeModel)
    assert head.n_outputs == n_outputs


def test_hidden_states_are_those_of_its_encoder(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "Bert", "tagging", LABELS)
    model = open_adopted(folder, "tagging", "BertForTokenClassification").eval()
    ids = torch.tensor([[0, 9, 2]])
    keep = torch.ones_like(ids, dtype=torch.bool)
    with torch.inference_mode():
        hidden = model.hidden(ids, keep, None, layer=-1)
        logits = model(ids, keep, None)
        head: Any = model.head
        torch.testing.assert_close(head.whole.classifier(hidden), logits)


def change_weights(folder: Path, change: Any) -> None:
    path = folder / "model.safetensors"
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path, metadata={"format": "pt"})


def test_a_head_that_would_be_drawn_at_random_is_refused(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "XLMRoberta", "pair_classification", LABELS)
    change_weights(folder, lambda tensors: tensors.pop("classifier.out_proj.weight"))
    with pytest.raises(EncoderError, match=r"1 weights are missing.*classifier.out_proj.weight"):
        open_adopted(folder, "pair_classification", "XLMRobertaForSequenceClassification")


def test_weights_that_would_never_run_are_refused(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "Bert", "tagging", LABELS)
    extra = {"crf.transitions": torch.zeros(3, 3)}
    change_weights(folder, lambda tensors: tensors.update(extra))
    with pytest.raises(EncoderError, match=r"belong to no part.*crf.transitions"):
        open_adopted(folder, "tagging", "BertForTokenClassification")


def test_heads_of_pretraining_do_no_harm(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "Bert", "tagging", LABELS)
    extra = {"cls.predictions.bias": torch.zeros(517), "bert.pooler.dense.bias": torch.zeros(32)}
    change_weights(folder, lambda tensors: tensors.update(extra))
    assert open_adopted(folder, "tagging", "BertForTokenClassification")


def test_another_class_than_transformers_builds_is_refused(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "Bert", "tagging", LABELS)
    with pytest.raises(EncoderError, match=r"another class.*BertForTokenClassification.*MyBert"):
        open_adopted(folder, "tagging", "MyBertForTokenClassification")


def test_a_kind_without_a_head_of_transformers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="retrieval"):
        open_adopted(tmp_path, "retrieval", "BertModel")


def test_damaged_weights_are_one_clear_error(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "Bert", "tagging", LABELS)
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(EncoderError, match="the model cannot be opened"):
        open_adopted(folder, "tagging", "BertForTokenClassification")
