"""Controls: the text of a task without what its labels teach.

`shuffled_labels` trains on the same text with labels that say nothing of it; `english_mlm` trains
on the same text without labels, by masked words. A gain that an arm shares with its control comes
from having seen the text (or from training at all), not from the task. Both are ours.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from crosswind.core.errors import ConfigError
from crosswind.core.seeds import generator
from crosswind.model.heads import CLASSIFICATION_KINDS
from crosswind.records.choices import split_fields
from crosswind.records.example import Example

CONTROLS = ("", "shuffled_labels", "english_mlm")
# The labels of the other kinds are the pairs themselves: permuted, they are no text of the task.
SHUFFLED_KINDS = (*CLASSIFICATION_KINDS, "multiple_choice", "tagging", "span_qa")


def shuffled(
    examples: Sequence[Example], kind: str, fields: Sequence[str], seed: int
) -> list[Example]:
    """The examples with the same labels in another order, a pure function of the seed.

    Labels are permuted over all examples, answers of multiple choice over those with equally many
    choices, tags over all words, and the answers of span QA over the questions of one context:
    elsewhere they would not stand in the text. So label frequencies stay as they are, and a
    question that is alone with its context keeps its answer.

    Raises:
        ConfigError: for a kind without labels that could be permuted.
    """
    if kind not in SHUFFLED_KINDS:
        raise ConfigError(
            f"the labels of {kind} cannot be permuted: its pairs are its labels",
            place="control",
            value="shuffled_labels",
            allowed=SHUFFLED_KINDS,
            action='Take control = "english_mlm", or leave the task out of this arm.',
        )
    if kind == "tagging":
        return _shuffled_tags(examples, seed)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, example in enumerate(examples):
        groups[_group(example, kind, fields)].append(number)
    found = list(examples)
    rng = generator(seed, "shuffled labels")
    for numbers in groups.values():
        for number, other in zip(numbers, rng.permutation(numbers), strict=True):
            giver = examples[int(other)]
            found[number] = replace(examples[number], label=giver.label, answers=giver.answers)
    return found


def _group(example: Example, kind: str, fields: Sequence[str]) -> Hashable:
    """Examples of one group may exchange their labels."""
    if kind == "multiple_choice":
        return sum(bool(example.texts.get(name)) for name in split_fields(fields)[1])
    return example.texts[fields[1]] if kind == "span_qa" else None


def _shuffled_tags(examples: Sequence[Example], seed: int) -> list[Example]:
    tags = [tag for example in examples for tag in example.tags]
    order = iter(generator(seed, "shuffled labels").permutation(len(tags)))
    return [
        replace(example, tags=tuple(tags[int(next(order))] for _ in example.tags))
        for example in examples
    ]
