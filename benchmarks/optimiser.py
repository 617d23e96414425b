"""Memory of AdamW for XLM-R Large with the word-embedding rows of a stage alone, beside all rows.

    python benchmarks/optimiser.py [--data DATA]

The model is built on the `meta` device (shapes without memory): 24 layers, 1,024 wide, 250,002
rows. The text is English natural language inference from a data folder, a set after another, or the
embedded paraphrases; the tokenizer is the embedded encoder's, which has XLM-R's vocabulary. Moments
are in fp32, as the weights are.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch
from measure import encoder_folder, print_machine
from transformers import XLMRobertaConfig, XLMRobertaModel

from crosswind.data.load import read_task
from crosswind.model.changed_rows import ChangedRows
from crosswind.model.heads import TaskModel
from crosswind.model.texts import text_rows
from crosswind.model.tokenise import ModelInput, PieceReader, open_reader
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.optimiser import optimiser_bytes

SETS = (("mnli", "train"), ("snli", "train"), ("xnli", "validation"), ("xnli", "test"))
MAX_TOKENS = 128


def xlm_r_large() -> TaskModel:
    """Its encoder, without weights."""
    config = XLMRobertaConfig(
        vocab_size=250_002,
        hidden_size=1024,
        num_hidden_layers=24,
        num_attention_heads=16,
        intermediate_size=4096,
        max_position_embeddings=514,
        type_vocab_size=1,
    )
    with torch.device("meta"):
        return TaskModel(XLMRobertaModel(config, add_pooling_layer=False), None)


def texts(data: Path | None, reader: PieceReader) -> Iterator[tuple[str, list[ModelInput]]]:
    """Name and rows of each set."""
    for task, split in SETS if data else (("home_paraphrase", "train"),):
        examples = read_task(task, "en", split, data or Path("data"))
        rows = text_rows(examples, tuple(examples[0].texts), reader, MAX_TOKENS)
        yield f"{task} {split}", [row.read for row in rows]


def memory(mode: str, reads: list[ModelInput], reader: PieceReader) -> tuple[int, int]:
    """Trained rows, and bytes of the optimizer's state."""
    model = xlm_r_large()
    rows = TrainedRows(
        model,
        mode,
        inputs=reads,
        special_ids=reader.special_ids,
        before=ChangedRows(torch.zeros(0, dtype=torch.int64)),
    )
    trained = (weights for weights in model.encoder.parameters() if weights.requires_grad)
    return rows.n_trained, optimiser_bytes(trained)


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of official files with NLI sets")
    asked = parser.parse_args()
    print_machine("transformers")
    with tempfile.TemporaryDirectory() as place:
        reader = open_reader(encoder_folder(Path(place)))
        n_all, dense = memory("all", [], reader)
        print(f"all {n_all} rows: {dense / 1e9:.2f} GB")
        reads: list[ModelInput] = []
        for name, more in texts(asked.data, reader):
            reads += more
            n_seen, seen = memory("seen", reads, reader)
            print(
                f"with {name}, {len(reads)} pairs: {n_seen} rows, {seen / 1e9:.2f} GB, "
                f"{seen / dense:.1%} of all"
            )


if __name__ == "__main__":
    main()
