"""Check the laws of noise on many random texts over the whole catalogue.

Run:

    python scripts/fuzz_noise.py [--cases 1000000] [--seed 1] [--perturbation NAME]

A case is a text (or a row of words) of mixed scripts, marks, emoji, controls and numbers, in a
language, with spans, protected stretches and the meaning guard by chance, at two severities. Each
is checked for the laws of `tests/noise/laws.py`, for nesting, and now and then for being the same
alone as in its batch. Prints cases, seconds and violations; the exit code is 1 if there are any.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.noise.laws import EXAMPLES, Case, broken_laws, of_words
from tests.noise.samples import SENTENCES

from crosswind.core.seeds import generator
from crosswind.noise.api import perturb
from crosswind.noise.batch import Noise, perturb_all, perturb_word_rows
from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R, support
from crosswind.noise.perturbation import Perturbation

BATCH = 50
ODD = (
    *("", " ", "  ", "\t", "\r\n", "\n", "a", "I", "é", "e\u0301", "\u0301", "ﬁ", "ẞ", "İ", "ı"),
    *(
        "👨\u200d👩\u200d👧",
        "🇩🇪",
        "🇩",
        "👍🏽",
        "\u202bא\u202c",
        "\u200d",
        "\u200c",
        "\u00ad",
        "\ufeff",
    ),
    *(
        "U.S.",
        "3.5kg",
        "12",
        "1,000",
        "don't",
        "l'eau",
        "no",
        "not",
        "не",
        "लिए",
        "क्षि",
        "ไม่",
        "不",
    ),
    *(
        "https://a.b/c?d=e",
        "@name",
        "#tag",
        "a@b.c",
        "½",
        "٣٤",
        "१२",
        "한글",
        "ㅋㅋ",
        "ｆｕｌｌ",
        "𝒜",
    ),
    *("\x00", "\x1f", "\ue000", "\U0010ffff", "…", "—", "«", "¿", "।", "、", "「", "ـ", "ﷺ", "ޤ"),
)
VOCABULARY = [word for sentence in SENTENCES.values() for word in sentence.split()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some texts with one setting."""

    perturbation: Perturbation
    language: str
    severity: int
    guard: bool
    texts: Sequence[str]
    ids: Sequence[str]
    spans: Sequence[Sequence[tuple[int, int]]]
    protect: Sequence[Sequence[tuple[int, int]]]

    def noise(self, severity: int) -> Noise:
        """The setting at a severity."""
        return Noise(
            perturbation=self.perturbation,
            language=self.language,
            severity=severity,
            guard=self.guard,
        )


def batches(perturbations: Sequence[Perturbation], seed: int) -> Iterator[Batch]:
    """Endless batches, each from draws of its own."""
    cells = [
        (one, tag)
        for one in perturbations
        for tag in XTREME_R
        if support(one, tag).level != "unsupported"
    ]
    number = 0
    while True:
        rng = generator(seed, "fuzz", number)
        perturbation, language = cells[number % len(cells)]
        texts = [_text(rng, language) for _ in range(BATCH)]
        fenced, kept = rng.random(2) < (0.6, 0.3)
        yield Batch(
            perturbation=perturbation,
            language=language,
            severity=int(rng.integers(1, 6)),
            guard=bool(rng.random() < 0.4),
            texts=texts,
            ids=[f"{number}-{index}" for index in range(BATCH)],
            spans=[_spans(rng, text) if fenced else [] for text in texts],
            protect=[_spans(rng, text) if kept else [] for text in texts],
        )
        number += 1


def _text(rng: np.random.Generator, language: str) -> str:
    own = SENTENCES[language].split()
    words = []
    for kind in rng.random(int(rng.integers(0, 12))):
        source = own if kind < 0.6 else ODD if kind < 0.85 else VOCABULARY
        words.append(source[int(rng.integers(len(source)))])
    return ("" if rng.random() < 0.15 else " ").join(words)


def _spans(rng: np.random.Generator, text: str) -> list[tuple[int, int]]:
    found = []
    for _ in range(int(rng.integers(0, 4))):
        low, high = sorted(rng.integers(0, len(text) + 1, 2).tolist())
        found.append((low, high))
    return found


def violations(batch: Batch) -> Iterator[str]:
    """What the texts of a batch break."""
    perturbed = partial(
        perturb_all,
        texts=batch.texts,
        example_ids=batch.ids,
        spans=batch.spans,
        protect=batch.protect,
    )
    results = perturbed(batch.noise(batch.severity))
    higher = results
    if batch.perturbation.nested and batch.severity < 5:
        higher = perturbed(batch.noise(batch.severity + 1))
    for index, result in enumerate(results):
        case = Case(
            perturbation=batch.perturbation,
            language=batch.language,
            text=batch.texts[index],
            spans=batch.spans[index],
            protect=batch.protect[index],
            guard=batch.guard,
        )
        for law in broken_laws(case, result):
            yield f"{law}: {_told(batch, index)} -> {result.text!r}"
        if not set(result.edits) <= set(higher[index].edits):
            yield f"not nested: {_told(batch, index)}"
    some = len("".join(batch.texts)) % BATCH
    yield from _alone(batch, some, results[some])
    if batch.perturbation.label_policy("tagging") != "refused":
        rows = [text.split(" ") for text in batch.texts]
        found = perturb_word_rows(batch.noise(batch.severity), rows, example_ids=batch.ids)
        for index, (row, words) in enumerate(zip(rows, found, strict=True)):
            for law in of_words(row, words):
                yield f"{law}: words of {_told(batch, index)}"


def _alone(batch: Batch, index: int, result: object) -> Iterator[str]:
    alone = perturb(
        batch.texts[index],
        language=batch.language,
        perturbation=batch.perturbation,
        severity=batch.severity,
        guard=batch.guard,
        example_id=batch.ids[index],
        spans=batch.spans[index],
        protect=batch.protect[index],
    )
    if alone != result:
        yield f"another result alone: {_told(batch, index)}"


def _told(batch: Batch, index: int) -> str:
    guard = " guarded" if batch.guard else ""
    return (
        f"{batch.perturbation.name} {batch.language} {batch.severity}{guard} "
        f"id {batch.ids[index]} {batch.texts[index]!r} spans {batch.spans[index]} "
        f"protect {batch.protect[index]}"
    )


def main() -> int:
    """Run, print, and say whether all laws hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--perturbation", default="", help="only this one")
    arguments = parser.parse_args()
    names = [arguments.perturbation] if arguments.perturbation else PERTURBATIONS.names()
    chosen = [PERTURBATIONS.get(name) for name in names]
    chosen += [] if arguments.perturbation else EXAMPLES
    found: Counter[str] = Counter()
    start, cases = time.perf_counter(), 0
    for batch in batches(chosen, arguments.seed):
        if cases >= arguments.cases:
            break
        cases += BATCH
        for violation in violations(batch):
            name = f"{batch.perturbation.name} {batch.language}"
            found[name] += 1
            if found[name] <= 3:
                print(violation)
    seconds = time.perf_counter() - start
    print(f"{cases} cases, {seconds:.0f} seconds, {found.total()} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
