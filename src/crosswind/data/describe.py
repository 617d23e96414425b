"""What a split holds: counts, lengths, label balance. For `crosswind tasks NAME`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from crosswind.records.example import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Counts of one split in one language.

    Attributes:
        n_examples: examples.
        n_clusters: distinct parallel ids: what is resampled.
        n_texts_repeated: examples whose texts are all equal to those of an earlier example.
        characters: field -> (shortest, median, longest) in code points; "words" for tagging, in
            words.
        labels: label or tag -> count, by name.
        n_answers: gold answers (span QA).
    """

    n_examples: int
    n_clusters: int
    n_texts_repeated: int
    characters: dict[str, tuple[int, float, int]]
    labels: dict[str, int]
    n_answers: int


def describe(examples: Sequence[Example]) -> Description:
    """Describe the examples of one split in one language."""
    lengths: dict[str, list[int]] = {}
    for example in examples:
        for name, text in example.texts.items():
            lengths.setdefault(name, []).append(len(text))
        if example.words:
            lengths.setdefault("words", []).append(len(example.words))
    labels = Counter(example.label for example in examples if example.label)
    labels.update(tag for example in examples for tag in example.tags)
    texts = {(tuple(example.texts.values()), example.words) for example in examples}
    return Description(
        n_examples=len(examples),
        n_clusters=len({example.parallel_id for example in examples}),
        n_texts_repeated=len(examples) - len(texts),
        characters={
            name: (min(values), float(median(values)), max(values))
            for name, values in lengths.items()
        },
        labels=dict(sorted(labels.items())),
        n_answers=sum(len(example.answers) for example in examples),
    )
