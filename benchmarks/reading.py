"""Reading training text: artifact to rows of pieces, the first time and from kept pieces.

    python benchmarks/reading.py [--data DATA] [--pairs 100000]

Pairs are drawn from XNLI in three languages, or from the embedded paraphrases where no data folder
is given, each with a number of its own, so that no two texts are equal. Ours is what `fine_tune`
does before its first update: opening the tokenizer, reading the artifact, cutting texts, setting
special tokens, labels to numbers. The peer is what the stock recipe does without a cache of its
own: the same texts, as they stand in memory, through the tokenizer of transformers.
"""

import argparse
import resource
import tempfile
from dataclasses import replace
from pathlib import Path

from measure import cost_of, encoder_folder, print_machine
from transformers import AutoTokenizer

from crosswind.core.seeds import generator
from crosswind.data.load import read_task
from crosswind.model.tokenise import open_reader
from crosswind.records.codecs import write_examples
from crosswind.records.example import Example
from crosswind.train.objective import TextRules
from crosswind.train.stage_text import read_stage_text

MAX_TOKENS = 128
SETS = (("xnli", "en"), ("xnli", "fr"), ("xnli", "es"))


def pairs(data: Path | None, n: int) -> list[Example]:
    """So many pairs of texts, all different."""
    sets = SETS if data else (("home_paraphrase", "en"),)
    known = [
        example
        for task, language in sets
        for example in read_task(task, language, "test", data or Path("data"))
    ]
    drawn = generator(0, "pairs").integers(len(known), size=n).tolist()
    return [
        replace(
            known[number],
            example_id=str(place),
            texts={name: f"{text} {place}" for name, text in known[number].texts.items()},
        )
        for place, number in enumerate(drawn)
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of official files with XNLI")
    parser.add_argument("--pairs", type=int, default=100_000)
    asked = parser.parse_args()
    print_machine("tokenizers", "transformers", "pyarrow")
    with tempfile.TemporaryDirectory() as place:
        encoder, artifact = encoder_folder(Path(place)), Path(place) / "examples"
        artifact.mkdir()
        examples = pairs(asked.data, asked.pairs)
        write_examples(artifact, examples)
        fields = tuple(examples[0].texts)
        columns = [[example.texts[name] for example in examples] for name in fields]
        del examples
        tokenizer = AutoTokenizer.from_pretrained(encoder)
        rules = TextRules(
            kind="pair_classification", fields=fields, labels=(), max_tokens=MAX_TOKENS
        )
        kept = Path(place) / "pieces"

        def ours() -> None:
            open_reader.cache_clear()
            read_stage_text([artifact], None, open_reader(encoder, "", kept), rules)

        def stock() -> None:
            tokenizer(*columns, truncation=True, max_length=MAX_TOKENS)

        costs = {
            "stock tokenizer, texts in memory": cost_of(stock),
            "crosswind, first time": cost_of(ours),
            "crosswind, afterwards": cost_of(ours),
        }
        n_bytes = sum(path.stat().st_size for path in kept.rglob("*.arrow"))
    for name, cost in costs.items():
        spent = f"{cost.wall:6.2f} s, {cost.processor:6.2f} s of processors"
        print(f"{name:<34}{spent}, {asked.pairs / cost.processor:8.0f} pairs a processor second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"kept pieces: {n_bytes / asked.pairs:.0f} bytes a pair; peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
