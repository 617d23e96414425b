"""The step: learning, equal bytes, carry-over, and mistakes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import BertModel

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError, StepError
from crosswind.core.files import read_json
from crosswind.core.seeds import generator
from crosswind.model import kept_pieces
from crosswind.model.checkpoint import open_model
from crosswind.model.encoders import word_embedding
from crosswind.model.heads import TRAINABLE_KINDS
from crosswind.model.tokenise import open_reader
from crosswind.records.codecs import write_examples
from crosswind.records.example import Answer, Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams

OPTIONS = RunOptions(device="cpu", threads=1)
PARAMS = FineTuneParams(
    task="toy",
    kind="classification",
    fields=("text",),
    learning_rate=3e-3,
    batch_examples=8,
    max_updates=12,
    max_tokens=32,
)


def toy(n: int, seed: int = 0) -> list[Example]:
    """Sentences of fair words (a) or foul words (b), with tags and an answer."""
    rng = generator(seed, "toy")
    examples = []
    for index in range(n):
        fair = bool(rng.integers(2))
        kinds = ("sun", "blue") if fair else ("fog", "rain")
        words = tuple(kinds[int(pick)] for pick in rng.integers(2, size=int(rng.integers(1, 5))))
        text = " ".join(words)
        examples.append(
            Example(
                example_id=str(index),
                parallel_id=str(index),
                language="en",
                texts={"text": text, "question": "what", "context": text},
                words=words,
                label="a" if fair else "b",
                tags=tuple("X" if word in ("sun", "fog") else "Y" for word in words),
                answers=(Answer(start=0, text=words[0]),),
            )
        )
    return examples


def choosing(n: int, names: tuple[str, ...], seed: int = 0) -> list[Example]:
    """Fair words go with fair words: the only such choice is right."""
    rng = generator(seed, "choices")
    examples = []
    for index in range(n):
        fair = bool(rng.integers(2))
        right = int(rng.integers(len(names)))
        choices = ["fog rain" if fair else "sun blue"] * len(names)
        choices[right] = "blue sun" if fair else "rain fog"
        texts = {"text": "sun blue" if fair else "rain fog"} | dict(
            zip(names, choices, strict=True)
        )
        examples.append(
            Example(
                example_id=str(index),
                parallel_id=str(index),
                language="en",
                texts=texts,
                label=str(right),
            )
        )
    return examples


STOCK = ("river", "stone", "garden", "winter", "letter", "paper", "window", "bread")


def asking(n: int, seed: int = 0) -> list[Example]:
    """A question names a word of the one sentence that answers it."""
    rng = generator(seed, "questions")
    examples = []
    for index in range(n):
        words = [STOCK[int(pick)] for pick in rng.permutation(len(STOCK))[:4]]
        context = f"{words[0].title()} {words[1]}. {words[2].title()} {words[3]}."
        texts = {"question": words[3], "context": context, "text": f"{words[3]} {words[2]}"}
        examples.append(
            Example(
                example_id=str(index),
                parallel_id=str(index),
                language="en",
                texts=texts,
                answers=(Answer(start=context.index(words[3]), text=words[3]),),
            )
        )
    return examples


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("places")
    tiny_encoder_folder(root / "encoder")
    for name, n in (("train", 60), ("more", 20), ("empty", 0)):
        (root / name).mkdir()
        write_examples(root / name, toy(n, seed=n))
    for name, n in (("train", 60), ("more", 20)):
        for kind, examples in (
            ("three", choosing(n, ("choice1", "choice2", "choice3"), seed=n)),
            ("two", choosing(n, ("answerA", "answerB"), seed=n)),
            ("asking", asking(n, seed=n)),
        ):
            (root / f"{name}_{kind}").mkdir()
            write_examples(root / f"{name}_{kind}", examples)
    return root


def trained(places: Path, out: Path, params: FineTuneParams = PARAMS, **inputs) -> dict:
    out.mkdir()
    given = {
        "start": None,
        "train": (places / "train",),
        "copies": (),
        "validation": (),
        "matched": (),
        **inputs,
    }
    given.setdefault("options", OPTIONS)
    return fine_tune(params, encoder=places / "encoder", out=out, **given)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_equal_inputs_give_equal_bytes_in_one_process(places, tmp_path):
    before = torch.random.get_rng_state()
    one = trained(places, tmp_path / "one")
    with torch.random.fork_rng():
        torch.default_generator.manual_seed(99)
        two = trained(places, tmp_path / "two")
    assert one == two
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert torch.equal(torch.random.get_rng_state(), before)
    other = replace(PARAMS, seed=2)
    trained(places, tmp_path / "three", other)
    assert content(tmp_path / "one") != content(tmp_path / "three")


def test_kept_pieces_give_equal_bytes(places, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_pieces, "WORTH_KEEPING", 1)
    options = replace(OPTIONS, pieces=tmp_path / "pieces")
    trained(places, tmp_path / "plain")
    for name in ("written", "read"):
        open_reader.cache_clear()
        trained(places, tmp_path / name, options=options)
        assert content(tmp_path / name) == content(tmp_path / "plain")
    assert list(options.pieces.glob("*/*.arrow"))


def test_equal_inputs_give_equal_bytes_in_two_processes(places, tmp_path):
    trained(places, tmp_path / "one")
    (tmp_path / "two").mkdir()
    code = (
        "import sys; from pathlib import Path\n"
        "from crosswind.config.run_options import RunOptions\n"
        "from crosswind.train.fine_tune import fine_tune\n"
        "from crosswind.train.params import FineTuneParams\n"
        "places, out = map(Path, sys.argv[1:])\n"
        f"fine_tune({PARAMS!r}, encoder=places / 'encoder', start=None, validation=(),\n"
        "          train=(places / 'train',), copies=(), matched=(), out=out,\n"
        "          options=RunOptions(threads=1))\n"
    )
    command = [sys.executable, "-c", code, str(places), str(tmp_path / "two")]
    subprocess.run(command, check=True)
    assert content(tmp_path / "one") == content(tmp_path / "two")


# Kind -> its text and its fields, where they are not those of the first task.
TEXTS = {
    "span_qa": ("train", ("question", "context")),
    "multiple_choice": ("train_three", ("text", "choice1", "choice2", "choice3")),
    "answer_retrieval": ("train_asking", ("question", "context")),
    "entity_retrieval": ("train_asking", ("question", "text")),
}


@pytest.mark.parametrize("kind", TRAINABLE_KINDS)
def test_every_kind_learns(places, tmp_path, kind):
    text, fields = TEXTS.get(kind, ("train", ("text",)))
    params = replace(PARAMS, kind=kind, fields=fields, max_updates=60, max_tokens=64)
    trained(places, tmp_path / "out", params, train=(places / text,))
    curve = read_json(tmp_path / "out" / "checkpoint.json")["training"]["loss_curve"]
    losses = [loss for _, loss in curve]
    assert sum(losses[-10:]) / 10 < 0.5 * sum(losses[:3]) / 3


@pytest.mark.parametrize(
    ("kind", "chance"), [("multiple_choice", 1 / 3), ("answer_retrieval", 1 / 20)]
)
def test_new_text_is_judged_far_above_chance(places, tmp_path, kind, chance):
    text, fields = TEXTS[kind]
    params = replace(
        PARAMS,
        kind=kind,
        fields=fields,
        max_tokens=64,
        max_updates=60,
        selection="source_validation",
        evaluate_every=20,
    )
    held_out = places / text.replace("train", "more")
    trained(places, tmp_path / "out", params, train=(places / text,), validation=(held_out,))
    training = read_json(tmp_path / "out" / "checkpoint.json")["training"]
    assert training["evaluations"][-1][1] > 2 * chance


def test_a_head_for_three_choices_goes_on_with_two(places, tmp_path):
    text, fields = TEXTS["multiple_choice"]
    three = replace(PARAMS, kind="multiple_choice", fields=fields)
    trained(places, tmp_path / "three", three, train=(places / text,))
    two = replace(
        three,
        fields=("text", "answerA", "answerB"),
        carry_over="encoder_and_head",
        learning_rate=1e-30,
        weight_decay=0.0,
        max_updates=1,
    )
    trained(
        places,
        tmp_path / "two",
        two,
        train=(places / "train_two",),
        start=tmp_path / "three",
    )
    first, second = (
        open_model(places / "encoder", tmp_path / name).model.state_dict()
        for name in ("three", "two")
    )
    assert all(torch.allclose(first[name], second[name], atol=1e-7) for name in first)
    record = read_json(tmp_path / "two" / "checkpoint.json")
    assert (record["carried_over"], record["labels"]) == (["encoder", "head"], ["0", "1"])


def test_the_record_of_a_dual_encoder_tells_its_negatives(places, tmp_path):
    text, fields = TEXTS["answer_retrieval"]
    params = replace(PARAMS, kind="answer_retrieval", fields=fields)
    summary = trained(places, tmp_path / "out", params, train=(places / text,))
    training = read_json(tmp_path / "out" / "checkpoint.json")["training"]
    assert summary["n_in_batch_negatives"] == training["n_in_batch_negatives"] == 7
    assert 1 < training["n_distinct_candidates"] <= 60
    assert "n_in_batch_negatives" not in trained(places, tmp_path / "other")


def test_seen_rows_equal_the_whole_matrix(places, tmp_path):
    """Fifty updates, every one of them clipped."""
    memory = {}
    for mode, decay in (("seen", 0.0), ("all", 0.0), ("seen", 0.5), ("all", 0.5)):
        params = replace(
            PARAMS, embedding_rows=mode, weight_decay=decay, max_grad_norm=0.05, max_updates=50
        )
        memory[mode] = trained(places, tmp_path / f"{mode}{decay}", params)
    saved = memory["all"]["n_embedding_rows"] - memory["seen"]["n_embedding_rows"]
    # Two moments of 32 numbers of four bytes a row.
    assert saved * 32 * 8 == (memory["all"]["optimiser_bytes"] - memory["seen"]["optimiser_bytes"])
    assert memory["seen"]["optimiser_bytes_dense"] == memory["all"]["optimiser_bytes"]

    def states(name):
        return open_model(places / "encoder", tmp_path / name).model.state_dict()

    seen, whole = states("seen0.0"), states("all0.0")
    assert all(torch.equal(seen[name], whole[name]) for name in whole)
    seen, whole = states("seen0.5"), states("all0.5")
    for name in whole:
        torch.testing.assert_close(seen[name], whole[name], rtol=1e-6, atol=1e-7)
    untouched = open_model(places / "encoder", None).model.encoder.state_dict()
    words = "embeddings.word_embeddings.weight"
    assert not torch.equal(whole[f"encoder.{words}"], untouched[words])


def test_frozen_rows_stay(places, tmp_path):
    summary = trained(places, tmp_path / "out", replace(PARAMS, embedding_rows="frozen"))
    assert summary["n_embedding_rows"] == 0
    root = open_model(places / "encoder", None).model
    after = open_model(places / "encoder", tmp_path / "out").model
    assert torch.equal(word_embedding(after.encoder).weight, word_embedding(root.encoder).weight)


def test_a_second_stage_starts_where_the_first_ended(places, tmp_path):
    trained(places, tmp_path / "first")
    still = replace(PARAMS, learning_rate=1e-30, seed=2, max_updates=1, weight_decay=0.0)
    trained(places, tmp_path / "head", still, start=tmp_path / "first")
    both = replace(still, carry_over="encoder_and_head")
    trained(places, tmp_path / "both", both, start=tmp_path / "first")
    first, head, whole = (
        open_model(places / "encoder", tmp_path / name).model.state_dict()
        for name in ("first", "head", "both")
    )
    encoder = [name for name in first if name.startswith("encoder.")]
    heads = [name for name in first if name.startswith("head.") and name.endswith("weight")]
    assert all(torch.allclose(first[name], head[name], atol=1e-7) for name in encoder)
    assert not any(torch.allclose(first[name], head[name]) for name in heads)
    assert all(torch.allclose(first[name], whole[name], atol=1e-7) for name in first)
    record = read_json(tmp_path / "both" / "checkpoint.json")
    assert (record["carried_over"], record["new"]) == (["encoder", "head"], [])


def test_another_head_cannot_be_carried_over(places, tmp_path):
    trained(places, tmp_path / "first")
    params = replace(PARAMS, kind="tagging", carry_over="encoder_and_head")
    with pytest.raises(ConfigError, match="head cannot be carried over"):
        trained(places, tmp_path / "second", params, start=tmp_path / "first")


def test_selection_keeps_the_best_weights(places, tmp_path):
    params = replace(
        PARAMS, selection="source_validation", evaluate_every=3, patience=2, max_updates=60
    )
    summary = trained(places, tmp_path / "out", params, validation=(places / "more",))
    training = read_json(tmp_path / "out" / "checkpoint.json")["training"]
    best = max(share for _, share in training["evaluations"])
    first_best = next(update for update, share in training["evaluations"] if share == best)
    assert summary["kept_update"] == first_best
    assert summary["n_updates"] < 60
    shorter = replace(params, max_updates=60, patience=0)
    longer = trained(places, tmp_path / "all", shorter, validation=(places / "more",))
    assert longer["n_updates"] == 60


def test_an_average_is_the_mean_of_the_weights_at_the_evaluations(places, tmp_path):
    params = replace(
        PARAMS, selection="checkpoint_average", evaluate_every=4, patience=1, warmup_fraction=0.2
    )
    # At update 4 of 20 the rate has reached its peak; all five evaluations are averaged.
    average = replace(params, max_updates=20, weight_decay=0.5)
    summary = trained(places, tmp_path / "mean", average, validation=(places / "more",))
    training = read_json(tmp_path / "mean" / "checkpoint.json")["training"]
    assert summary["n_updates"] == summary["kept_update"] == 20
    assert training["averaged_updates"] == [4, 8, 12, 16, 20]
    assert [update for update, _ in training["evaluations"]] == training["averaged_updates"]
    assert 0 <= training["kept_share"] <= 1
    whole = replace(average, embedding_rows="all")
    trained(places, tmp_path / "whole", whole, validation=(places / "more",))
    means, other = (
        open_model(places / "encoder", tmp_path / name).model.state_dict()
        for name in ("mean", "whole")
    )
    for name in means:
        torch.testing.assert_close(means[name], other[name], rtol=1e-5, atol=1e-6)


def test_recomputed_activations_give_the_same_bytes(places, tmp_path):
    for precision in ("fp32", "bf16"):
        params = replace(PARAMS, precision=precision)
        trained(places, tmp_path / f"plain {precision}", params)
        again = replace(params, gradient_checkpointing=True)
        trained(places, tmp_path / f"again {precision}", again)
        assert content(tmp_path / f"plain {precision}") == content(tmp_path / f"again {precision}")


def test_an_encoder_that_cannot_recompute_is_refused(places, tmp_path, monkeypatch):
    monkeypatch.setattr(BertModel, "supports_gradient_checkpointing", False)
    with pytest.raises(ConfigError, match="cannot compute its activations again"):
        trained(places, tmp_path / "out", replace(PARAMS, gradient_checkpointing=True))


def test_epochs_decide_the_updates(places, tmp_path):
    summary = trained(places, tmp_path / "out", replace(PARAMS, max_updates=0, epochs=2))
    assert summary["n_updates"] == 16
    assert summary["n_rows_trained"] == 120


@pytest.mark.parametrize(
    ("change", "inputs", "error", "match"),
    [
        ({}, {"train": ("empty",)}, DataError, "empty"),
        ({"labels": ("a", "c")}, {}, DataError, "not trained"),
        ({"kind": "retrieval"}, {}, ConfigError, "retrieval"),
        ({"selection": "best"}, {}, ConfigError, "source_validation"),
        ({"selection": "source_validation"}, {}, ConfigError, "needs validation"),
        ({"embedding_rows": "some"}, {}, ConfigError, "seen"),
        ({"batch_examples": 0}, {}, ConfigError, "positive"),
        ({"max_tokens": 600}, {}, ConfigError, "positions"),
        ({"max_tokens": 3}, {}, ConfigError, "no room"),
        ({"learning_rate": 1e38}, {}, StepError, "update"),
        ({"fields": ("body",)}, {}, DataError, "no such text field"),
    ],
)
def test_mistakes_are_errors(places, tmp_path, change, inputs, error, match):
    given = {name: tuple(places / folder for folder in value) for name, value in inputs.items()}
    with pytest.raises(error, match=match):
        trained(places, tmp_path / "out", replace(PARAMS, **change), **given)


def test_one_label_only_is_an_error(places, tmp_path):
    (tmp_path / "same").mkdir()
    write_examples(tmp_path / "same", [one for one in toy(20) if one.label == "a"])
    with pytest.raises(DataError, match="one label only"):
        trained(places, tmp_path / "out", train=(tmp_path / "same",))
