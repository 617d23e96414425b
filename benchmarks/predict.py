"""Prediction under noise beside predicting every copy with the stock recipe.

    python benchmarks/predict.py [--data DATA] [--examples 300] [--peer-rows 64] [--repeats 2]

Clean text and five severities of `typo`, `ocr` and `key_adjacent`: XNLI in German, or the embedded
paraphrases where no data folder is given. Ours is the step `predict` over all sixteen artifacts:
opening the model, reading, tokenizing, the pool, writing predictions. The peer is what the public
XNLI example does with each of them: every row padded to 128 tokens, fp32, batches of 32; rows cost
the same, so it runs on some of them and is scaled up. Also apart: what predicting each distinct row
once saves by itself, and ours with every copy predicted.

Utilization: 2 P FLOP a token that is not padding (P: parameters without embeddings) against the
rate of the encoder's own matrix products in this process, for the pool alone; and the pool in packs
against padded batches.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest import mock

import torch
from measure import (
    Cost,
    encoder_folder,
    in_turn,
    matrix_rate,
    parameters_without_embeddings,
    print_machine,
)
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from crosswind.config.run_options import RunOptions
from crosswind.data.load import read_task
from crosswind.evaluate.pool import BATCH_TOKENS, probabilities, run_pool
from crosswind.evaluate.predict import PredictJob, predict_many
from crosswind.evaluate.predict_params import PredictParams
from crosswind.model.checkpoint import open_model
from crosswind.model.devices import open_device
from crosswind.model.texts import text_rows
from crosswind.noise.apply import PerturbParams, perturb_examples
from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.records.codecs import read_examples, write_examples
from crosswind.records.example import Example
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams

NOISE, SEVERITIES = ("typo", "ocr", "key_adjacent"), (1, 2, 3, 4, 5)
KIND, MAX_TOKENS = "pair_classification", 128


def conditions(data: Path | None, n: int, root: Path) -> list[Path]:
    """Folders of examples: clean, then each perturbation at each severity."""
    task, language = ("xnli", "de") if data else ("home_paraphrase", "en")
    examples = read_task(task, language, "test", data or Path("data"))[:n]
    clean = root / "clean"
    clean.mkdir(parents=True)
    write_examples(clean, examples)
    found = [clean]
    for name in NOISE:
        for severity in SEVERITIES:
            params = PerturbParams(
                task=task,
                kind=KIND,
                split="test",
                language=language,
                perturbation=name,
                version=PERTURBATIONS.get(name).version,
                severity=severity,
                seed=0,
                sides="all",
            )
            folder = root / f"{name}-{severity}"
            folder.mkdir()
            perturb_examples(params, examples=clean, out=folder, options=RunOptions())
            found.append(folder)
    return found


def checkpoint(encoder: Path, examples: list[Example], place: Path, options: RunOptions) -> Path:
    """A checkpoint of one update: what it predicts does not matter here."""
    labels = tuple(sorted({str(example.label) for example in examples}))
    few, out = place / "few", place / "checkpoint"
    for folder in (few, out):
        folder.mkdir()
    write_examples(few, [replace(one, example_id=str(i)) for i, one in enumerate(examples[:8])])
    params = FineTuneParams(
        task="pairs",
        kind=KIND,
        fields=tuple(examples[0].texts),
        labels=labels,
        max_updates=1,
        max_tokens=MAX_TOKENS,
    )
    fine_tune(
        params, encoder=encoder, start=None, train=(few,), validation=(), out=out, options=options
    )
    return out


def ours(
    encoder: Path, trained: Path, folders: list[Path], out: Path, fields: tuple[str, ...]
) -> Callable[[], None]:
    """The step `predict` over all artifacts."""
    params = PredictParams(
        task="pairs", kind=KIND, fields=fields, max_tokens=MAX_TOKENS, precision="bf16"
    )
    options = RunOptions(device="cpu", threads=torch.get_num_threads())
    jobs = []
    for folder in folders:
        place = out / folder.name
        place.mkdir(parents=True)
        jobs.append(PredictJob(params=params, examples=folder, candidates=(), out=place))

    def run() -> None:
        predict_many(jobs, encoder=encoder, checkpoint=trained, options=options)

    return run


def stock(encoder: Path, examples: list[Example]) -> Callable[[], None]:
    """Predict rows as the public XNLI example does."""
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    model = AutoModelForSequenceClassification.from_pretrained(encoder, num_labels=3).eval()

    @torch.inference_mode()
    def run() -> None:
        for start in range(0, len(examples), 32):
            texts = zip(*(one.texts.values() for one in examples[start : start + 32]), strict=True)
            read = tokenizer(
                *(list(side) for side in texts),
                truncation=True,
                max_length=MAX_TOKENS,
                padding="max_length",
                return_tensors="pt",
            )
            model(**read).logits.softmax(dim=-1)

    return run


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of official files with XNLI")
    parser.add_argument("--examples", type=int, default=300)
    parser.add_argument("--peer-rows", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--threads", type=int, default=0)
    asked = parser.parse_args()
    options = RunOptions(device="cpu", threads=asked.threads)
    open_device(options)
    print_machine("torch", "transformers")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        encoder = encoder_folder(place / "encoder")
        folders = conditions(asked.data, asked.examples, place / "text")
        copies = [one for folder in folders for one in read_examples(folder)]
        trained = checkpoint(encoder, copies, place, options)
        fields = tuple(copies[0].texts)
        peer_rows = copies[: asked.peer_rows]
        costs = in_turn(
            {
                "stock": stock(encoder, peer_rows),
                "ours": ours(encoder, trained, folders, place / "out", fields),
            },
            asked.repeats,
        )
        compare(costs, copies, len(peer_rows), encoder, trained, asked.repeats)


def compare(
    costs: dict[str, Cost],
    copies: list[Example],
    n_peer: int,
    encoder: Path,
    trained: Path,
    repeats: int,
) -> None:
    """Print both, the ratio, what each part saves, and the pool's utilization."""
    scale = len(copies) / n_peer
    peer = Cost(costs["stock"].wall * scale, costs["stock"].processor * scale)
    own = costs["ours"]
    opened = open_model(encoder, trained)
    model = opened.model.eval()
    fields = tuple(copies[0].texts)
    rows = [row.read for row in text_rows(copies, fields, opened.reader, MAX_TOKENS)]
    distinct = list(dict.fromkeys(rows))
    for name, cost in (("stock, every copy, fp32", peer), ("crosswind predict, bf16", own)):
        print(
            f"{name:<26} {len(copies)} rows: {cost.wall:7.1f} s, {cost.processor:7.1f} s of "
            f"processors, {len(copies) / cost.processor:6.1f} rows a processor second"
        )
    print(f"ours {peer.wall / own.wall:.1f}x by the wall, {peer.processor / own.processor:.1f}x")
    print(f"de-duplication alone: {len(rows) / len(distinct):.2f}x, {len(distinct)} distinct rows")
    pad_id = opened.reader.pad_id
    run = partial(run_pool, model, distinct, probabilities, pad_id=pad_id, precision="bf16")
    pools = in_turn({"packs": run, "padded": partial(padded, run)}, repeats)
    pool = pools["packs"]
    n_tokens = sum(len(row.ids) for row in distinct)
    rate = matrix_rate(model.encoder, BATCH_TOKENS, torch.bfloat16)
    work = 2.0 * parameters_without_embeddings(model.encoder) * n_tokens
    print(
        f"pool: {n_tokens / len(distinct):.1f} tokens a row, {n_tokens / pool.processor:.0f} "
        f"tokens a processor second, utilization {work / pool.processor / rate:.0%} of "
        f"{rate / 1e9:.0f} GFLOP/s a core; "
        f"packs {pools['padded'].processor / pool.processor:.2f}x padded batches"
    )


def padded(run: Callable[[], object]) -> None:
    """A run of the pool in padded batches, as for encoders that cannot read packs."""
    with mock.patch("crosswind.evaluate.pool.can_pack", lambda encoder: False):
        run()


if __name__ == "__main__":
    main()
