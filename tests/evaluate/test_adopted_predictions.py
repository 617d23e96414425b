"""Predictions of a model trained elsewhere, against transformers' tokenizer and forward."""

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import (
    AutoModelForMultipleChoice,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from crosswind.config.run_options import RunOptions
from crosswind.evaluate.decodings import tags
from crosswind.evaluate.predict import predict
from crosswind.evaluate.predict_params import PredictParams
from crosswind.model.adopt import AdoptParams, adopt_checkpoint
from crosswind.model.windows import word_rows
from crosswind.records.codecs import read_predictions, write_examples
from crosswind.records.example import Answer, Example
from crosswind.records.prediction import Prediction
from tests.model.adopted_folders import HEADS, adopted_folder

FAMILY = "Bert"


def predictions(
    tmp_path: Path, folder: Path, kind: str, labels: tuple[str, ...], examples: list[Example]
) -> list[Prediction]:
    """What the adopt and predict steps say."""
    places = {name: tmp_path / name for name in ("checkpoint", "examples", "predictions")}
    for place in places.values():
        place.mkdir()
    adopted = AdoptParams(kind=kind, architecture=f"{FAMILY}{HEADS[kind]}", labels=labels)
    adopt_checkpoint(adopted, encoder=folder, out=places["checkpoint"], options=RunOptions())
    write_examples(places["examples"], examples)
    fields = tuple(examples[0].texts) or ("words",)
    predict(
        PredictParams(task="toy", kind=kind, fields=fields),
        encoder=folder,
        checkpoint=places["checkpoint"],
        examples=places["examples"],
        candidates=(),
        out=places["predictions"],
        options=RunOptions(device="cpu"),
    )
    return read_predictions(places["predictions"])


def example(name: str, **facts: Any) -> Example:
    return Example(example_id=name, parallel_id=name, language="en", **facts)


def test_pairs_get_the_label_and_probability_of_transformers(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "m", FAMILY, "pair_classification", ("N", "E", "C"))
    texts = [("one text", "a second one"), ("eins", "zwei"), ("a", "b c d e")]
    examples = [
        example(str(n), texts={"premise": a, "hypothesis": b}, label="entailment")
        for n, (a, b) in enumerate(texts)
    ]
    labels = ("neutral", "entailment", "contradiction")
    found = predictions(tmp_path, folder, "pair_classification", labels, examples)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    for row, pair in zip(found, texts, strict=True):
        with torch.inference_mode():
            shares = model(**tokenizer(*pair, return_tensors="pt")).logits.softmax(-1)[0]
        assert row.predicted == labels[int(shares.argmax())]
        assert row.score == pytest.approx(float(shares.max()), abs=1e-5)


def test_words_get_the_tag_of_their_first_piece(tmp_path: Path) -> None:
    tags = ("O", "B", "I")
    folder = adopted_folder(tmp_path / "m", FAMILY, "tagging", tags)
    sentences = [("Ada", "war", "hier"), ("straße",)]
    examples = [
        example(str(n), words=words, tags=("O",) * len(words)) for n, words in enumerate(sentences)
    ]
    found = predictions(tmp_path, folder, "tagging", tags, examples)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForTokenClassification.from_pretrained(folder).eval()
    for row, words in zip(found, sentences, strict=True):
        read = tokenizer(list(words), is_split_into_words=True, return_tensors="pt")
        with torch.inference_mode():
            best = model(**read).logits[0].argmax(-1).tolist()
        owners = read.word_ids(0)
        firsts = [owners.index(word) for word in range(len(words))]
        assert row.tags == tuple(tags[best[place]] for place in firsts)


def test_answers_are_the_best_span_of_transformers_logits(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "m", FAMILY, "span_qa")
    question, context = "wo?", "Ada war in Rom und Bern"
    answers = (Answer(start=0, text="Ada"),)
    asked = example("q", texts={"question": question, "context": context}, answers=answers)
    (row,) = predictions(tmp_path, folder, "span_qa", (), [asked])
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(folder).eval()
    read = tokenizer(question, context, return_tensors="pt", return_offsets_mapping=True)
    offsets = read.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        logits = model(**read)
    inside = [place for place, kind in enumerate(read.sequence_ids(0)) if kind == 1]
    _, first, last = max(
        (float(logits.start_logits[0, a] + logits.end_logits[0, b]), -a, -b)
        for a in inside
        for b in inside
        if a <= b < a + 30
    )
    assert row.start == offsets[-first][0]
    assert row.predicted == context[offsets[-first][0] : offsets[-last][1]].strip()


def test_choices_are_scored_as_transformers_does(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "m", FAMILY, "multiple_choice")
    choices = [("rain fell", "it was late"), ("a", "b c"), ("one", "two")]
    examples = [
        example(
            str(n),
            texts={"premise": "The street is wet.", "choice1": first, "choice2": second},
            label="0",
        )
        for n, (first, second) in enumerate(choices)
    ]
    found = predictions(tmp_path, folder, "multiple_choice", (), examples)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForMultipleChoice.from_pretrained(folder).eval()
    for row, pair in zip(found, choices, strict=True):
        read = tokenizer(["The street is wet."] * 2, list(pair), padding=True, return_tensors="pt")
        with torch.inference_mode():
            logits = model(**{name: values.unsqueeze(0) for name, values in read.items()}).logits[0]
        assert row.predicted == str(int(logits.argmax()))


def test_tags_of_a_model_trained_elsewhere_are_read_at_first_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        tags, "word_rows", lambda *a, word_piece: seen.append(word_piece) or word_rows(*a)
    )
    folder = adopted_folder(tmp_path / "m", FAMILY, "tagging", ("X", "Y"))
    predictions(
        tmp_path,
        folder,
        "tagging",
        ("X", "Y"),
        [example("0", words=("fog", "sun"), tags=("X", "Y"))],
    )
    assert seen == ["first"]
