"""Throughput of the noise engine in million characters a second, on one core.

    python benchmarks/noise_throughput.py [--language de] [--repeats 5]

Short: 300 sentences of 116 characters; long: 40 texts of 951. Where the package nlpaug is
installed, its keyboard augmenter runs in the same process, and the ratio is printed.
"columns": edits, dense offset map and joined text of a large batch; "objects": `perturb_all` on the
batch itself, with a result object for each text.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial

from crosswind.core.seeds import generator
from crosswind.noise.batch import Noise, outcome_of, perturb_all

try:
    from nlpaug.augmenter.char import KeyboardAug
except ImportError:
    KeyboardAug = None

WORDS = """
the of and to in that it was for on are with as his they be at one have this from or had by hot but
some what there we can out other were all your when up use word how said an each she which their
time will way about many then them would write like these her long make thing see him two has look
more day could go come did number sound most people over know water than call first
"""


def texts_of(count: int, length: int) -> list[str]:
    """Sentences of frequent words, cut to one length."""
    words = WORDS.split()
    drawn = generator(1, "benchmark", length).integers(0, len(words), (count, length))
    return [
        (" ".join(words[index] for index in row)).capitalize()[: length - 1] + "." for row in drawn
    ]


def best_rate(call: Callable[[], object], characters: int, repeats: int) -> float:
    """Million characters a second of the fastest of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return characters / best / 1e6


def measure(name: str, count: int, length: int, language: str, repeats: int) -> None:
    """Print the rows of one kind of text."""
    texts = texts_of(count, length)
    ids = [str(index) for index in range(count)]
    characters = sum(map(len, texts))
    peer = 0.0
    if KeyboardAug is not None:
        augment = KeyboardAug().augment
        peer = best_rate(lambda: [augment(text) for text in texts], characters, repeats)
        print(f"{name:<6} {'nlpaug keyboard':<15} {'':>8} {'':>9} {peer:9.2f}")
    many, many_ids = texts * 7, [f"{turn}-{one}" for turn in range(7) for one in ids]
    for perturbation, severity in (("typo", 1), ("typo", 3), ("typo", 5), ("case", 5)):
        noise = Noise(perturbation=perturbation, language=language, severity=severity)
        columns = best_rate(
            partial(outcome_of, noise, many, many_ids, None), 7 * characters, repeats
        )
        objects = best_rate(
            partial(perturb_all, noise, texts, example_ids=ids), characters, repeats
        )
        ratio = f"{objects / peer:6.1f}x" if peer else ""
        row = f"{name:<6} {perturbation:<15} {severity:>8}"
        print(f"{row} {columns:9.2f} {objects:9.2f} {ratio:>7}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default="en")
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    head = f"{'texts':<6} {'perturbation':<15} {'severity':>8}"
    print(f"{head} {'columns':>9} {'objects':>9} {'ratio':>7}")
    for name, count, length in (("short", 300, 116), ("long", 40, 951)):
        measure(name, count, length, arguments.language, arguments.repeats)


if __name__ == "__main__":
    main()
