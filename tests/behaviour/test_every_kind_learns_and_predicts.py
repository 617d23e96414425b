"""From labelled text to a checkpoint to predictions on new text, for choices and for pools."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.seeds import generator
from crosswind.evaluate.predict import predict
from crosswind.evaluate.predict_params import PredictParams
from crosswind.records.codecs import read_predictions, write_examples
from crosswind.records.example import Answer, Example
from crosswind.records.prediction import Prediction
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams

OPTIONS = RunOptions(device="cpu", threads=1)
RECIPE = FineTuneParams(
    task="toy",
    kind="multiple_choice",
    fields=("text", "choice1", "choice2", "choice3"),
    learning_rate=3e-3,
    batch_examples=8,
    max_updates=60,
    max_tokens=48,
)
FAIR, FOUL = ("sun", "blue", "warm"), ("fog", "rain", "cold")
STOCK = ("river", "stone", "garden", "winter", "letter", "paper", "window", "bread")


def example(number: int, **parts: Any) -> Example:
    return Example(example_id=f"e{number}", parallel_id=f"e{number}", language="en", **parts)


def choosing(n: int, fields: tuple[str, ...], seed: int) -> list[Example]:
    """The right choice is of the kind of the text."""
    rng = generator(seed, "choosing")
    examples = []
    for number in range(n):
        like, unlike = (FAIR, FOUL) if rng.integers(2) else (FOUL, FAIR)
        right = int(rng.integers(len(fields) - 1))
        texts = [unlike[int(rng.integers(3))] for _ in fields[1:]]
        texts[right] = like[int(rng.integers(3))]
        texts = [like[int(rng.integers(3))], *texts]
        examples.append(
            example(number, texts=dict(zip(fields, texts, strict=True)), label=str(right))
        )
    return examples


def asking(n: int, seed: int) -> list[Example]:
    """A question names a word of the one sentence that answers it."""
    rng = generator(seed, "asking")
    examples = []
    for number in range(n):
        words = [STOCK[int(pick)] for pick in rng.permutation(len(STOCK))[:4]]
        context = f"{words[0].title()} {words[1]}. {words[2].title()} {words[3]}."
        examples.append(
            example(
                number,
                texts={"question": words[3], "context": context},
                answers=(Answer(start=context.index(words[3]), text=words[3]),),
            )
        )
    return examples


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    tiny_encoder_folder(folder / "encoder")
    return folder


def written(folder: Path, examples: list[Example]) -> Path:
    folder.mkdir()
    write_examples(folder, examples)
    return folder


def trained(root: Path, out: Path, train: Path, recipe: FineTuneParams, start: Path | None) -> Path:
    out.mkdir()
    fine_tune(
        recipe,
        encoder=root / "encoder",
        start=start,
        train=(train,),
        copies=(),
        validation=(),
        out=out,
        options=OPTIONS,
    )
    return out


def predicted(
    root: Path,
    out: Path,
    params: PredictParams,
    checkpoint: Path,
    *,
    examples: Path,
    candidates: tuple[Path, ...] = (),
) -> list[Prediction]:
    out.mkdir()
    predict(
        params,
        encoder=root / "encoder",
        checkpoint=checkpoint,
        examples=examples,
        candidates=candidates,
        out=out,
        options=OPTIONS,
    )
    return read_predictions(out)


def test_three_choices_then_two_and_new_text_is_chosen_well(root: Path, tmp_path: Path) -> None:
    three = RECIPE.fields
    two = ("text", "answerA", "answerB")
    first = trained(
        root,
        tmp_path / "first",
        written(tmp_path / "three", choosing(80, three, 1)),
        replace(RECIPE, max_updates=120),
        None,
    )
    onward = replace(RECIPE, fields=two, carry_over="encoder_and_head", max_updates=10)
    second = trained(
        root, tmp_path / "second", written(tmp_path / "two", choosing(40, two, 2)), onward, first
    )
    new = choosing(40, two, 3)
    params = PredictParams(task="toy", kind="multiple_choice", fields=two, max_tokens=48)
    rows = predicted(
        root, tmp_path / "out", params, second, examples=written(tmp_path / "new", new)
    )
    right = sum(row.predicted == one.label for row, one in zip(rows, new, strict=True))
    assert right > 32


def test_a_question_finds_its_sentence_among_those_of_all_pools(root: Path, tmp_path: Path) -> None:
    recipe = replace(RECIPE, kind="answer_retrieval", fields=("question", "context"))
    checkpoint = trained(
        root, tmp_path / "checkpoint", written(tmp_path / "train", asking(120, 1)), recipe, None
    )
    new = asking(20, 2)
    pools = []
    for part in (0, 1):
        pool = [
            example(
                number,
                texts={
                    "sentence": one.texts["context"].split(". ")[part].rstrip(".") + ".",
                    "context": one.texts["context"],
                },
            )
            for number, one in enumerate(new)
        ]
        pool = [replace(one, example_id=f"{part}-{one.example_id}") for one in pool]
        pools.append(written(tmp_path / f"pool{part}", pool))
    params = PredictParams(
        task="toy", kind="answer_retrieval", fields=("question",), max_tokens=48, n_ranked=10
    )
    rows = predicted(
        root,
        tmp_path / "out",
        params,
        checkpoint,
        examples=written(tmp_path / "new", new),
        candidates=tuple(pools),
    )
    # Among 40 sentences, a random one names the word of the question about once in eight.
    named = sum(
        one.texts["question"]
        in new[int(row.predicted[3:])].texts["context"].split(". ")[int(row.predicted[0])].lower()
        for row, one in zip(rows, new, strict=True)
    )
    assert named > 12
    assert all(len(row.ranked) == 10 == len(set(row.ranked)) for row in rows)
