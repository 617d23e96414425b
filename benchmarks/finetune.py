"""Fine-tuning beside the stock Trainer of transformers, on the same pairs in one process.

    python benchmarks/finetune.py [--data DATA] [--examples 640] [--peer-examples N] [--repeats 3]

Peers: the recipe of the public XNLI example (every row padded to 128 tokens, fp32), and the same
with dynamic padding. All train e5-small-q4 on the same pairs with the same batch size, learning
rate, warm-up, clipping and dropout; reading and tokenizing the text is left out on both sides. Runs
take turns and the fastest counts; examples a second of the wall clock, and of processor time.

Utilization: 6 P FLOP a token that is not padding, P the parameters without embeddings, against the
rate of the encoder's own matrix products in this process. Texts of 12 to 16 tokens get lines of
their own, at the recipe's batch and at a wider one.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from measure import (
    Cost,
    encoder_folder,
    in_turn,
    matrix_rate,
    pairs,
    parameters_without_embeddings,
    print_machine,
)
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

from crosswind.config.run_options import RunOptions
from crosswind.model.checkpoint import open_model
from crosswind.model.devices import open_device
from crosswind.model.encoders import encoder_dim
from crosswind.model.heads import TaskModel, new_head
from crosswind.records.example import Example
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Recipe, run_updates
from crosswind.train.objective import TextRules, TrainingText
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.part import Part
from crosswind.train.selection import Selection
from crosswind.train.stage_text import StageText

BATCH, RATE, WARMUP, MAX_TOKENS = 32, 1e-5, 0.1, 128
KIND = "pair_classification"


class Ours:
    """One stage of training, as the step `fine_tune` runs it, without reading and writing files."""

    def __init__(self, encoder: Path, examples: list[Example], precision: str, batch: int) -> None:
        opened = open_model(encoder, None, attention_dropout=0.1, hidden_dropout=0.1)
        labels = labels_of(examples)
        fields = tuple(examples[0].texts)
        rules = TextRules(kind=KIND, fields=fields, labels=labels, max_tokens=MAX_TOKENS)
        rng = torch.Generator().manual_seed(1)
        self.text = OBJECTIVES[KIND].read(examples, rules, opened.reader)
        head = new_head(KIND, encoder_dim(opened.model.encoder), len(labels), dropout=0.1, rng=rng)
        self.part = Part(
            task="pairs",
            model=TaskModel(opened.model.encoder, head),
            objective=OBJECTIVES[KIND],
            text=StageText(
                n_texts=1,
                n_examples=len(examples),
                labels=labels,
                training=self.text,
                held_out=TrainingText(),
            ),
            batch_examples=batch,
        )
        TrainedRows(
            self.part.model,
            "seen",
            inputs=self.part.text.inputs(),
            special_ids=opened.reader.special_ids,
            before=opened.changed_rows,
        )
        self.pad_id, self.precision = opened.reader.pad_id, precision
        self.n_tokens = sum(row.n_tokens for row in self.text.rows)

    def run(self) -> None:
        """One epoch."""
        recipe = Recipe(
            learning_rate=RATE,
            n_updates=-(-len(self.text.rows) // self.part.batch_examples),
            warmup_fraction=WARMUP,
            weight_decay=0.0,
            max_grad_norm=1.0,
            precision=self.precision,
            seed=1,
            pad_id=self.pad_id,
        )
        unselected = Selection(
            parts=(self.part,), every=1 << 30, patience=0, pad_id=self.pad_id, precision="fp32"
        )
        run_updates((self.part,), recipe, unselected)


def labels_of(examples: list[Example]) -> tuple[str, ...]:
    """The labels of some pairs."""
    return tuple(sorted({str(example.label) for example in examples}))


def stock(
    encoder: Path, examples: list[Example], *, padded: bool, folder: Path
) -> Callable[[], None]:
    """One epoch of the stock Trainer."""
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    labels = labels_of(examples)
    model = AutoModelForSequenceClassification.from_pretrained(encoder, num_labels=len(labels))
    rows = []
    for example in examples:
        read: dict[str, Any] = dict(
            tokenizer(
                *example.texts.values(),
                truncation=True,
                max_length=MAX_TOKENS,
                padding="max_length" if padded else False,
            )
        )
        rows.append({**read, "label": labels.index(str(example.label))})
    settings = TrainingArguments(
        output_dir=str(folder),
        per_device_train_batch_size=BATCH,
        num_train_epochs=1,
        learning_rate=RATE,
        warmup_steps=WARMUP,
        use_cpu=True,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        logging_strategy="no",
    )
    collator = None if padded else DataCollatorWithPadding(tokenizer)

    def run() -> None:
        Trainer(model=model, args=settings, train_dataset=rows, data_collator=collator).train()

    return run


def show(name: str, cost: Cost, n_examples: int, base: Cost | None = None) -> None:
    """A line of the table; `base` is ours."""
    ratio = ""
    if base is not None:
        ratio = f"  ours {cost.wall / base.wall:5.1f}x, {cost.processor / base.processor:5.1f}x"
    print(
        f"{name:<34} {n_examples / cost.wall:7.1f} examples/s "
        f"{n_examples / cost.processor:7.1f} a processor second{ratio}"
    )


def utilization(one: Ours, cost: Cost, dtype: torch.dtype) -> str:
    """Share of the matrix-product rate that training reaches, in words."""
    encoder = one.part.model.encoder
    rate = matrix_rate(encoder, BATCH * one.n_tokens // len(one.text.rows), dtype)
    work = 6.0 * parameters_without_embeddings(encoder) * one.n_tokens
    return (
        f"utilization {work / cost.processor / rate:.0%} of {rate / 1e9:.0f} GFLOP/s a core, "
        f"{one.n_tokens / cost.processor:.0f} tokens a processor second"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of official files with MNLI")
    parser.add_argument("--examples", type=int, default=640)
    parser.add_argument("--peer-examples", type=int, default=0, help="0: as many")
    parser.add_argument("--alone", action="store_true", help="no peers")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--precision", default="bf16", choices=("bf16", "fp32"))
    asked = parser.parse_args()
    open_device(RunOptions(device="cpu", threads=asked.threads))
    print_machine("torch", "transformers", "accelerate")
    dtype = torch.bfloat16 if asked.precision == "bf16" else torch.float32
    with tempfile.TemporaryDirectory() as place:
        folder = encoder_folder(Path(place) / "encoder")
        name, examples = pairs(asked.data, asked.examples)
        ours = Ours(folder, examples, asked.precision, BATCH)
        print(f"{name}: {len(examples)} pairs, {ours.n_tokens / len(ours.text.rows):.1f} tokens")
        few = examples[: asked.peer_examples or len(examples)]
        scale = len(examples) / len(few)
        peers = {
            f"stock Trainer, {title}, fp32": stock(
                folder, few, padded=padded, folder=Path(place) / "trainer"
            )
            for title, padded in (("padded to 128", True), ("dynamic padding", False))
        }
        calls = {"crosswind": ours.run, **({} if asked.alone else peers)}
        costs = in_turn(calls, asked.repeats)
        base = costs.pop("crosswind")
        show(f"crosswind, {asked.precision}", base, len(examples))
        for title, cost in costs.items():
            whole = Cost(cost.wall * scale, cost.processor * scale)
            show(title, whole, len(examples), base)
        print(utilization(ours, base, dtype), flush=True)
        short = short_pairs(examples, asked.examples)
        for batch in (BATCH, 4 * BATCH):
            one = Ours(folder, short, asked.precision, batch)
            cost = in_turn({"short": partial(one.run)}, asked.repeats)["short"]
            mean = one.n_tokens / len(one.text.rows)
            show(f"crosswind, {mean:.1f} tokens, batch {batch}", cost, len(short))
            print(utilization(one, cost, dtype), flush=True)


def short_pairs(examples: list[Example], n: int) -> list[Example]:
    """Pairs of the first words of each text: about 14 tokens with the special ones."""
    cut = [
        replace(one, texts={key: " ".join(text.split()[:4]) for key, text in one.texts.items()})
        for one in examples
    ]
    return cut[:n]


if __name__ == "__main__":
    main()
