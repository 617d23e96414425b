"""Which piece of a word its tag is read at, and whether a word starts with a mark in every script.

    python studies/word_pieces.py --data DATA --task udpos --seeds 1 2 3

SentencePiece writes a mark for the space before a word. In the vocabulary of XLM-R it is often a
piece of its own: before most words of a script without spaces, before punctuation, before rare
words. Four ways to read pre-split words, with a model of its own where training differs:

- first: the tag is read at the first piece, lone marks included (the reference scripts);
- visible: at the first piece with visible text (this library);
- unspaced: the same, and lone marks are left out in scripts without spaces;
- unmarked: the same, and lone marks are left out everywhere.

The first word of a sentence keeps its mark. Training: e5-small-q4 on 1,200 English sentences, 75
updates of 16; 250 sentences of each language are judged: token accuracy, or entity F1. One line a
seed and way, then the means.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from unittest import mock

from crosswind.config.run_options import RunOptions
from crosswind.core.languages import script_of
from crosswind.data.layouts import read_tagged
from crosswind.evaluate.chunks import SEQEVAL_1_2_2, chunk_counts, equal_tags
from crosswind.evaluate.predict import predict
from crosswind.evaluate.predict_params import PredictParams
from crosswind.model.cutter import WordPieces
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.sources import encoder_source
from crosswind.model.tokenise import PieceReader
from crosswind.records.codecs import read_predictions, write_examples
from crosswind.records.example import Example
from crosswind.runner.environment import resolve_precision
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams

LANGUAGES = ("en", "zh", "ko", "ar")
UNSPACED = {"Hans", "Hant", "Jpan", "Thai", "Khmr", "Laoo", "Mymr"}
# Way of reading -> the way its model is trained in: English has spaces.
WAYS = {"first": "first", "visible": "visible", "unspaced": "visible", "unmarked": "unmarked"}
AS_IT_IS = PieceReader.cut_words
OPTIONS = RunOptions(device="cpu", threads=2)
PRECISION = resolve_precision("auto")


def cut(
    way: str, language: str, reader: PieceReader, words: Sequence[Sequence[str]]
) -> list[list[WordPieces]]:
    """The pieces of words, read in one of the ways."""
    found = AS_IT_IS(reader, words)
    if way == "first":
        return [[WordPieces(word.ids, 0) for word in sentence] for sentence in found]
    if way == "unmarked" or (way == "unspaced" and script_of(language) in UNSPACED):
        return [
            [sentence[0], *(WordPieces(word.ids[word.head :], 0) for word in sentence[1:])]
            for sentence in found
        ]
    return found


def reading(way: str, language: str) -> AbstractContextManager[object]:
    """The tokenizer's words in one of the ways, for as long as this is entered."""
    return mock.patch.object(
        PieceReader, "cut_words", lambda reader, words: cut(way, language, reader, words)
    )


def write_part(path: Path, language: str, n: int, out: Path) -> list[Example]:
    """The first sentences of a file, as an artifact."""
    examples = [
        Example(
            example_id=str(number),
            parallel_id=str(number),
            language=language,
            words=words,
            tags=tags,
        )
        for number, (_, words, tags) in enumerate(islice(read_tagged(path), n))
    ]
    out.mkdir()
    write_examples(out, examples)
    return examples


def judged(task: str, examples: Sequence[Example], tags: Sequence[Sequence[str]]) -> float:
    """Token accuracy (udpos) or entity F1 (panx), in percent."""
    gold = [example.tags for example in examples]
    if task == "udpos":
        right = sum(equal_tags(a, b) for a, b in zip(gold, tags, strict=True))
        return 100 * right / sum(len(item) for item in gold)
    counts = list(chunk_counts(gold, tags, SEQEVAL_1_2_2))
    hits = sum(count.tp for count in counts)
    return 200 * hits / sum(count.predicted + count.gold for count in counts)


def main() -> None:
    """Train once for each way of training, judge each way of reading."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder of official files")
    parser.add_argument("--task", choices=("udpos", "panx"), default="udpos")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--updates", type=int, default=75)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        (root / "encoder").mkdir()
        source = encoder_source("e5-small-q4", offline=True)
        load = LoadEncoderParams(name=source.name, revision="", source=source.as_params())
        load_encoder(load, out=root / "encoder", options=OPTIONS)
        folder = asked.data / asked.task
        write_part(folder / "train-en.tsv", "en", 1200, root / "train")
        parts = {
            language: write_part(folder / f"dev-{language}.tsv", language, 250, root / language)
            for language in asked.languages
        }
        print("way      ", *(f"{language:>6}" for language in asked.languages))
        found = [scored(root, asked, parts, seed) for seed in asked.seeds]
        for way in WAYS:
            rows = [scores[way] for scores in found]
            means = (sum(column) / len(rows) for column in zip(*rows, strict=True))
            print(f"{way:9}", *(f"{mean:6.2f}" for mean in means), "mean", flush=True)


def scored(
    root: Path, asked: argparse.Namespace, parts: Mapping[str, Sequence[Example]], seed: int
) -> dict[str, list[float]]:
    """The scores of each way of reading, in the order of the languages; prints them."""
    found = {}
    for way, trained in WAYS.items():
        model = root / f"{trained}-{seed}"
        if not (model / "weights.safetensors").exists():
            train(root, model, trained, asked, seed)
        found[way] = [
            judged(asked.task, parts[language], tagged(root, way, model, language))
            for language in parts
        ]
        print(f"{way:9}", *(f"{score:6.2f}" for score in found[way]), f"seed {seed}", flush=True)
    return found


def train(root: Path, out: Path, way: str, asked: argparse.Namespace, seed: int) -> None:
    """A checkpoint that reads in one of the ways."""
    params = FineTuneParams(
        task=asked.task,
        kind="tagging",
        fields=(),
        learning_rate=2e-4,
        max_updates=asked.updates,
        batch_examples=16,
        max_tokens=128,
        attention_dropout=0.0,
        hidden_dropout=0.0,
        precision=PRECISION,
        seed=seed,
    )
    out.mkdir()
    with reading(way, "en"):
        fine_tune(
            params,
            encoder=root / "encoder",
            start=None,
            train=(root / "train",),
            copies=(),
            validation=(),
            out=out,
            options=OPTIONS,
        )


def tagged(root: Path, way: str, model: Path, language: str) -> list[tuple[str, ...]]:
    """The predicted tags of one language's sentences."""
    out = root / f"{model.name}-{way}-{language}"
    out.mkdir()
    with reading(way, language):
        predict(
            PredictParams(task="", kind="tagging", fields=(), max_tokens=128, precision=PRECISION),
            encoder=root / "encoder",
            checkpoint=model,
            examples=root / language,
            candidates=(),
            out=out,
            options=OPTIONS,
        )
    return [row.tags for row in read_predictions(out)]


if __name__ == "__main__":
    main()
