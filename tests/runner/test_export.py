"""A checkpoint leaves as a folder that transformers opens, with our outputs and a true card."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from transformers import AutoModel, AutoTokenizer

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, EncoderError, StoreError
from crosswind.core.files import read_json, write_json
from crosswind.model.checkpoint import open_model
from crosswind.model.checkpoint_record import RECORD
from crosswind.plan.steps import make_step
from crosswind.records.codecs import write_examples
from crosswind.runner.export import export
from crosswind.store.store import Store
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams
from tests.train.test_fine_tune import PARAMS, TEXTS, asking, choosing, toy

KINDS = ("tagging", "span_qa", "classification", "multiple_choice", "answer_retrieval")
OPTIONS = RunOptions(device="cpu", threads=1)


class Shelf:
    """A store that steps are put into by hand."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root)
        source = {"name": "tiny", "revision": "", "source": {"kind": "folder"}}
        self.encoder = self.put("load_encoder", source, {}, tiny_encoder_folder)

    def put(self, kind: str, params: Any, inputs: Any, write: Any) -> str:
        step = make_step(kind, params, inputs)
        recipe = {"kind": kind, "params": dict(params), "inputs": dict(inputs)}
        with self.store.draft() as draft:
            summary = write(draft)
            provenance = {"versions": {"torch": "2.x"}}
            self.store.commit(
                draft,
                step.step_id,
                recipe,
                summary=summary if isinstance(summary, dict) else {},
                provenance=provenance,
            )
        return step.step_id

    def text(self, kind: str, language: str = "en") -> str:
        examples = {
            "multiple_choice": choosing(40, ("choice1", "choice2", "choice3")),
            "answer_retrieval": asking(40),
        }.get(kind, toy(40))
        params = {"task": "mnli", "language": language, "split": "train", "held_out": ""}
        return self.put(
            "load_examples",
            {**params, "for": kind},
            {},
            lambda out: write_examples(out, examples),
        )

    def train(self, kind: str, start: str | None = None, **changes: Any) -> str:
        fields = TEXTS.get(kind, ("", ("text",)))[1]
        given = {"kind": kind, "fields": fields, "max_tokens": 64, "max_updates": 3} | changes
        params = FineTuneParams(**{**asdict(PARAMS), **given})
        selects = params.selection != "last_update"
        train = (self.text(kind),) * (len(params.parts) or 1)
        validation = (self.text(kind, "de"),) if selects else ()
        inputs = {
            "encoder": self.encoder,
            "start": start,
            "train": train,
            "copies": (),
            "matched": (),
            "validation": validation,
        }
        return self.put(
            "fine_tune",
            json.loads(json.dumps(asdict(params))),
            inputs,
            lambda out: fine_tune(
                params,
                encoder=self.store.open(self.encoder),
                start=self.store.open(start) if start else None,
                train=tuple(self.store.open(one) for one in train),
                validation=tuple(self.store.open(one) for one in validation),
                out=out,
                options=OPTIONS,
            ),
        )

    def ours(self, step: str) -> Any:
        model = open_model(self.store.open(self.encoder), self.store.open(step)).model
        return model.eval()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf") / "store")


@pytest.fixture(scope="module")
def steps(shelf: Shelf) -> Mapping[str, str]:
    return {kind: shelf.train(kind) for kind in KINDS}


def read(folder: Path) -> dict[str, torch.Tensor]:
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    pairs = (["sun blue", "fog"], ["rain", "a longer text of words"])
    return dict(tokenizer(*pairs, padding=True, return_tensors="pt"))


def hidden_of(model: Any, given: Mapping[str, torch.Tensor]) -> torch.Tensor:
    keep = given["attention_mask"].bool()
    with torch.no_grad():
        return model.hidden(given["input_ids"], keep, given.get("token_type_ids"), layer=-1)


@pytest.mark.parametrize("kind", KINDS)
def test_transformers_opens_the_encoder_with_our_outputs(shelf, steps, tmp_path, kind):
    export(steps[kind], tmp_path / "out", store=shelf.store)
    given = read(tmp_path / "out")
    theirs = AutoModel.from_pretrained(
        tmp_path / "out", local_files_only=True, add_pooling_layer=False
    )
    with torch.no_grad():
        hidden = theirs.eval()(**given).last_hidden_state
    torch.testing.assert_close(hidden, hidden_of(shelf.ours(steps[kind]), given))


@pytest.mark.parametrize(
    ("kind", "auto"),
    [("tagging", "AutoModelForTokenClassification"), ("span_qa", "AutoModelForQuestionAnswering")],
)
def test_heads_that_transformers_has_are_its_own(shelf, steps, tmp_path, kind, auto):
    done = export(steps[kind], tmp_path / "out", store=shelf.store)
    assert (done["auto"], done["heads"]) == (auto, ())
    assert not (tmp_path / "out" / "head.safetensors").exists()
    theirs, found = getattr(transformers, auto).from_pretrained(
        tmp_path / "out", local_files_only=True, output_loading_info=True
    )
    assert not found["missing_keys"]
    assert not found["unexpected_keys"]
    given = read(tmp_path / "out")
    with torch.no_grad():
        outputs = theirs.eval()(**given)
        ours = shelf.ours(steps[kind])(
            given["input_ids"], given["attention_mask"].bool(), given.get("token_type_ids")
        )
    if kind == "span_qa":
        logits = torch.stack([outputs.start_logits, outputs.end_logits], dim=-1)
    else:
        logits = outputs.logits
        assert theirs.config.id2label == {0: "X", 1: "Y"}
        assert theirs.config.label2id == {"X": 0, "Y": 1}
    torch.testing.assert_close(logits, ours)
    assert torch.equal(logits.argmax(-1), ours.argmax(-1))


@pytest.mark.parametrize("kind", KINDS)
def test_the_lines_of_the_card_run_and_give_our_outputs(shelf, steps, tmp_path, monkeypatch, kind):
    export(steps[kind], tmp_path / "out", store=shelf.store)
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", card, re.DOTALL)
    monkeypatch.chdir(tmp_path / "out")
    names: dict[str, Any] = {}
    exec(compile(code, "card", "exec"), names)
    given = names["read"]
    with torch.no_grad():
        ours = shelf.ours(steps[kind])(
            given["input_ids"], given["attention_mask"].bool(), given.get("token_type_ids")
        )
    torch.testing.assert_close(names["logits"], ours)


def test_every_head_of_a_mixture_leaves(shelf, tmp_path, monkeypatch):
    kinds = {"tags": "tagging", "spans": "span_qa", "labels": "classification"}
    parts = [
        {"task": task, "kind": kind, "fields": TEXTS.get(kind, ("", ("text",)))[1]}
        for task, kind in kinds.items()
    ]
    step = shelf.train("tagging", task="+".join(kinds), parts=parts, sampling="uniform")
    done = export(step, tmp_path / "out", store=shelf.store)
    assert done["auto"] == "AutoModel"
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", card, re.DOTALL)
    opened = open_model(shelf.store.open(shelf.encoder), shelf.store.open(step))
    monkeypatch.chdir(tmp_path / "out")
    for block, model, task in zip(blocks, opened.models, kinds, strict=True):
        assert f'load_file(f"{{folder}}/head-{task}.safetensors")' in block
        names: dict[str, Any] = {}
        exec(compile(block, "card", "exec"), names)
        given = names["read"]
        with torch.no_grad():
            ours = model.eval()(
                given["input_ids"], given["attention_mask"].bool(), given.get("token_type_ids")
            )
        torch.testing.assert_close(names["logits"], ours)
    assert "Head of spans: span qa." in card
    assert read_json(tmp_path / "out" / "config.json").get("architectures") == ["BertModel"]


def test_the_card_tells_the_stages_in_order(shelf, tmp_path):
    first = shelf.train("classification", selection="source_validation", seed=7)
    second = shelf.train("tagging", start=first, selection="target_validation", seed=8)
    export(second, tmp_path / "out", store=shelf.store)
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    order = [card.index(part) for part in ("0. pretrained encoder: tiny", "1. toy", "2. toy")]
    assert order == sorted(order)
    for part in (
        "40 examples, 3 updates",
        "seed 7",
        "seed 8",
        "mnli, en, train",
        "source_validation, on mnli, de",
        "de (an oracle): **not zero-shot**",
        "| mnli | ",
        '"learning_rate": 0.003',
        '"torch": "2.x"',
        first,
        second,
        "Labels, in the order of the outputs: X, Y.",
        "Of labelled text that taught the encoder before, nothing is known here.",
    ):
        assert part in card, part


def test_kept_adapters_leave_as_ordinary_weights(shelf, tmp_path):
    lora = {"rank": 2, "alpha": 4, "dropout": 0.0, "modules": [], "merge": False}
    step = shelf.train("tagging", lora=lora)
    export(step, tmp_path / "out", store=shelf.store)
    given = read(tmp_path / "out")
    theirs = AutoModel.from_pretrained(
        tmp_path / "out", local_files_only=True, add_pooling_layer=False
    )
    with torch.no_grad():
        hidden = theirs.eval()(**given).last_hidden_state
    torch.testing.assert_close(hidden, hidden_of(shelf.ours(step), given))


def test_dropout_of_the_root_is_kept_and_nothing_runs_code(shelf, steps, tmp_path):
    export(steps["tagging"], tmp_path / "out", store=shelf.store)
    config = read_json(tmp_path / "out" / "config.json")
    assert config["hidden_dropout_prob"] == 0.1
    assert "auto_map" not in config
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.md",
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ]


def test_a_step_goes_by_its_id_or_the_start_of_its_digest(shelf, steps, tmp_path):
    digest = steps["tagging"].rsplit("-", 1)[1]
    done = export(digest[:10], tmp_path / "out", store=shelf.store)
    assert done["step_id"] == steps["tagging"]


@pytest.mark.parametrize("step", ["fine_tune-v", "fine_tune-v2-0000", "load_encoder", ""])
def test_another_name_is_an_error_that_offers_no_step_at_random(shelf, steps, tmp_path, step):
    with pytest.raises(ConfigError) as caught:
        export(step, tmp_path / "out", store=shelf.store)
    assert caught.value.nearest == ""
    assert "see `crosswind store list`" in caught.value.allowed


def test_a_misspelt_id_is_recognised(shelf, steps, tmp_path):
    with pytest.raises(ConfigError) as caught:
        export(f"{steps['tagging']}0", tmp_path / "out", store=shelf.store)
    assert caught.value.nearest == steps["tagging"]
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(shelf, steps, tmp_path):
    (tmp_path / "out").mkdir()
    export(steps["tagging"], tmp_path / "out", store=shelf.store)
    before = (tmp_path / "out" / "README.md").read_bytes()
    with pytest.raises(ConfigError, match="not empty"):
        export(steps["span_qa"], tmp_path / "out", store=shelf.store)
    assert (tmp_path / "out" / "README.md").read_bytes() == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="this is a file"):
        export(steps["span_qa"], tmp_path / "file", store=shelf.store)


def test_what_is_gone_from_the_store_is_said(tmp_path):
    shelf = Shelf(tmp_path / "store")
    step = shelf.train("tagging")
    shelf.store.set_aside(shelf.encoder)
    with pytest.raises(StoreError, match="encoder of the checkpoint is not in the store"):
        export(step, tmp_path / "out", store=shelf.store)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_model_that_was_trained_elsewhere_stays_there(tmp_path):
    shelf = Shelf(tmp_path / "store")

    def adopted(out: Path) -> None:
        record = {"task": "t", "kind": "tagging", "labels": ["a"], "fields": ["text"], "format": 1}
        rest = {"encoder": digest, "carried_over": [], "new": [], "tensors": []}
        write_json(out / RECORD, record | rest | {"adopted": "BertForTokenClassification"})

    from crosswind.model.encoders import encoder_digest

    digest = encoder_digest(shelf.store.open(shelf.encoder))
    inputs = {"encoder": shelf.encoder, "start": None, "train": (), "copies": ()}
    inputs |= {"validation": (), "matched": ()}
    params = {"task": "t", "kind": "tagging", "selection": "last_update", "seed": 1}
    step = shelf.put("fine_tune", params, inputs, adopted)
    with pytest.raises(EncoderError):
        export(step, tmp_path / "out", store=shelf.store)
    assert not (tmp_path / "out").exists()
