"""Whether training is as good on the fast path as it is with stock parts: scores over seeds.

    python studies/parity.py --data DATA [--task snli] [--updates 200] [--seeds 3]

Both train e5-small-q4 by one recipe (batches of 32, peak rate 5e-5, linear decay after 10% warm-up,
AdamW without weight decay, clipping at 1, dropout 0.1) on the same pairs, from the same fresh head,
and are scored on the same held-out pairs:

- ours: the steps `fine_tune` and `predict` in bf16, with our attention and dropout, a compact
  vocabulary and batches of like length;
- stock: a plain loop in fp32 over the encoder as transformers loads it, with its own attention and
  dropout, the whole vocabulary, rows in random order, and the scheduler of transformers.

Printed are the accuracies, and the mean difference with two intervals: over seeds (t, pairs of one
seed), and over pairs of text (bootstrap of the mean over seeds). Both rest on equal seeds only for
head and recipe; the orders of rows differ.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer, get_scheduler

from crosswind.config.run_options import RunOptions
from crosswind.core.seeds import derive_seed, generator
from crosswind.data.load import read_task
from crosswind.evaluate.predict import predict
from crosswind.evaluate.predict_params import PredictParams
from crosswind.model.devices import open_device
from crosswind.model.heads import ClassificationHead, new_head
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.sources import encoder_source
from crosswind.records.codecs import read_predictions, write_examples
from crosswind.records.example import Example
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams

BATCH, RATE, WARMUP, MAX_TOKENS, DROPOUT = 32, 5e-5, 0.1, 128, 0.1
KIND = "pair_classification"
N_RESAMPLES = 2000
Right = NDArray[np.bool_]


class Study:
    """The encoder and the two texts, in a folder, and what both ways of training share."""

    def __init__(self, place: Path, task: str, data: Path, n_train: int, n_held_out: int) -> None:
        self.place = place
        self.options = RunOptions(device="cpu", threads=torch.get_num_threads())
        source = encoder_source("e5-small-q4", offline=True)
        load = LoadEncoderParams(name=source.name, revision="", source=source.as_params())
        for name in ("encoder", "train", "held out"):
            (place / name).mkdir()
        load_encoder(load, out=place / "encoder", options=self.options)
        self.train = read_task(task, "en", "train", data)[:n_train]
        self.held_out = read_task(task, "en", "validation", data)[:n_held_out]
        write_examples(place / "train", self.train)
        write_examples(place / "held out", self.held_out)
        self.fields = tuple(self.train[0].texts)
        self.labels = tuple(sorted({str(example.label) for example in self.train}))
        self.gold = np.array([str(example.label) for example in self.held_out])

    def ours(self, seed: int, n_updates: int) -> Right:
        """Which held-out pairs are right after the steps, in bf16."""
        checkpoint, out = (self.place / f"{name} {seed}" for name in ("checkpoint", "predictions"))
        checkpoint.mkdir()
        out.mkdir()
        recipe = FineTuneParams(
            task="pairs",
            kind=KIND,
            fields=self.fields,
            labels=self.labels,
            learning_rate=RATE,
            batch_examples=BATCH,
            max_updates=n_updates,
            max_tokens=MAX_TOKENS,
            warmup_fraction=WARMUP,
            weight_decay=0.0,
            attention_dropout=DROPOUT,
            hidden_dropout=DROPOUT,
            precision="bf16",
            seed=seed,
        )
        encoder = self.place / "encoder"
        fine_tune(
            recipe,
            encoder=encoder,
            start=None,
            train=(self.place / "train",),
            validation=(),
            out=checkpoint,
            options=self.options,
        )
        read = PredictParams(
            task="pairs", kind=KIND, fields=self.fields, max_tokens=MAX_TOKENS, precision="bf16"
        )
        predict(
            read,
            encoder=encoder,
            checkpoint=checkpoint,
            examples=self.place / "held out",
            candidates=(),
            out=out,
            options=self.options,
        )
        found = np.array([row.predicted for row in read_predictions(out)])
        return np.asarray(found == self.gold)

    def stock(self, seed: int, n_updates: int) -> Right:
        """Which held-out pairs are right after a plain loop of stock parts, in fp32."""
        model = Stock(self.place / "encoder", self.labels, seed)
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, eps=1e-8, weight_decay=0.0)
        schedule = get_scheduler("linear", optimiser, round(WARMUP * n_updates), n_updates)
        model.train()
        for _, batch in zip(range(n_updates), batches(self.train, seed), strict=False):
            targets = torch.tensor([self.labels.index(str(example.label)) for example in batch])
            optimiser.zero_grad()
            torch.autograd.backward(functional.cross_entropy(model(batch), targets))
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        model.eval()
        found: list[str] = []
        with torch.inference_mode():
            for start in range(0, len(self.held_out), BATCH):
                best = model(self.held_out[start : start + BATCH]).argmax(dim=-1)
                found += [self.labels[number] for number in best.tolist()]
        return np.asarray(np.array(found) == self.gold)


class Stock(nn.Module):
    """The encoder as transformers loads it, under a head that begins as ours does."""

    def __init__(self, folder: Path, labels: Sequence[str], seed: int) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        rng = torch.Generator().manual_seed(derive_seed(seed, "head"))
        dim = self.encoder.config.hidden_size
        head = new_head(KIND, dim, len(labels), dropout=DROPOUT, rng=rng)
        assert isinstance(head, ClassificationHead), "pairs are classified"
        head.add_module("dropout", nn.Dropout(DROPOUT))
        self.head = head

    def forward(self, examples: Sequence[Example]) -> torch.Tensor:
        """Logits of some pairs."""
        first, second = zip(*(example.texts.values() for example in examples), strict=True)
        read = self.tokenizer(
            list(first),
            list(second),
            truncation=True,
            max_length=MAX_TOKENS,
            padding=True,
            return_tensors="pt",
        )
        hidden = self.encoder(**read).last_hidden_state
        logits: torch.Tensor = self.head(hidden, read["attention_mask"].bool())
        return logits


def batches(examples: Sequence[Example], seed: int) -> Iterator[list[Example]]:
    """Batches in random order, epoch after epoch."""
    for epoch in range(1 << 30):
        order = generator(seed, "stock order", epoch).permutation(len(examples))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            yield [examples[number] for number in order[start : start + BATCH]]


def show(ours: NDArray[np.bool_], stock: NDArray[np.bool_]) -> None:
    """Print scores and intervals; arguments have shape (seeds, pairs)."""
    scores = {"ours": ours.mean(axis=1), "stock": stock.mean(axis=1)}
    for name, values in scores.items():
        spread = f", deviation {values.std(ddof=1):.4f}" if len(values) > 1 else ""
        told = " ".join(f"{value:.4f}" for value in values)
        print(f"{name:<6} {told}  mean {values.mean():.4f}{spread}")
    differences = scores["ours"] - scores["stock"]
    print(f"difference {differences.mean():+.4f}")
    if len(differences) > 1:
        error = differences.std(ddof=1) / len(differences) ** 0.5
        half = stats.t.ppf(0.975, len(differences) - 1) * error
        low, high = differences.mean() - half, differences.mean() + half
        print(f"  over seeds, 95%: {low:+.4f} to {high:+.4f}")
    items = (ours.astype(float) - stock).mean(axis=0)
    drawn = generator(0, "parity").integers(len(items), size=(N_RESAMPLES, len(items)))
    low, high = np.quantile(items[drawn].mean(axis=1), (0.025, 0.975))
    print(f"  over pairs, 95%: {low:+.4f} to {high:+.4f}")


def main() -> None:
    """Train both ways with each seed, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of official files")
    parser.add_argument("--task", default="snli", choices=("snli", "mnli"))
    parser.add_argument("--updates", type=int, default=200)
    parser.add_argument("--held-out", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    asked = parser.parse_args()
    open_device(RunOptions(device="cpu", threads=asked.threads))
    results: dict[str, list[Right]] = {"ours": [], "stock": []}
    with tempfile.TemporaryDirectory() as name:
        study = Study(Path(name), asked.task, asked.data, asked.updates * BATCH, asked.held_out)
        print(f"{asked.task}: {len(study.train)} pairs, {len(study.held_out)} held out", flush=True)
        for seed in range(1, asked.seeds + 1):
            for title, run in (("ours", study.ours), ("stock", study.stock)):
                start = time.process_time()
                results[title].append(run(seed, asked.updates))
                seconds = time.process_time() - start
                right = results[title][-1].mean()
                print(f"seed {seed} {title}: {right:.4f}, {seconds:.0f} s of processor", flush=True)
    show(np.stack(results["ours"]), np.stack(results["stock"]))


if __name__ == "__main__":
    main()
