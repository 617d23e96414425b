"""The reader of every kind of file in an artifact, for tests that hand them what is damaged."""

from collections.abc import Callable
from pathlib import Path

from crosswind.model.checkpoint import read_tensors
from crosswind.model.checkpoint_record import read_record
from crosswind.records import codecs

READERS: dict[str, Callable[[Path], object]] = {
    "examples.parquet": codecs.read_examples,
    "edits.parquet": codecs.read_edits,
    "predictions.parquet": codecs.read_predictions,
    "items.parquet": codecs.read_items_table,
    "scores.json": codecs.read_scores,
    "estimates.json": codecs.read_estimates,
    "checkpoint.json": read_record,
    "weights.safetensors": read_tensors,
}
