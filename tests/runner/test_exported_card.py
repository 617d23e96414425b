"""The card of an exported checkpoint says what is known, and what is not."""

from dataclasses import replace

from crosswind.runner.exported_card import TrainedStage, card_text

TEXT = {"task": "mnli", "language": "en", "split": "train", "held_out": ""}
STAGE = TrainedStage(
    step_id="fine_tune-v2-a",
    params={"task": "mnli", "kind": "pair_classification", "selection": "last_update", "seed": 3},
    train=[TEXT],
    validation=[],
    summary={"n_examples": 10, "n_updates": 5, "kept_update": 5},
    versions={"torch": "2.x"},
)
HEAD = {"task": "m", "kind": "pair_classification", "labels": ["a", "b"], "fields": ["p", "h"]}
EXPORTED = {
    "record": HEAD | {"parts": []},
    "auto": "AutoModel",
    "architecture": "XLMRobertaModel",
    "heads": [{"head": HEAD, "form": "ClassificationHead", "file": "head.safetensors"}],
    "opening": {},
}
HUB = {"name": "xlm-roberta-base", "revision": "abc", "source": {"kind": "hub"}}


def test_a_plain_stage():
    card = card_text([STAGE], HUB, EXPORTED)
    assert card.startswith("---\nlibrary_name: transformers\nlicense: other\n")
    assert 'base_model: "xlm-roberta-base"' in card
    assert 'datasets: ["mnli"]' in card
    assert "pipeline_tag" not in card
    assert "0. pretrained encoder: xlm-roberta-base, revision abc" in card
    assert "1. mnli (pair classification): mnli, en, train. 10 examples, 5 updates" in card
    assert "In languages other than en it is zero-shot" in card
    assert "oracle" not in card


def test_what_the_encoder_was_taught_is_told():
    card = card_text([STAGE], {"name": "e5-small-q4"}, EXPORTED)
    assert "taught with NLI pairs (English) before" in card
    assert "| encoder e5-small-q4 | MIT |" in card


def test_what_is_gone_is_said_to_be_gone():
    gone = replace(STAGE, train=[{}])
    card = card_text([gone], {}, EXPORTED)
    assert "a text that is no longer in the store" in card
    assert "is in: not at hand" in card
    assert "| mnli |" in card


def test_text_of_an_unknown_task_has_no_known_licence():
    mine = replace(STAGE, train=[{**TEXT, "task": "mine", "perturbation": "typo"}])
    card = card_text([mine], HUB, EXPORTED)
    assert "| mine | not known here |" in card
    assert "mine, en, train, perturbed with typo" in card


def test_an_oracle_is_not_zero_shot():
    params = {**STAGE.params, "selection": "target_validation"}
    oracle = replace(STAGE, params=params, validation=[{**TEXT, "language": "sw"}])
    card = card_text([oracle], HUB, EXPORTED)
    assert "Selected on labelled text in sw (an oracle): **not zero-shot** there." in card
    assert "In languages other than en, sw it is zero-shot" in card


def test_a_head_of_transformers_has_its_pipeline():
    record = {
        "parts": [],
        "task": "m",
        "kind": "span_qa",
        "labels": [],
        "fields": ["question", "context"],
    }
    given = {**EXPORTED, "record": record, "heads": [], "auto": "AutoModelForQuestionAnswering"}
    assert "pipeline_tag: question-answering" in card_text([STAGE], HUB, given)
