"""Throughput of noise on one core, beside other libraries in the same process.

    python benchmarks/noise.py [--repeats 7] [--only typo,case] [--languages de,ko]

Short: 300 texts of 116 characters; long: 40 of 950. Ours: `perturb_all`, with a result for each
text and the dense offset map of the batch. Where the packages nlpaug and multypo are installed,
their keyboard noise runs on the same texts, with their defaults and without offset maps, and the
ratio is that of the fastest runs. Then every perturbation of the catalogue at severity 3 in the
language of its example: million characters a second on short and on long texts, and microseconds
for a call with one text of 116 and of 22 characters (the mean over 40 texts of the fastest of some
calls). Then a line for every perturbation and language, and which are below the floor of 8
million characters a second.

The figure is the processor time of the fastest of some runs, so that what else the machine does
counts least. The texts repeat words, and the runs repeat the texts: what is remembered of a word is
remembered (romanise, misheard, wrong_layout, telex_vni, kana_kanji, presentation forms).
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

try:
    from nlpaug.augmenter.char import KeyboardAug
except ImportError:
    KeyboardAug = None
try:
    from multypo import MultiTypoGenerator
except ImportError:
    MultiTypoGenerator = None

from tests.noise.samples import long_text

from crosswind.noise.api import perturb
from crosswind.noise.batch import Noise, Perturbed, perturb_all
from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R, support

SIZES = (("short", 300, 116), ("long", 40, 950))
SEVERITY = 3
# Million characters a second that every operator should reach.
FLOOR = 8.0


def best_seconds(call: Callable[[], object], repeats: int) -> float:
    """Processor seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def ours(
    name: str, language: str, texts: list[str], severity: int
) -> Callable[[], list[Perturbed]]:
    """A run of our own on all texts."""
    noise = Noise(perturbation=name, language=language, severity=severity)
    return partial(perturb_all, noise, texts, example_ids=[str(one) for one in range(len(texts))])


def peers() -> dict[str, Callable[[str], object]]:
    """The keyboard noise of other libraries, of those that are installed and run."""
    found: dict[str, Callable[[str], object]] = {}
    if KeyboardAug is not None:
        found["nlpaug keyboard"] = KeyboardAug().augment
    if MultiTypoGenerator is not None:
        # Its splitting into sentences downloads a model; without it, long texts are refused.
        typos = MultiTypoGenerator(language="english")
        found["multypo"] = partial(
            typos.insert_typos_in_text, typo_rate=0.1, sentence_tokenize=False
        )
    return found


def compare(repeats: int) -> None:
    """Typing errors beside the keyboard noise of others."""
    others = peers()
    for size, count, length in SIZES:
        texts = [long_text("en", length, seed=seed) for seed in range(count)]
        characters = sum(map(len, texts))
        rates = {}
        for name, augment in others.items():
            run = partial(_on_each, augment, texts)
            try:
                rates[name] = characters / best_seconds(run, repeats) / 1e6
            except (ValueError, LookupError) as error:
                print(f"{size:<6} {name} does not run: {error}")
        for severity in (1, 3, 5):
            rate = characters / best_seconds(ours("typo", "en", texts, severity), repeats) / 1e6
            ratios = "".join(f"  {rate / peer:5.1f}x {name}" for name, peer in rates.items())
            print(f"{size:<6} typo at severity {severity}: {rate:6.2f} M characters/s{ratios}")
        for name, rate in rates.items():
            print(f"{size:<6} {name}: {rate:6.2f} M characters/s")


def _on_each(augment: Callable[[str], object], texts: list[str]) -> None:
    for text in texts:
        augment(text)


def catalogue(names: list[str], repeats: int) -> None:
    """Every perturbation in the language of its example: batches and single calls."""
    head = f"{'perturbation':<16} {'language':<8} {'short M/s':>9} {'long M/s':>9}"
    print(f"\n{head} {'us at 116':>9} {'us at 22':>9}")
    for name in names:
        language, _ = PERTURBATIONS.get(name).example
        short, long = throughput(name, language, repeats)
        calls = [single_call(name, language, length, repeats) for length in (116, 22)]
        row = f"{name:<16} {language:<8} {short:9.2f} {long:9.2f}"
        print(row + "".join(f" {microseconds:9.1f}" for microseconds in calls), flush=True)


def throughput(name: str, language: str, repeats: int) -> list[float]:
    """Million characters a second on short and on long texts."""
    rates = []
    for _, count, length in SIZES:
        texts = [long_text(language, length, seed=seed) for seed in range(count)]
        seconds = best_seconds(ours(name, language, texts, SEVERITY), repeats)
        rates.append(sum(map(len, texts)) / seconds / 1e6)
    return rates


def single_call(name: str, language: str, length: int, repeats: int) -> float:
    """Microseconds of a call with one text."""
    calls = [
        partial(
            perturb,
            long_text(language, length, seed=seed),
            language=language,
            perturbation=name,
            severity=SEVERITY,
            example_id=str(seed),
        )
        for seed in range(40)
    ]
    return sum(best_seconds(call, 3 * repeats) for call in calls) / len(calls) * 1e6


def grid(names: list[str], languages: list[str], repeats: int) -> None:
    """A line for every perturbation and language, and those below the floor."""
    print(f"\n{'perturbation':<16} {'language':<8} {'short M/s':>9} {'long M/s':>9}")
    below = []
    for name in names:
        for language in languages:
            if support(name, language).level == "unsupported":
                continue
            short, long = throughput(name, language, repeats)
            below += [f"{name} {language}"] * (min(short, long) < FLOOR)
            print(f"{name:<16} {language:<8} {short:9.2f} {long:9.2f}", flush=True)
    print(f"\nbelow the floor: {len(below)}: {', '.join(below)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--only", default="", help="some perturbations, and no comparison")
    parser.add_argument("--languages", default=",".join(XTREME_R), help="of the last table")
    arguments = parser.parse_args()
    if not arguments.only:
        compare(arguments.repeats)
    names = arguments.only.split(",") if arguments.only else list(PERTURBATIONS.names())
    # Some act in no language without an option: codemix needs a lexicon.
    acting = [one for one in names if support(one, PERTURBATIONS.get(one).example[0]).level
              != "unsupported"]  # fmt: skip
    catalogue(acting, arguments.repeats)
    grid(acting, arguments.languages.split(","), arguments.repeats)


if __name__ == "__main__":
    main()
