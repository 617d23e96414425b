"""Words are exchanged for neighbors uniformly; answers, tags and lengths of rows stay."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from crosswind.config.robust import SynonymSmoothing
from crosswind.core.seeds import generator
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.robust.original import Original, grouped
from crosswind.train.robust.synonym_smoothing import METHOD, exchanged
from tests.train.robust.made_up import KINDS, of_kind, reader, rules, toy

SETTINGS = SynonymSmoothing(method="synonym_smoothing", copies=2)


def original(folder: Path, kind: str, neighbors: Path | None) -> Original:
    read = reader(folder)
    examples = of_kind(toy(30), kind)
    rows = OBJECTIVES[kind].read(examples, rules(kind), read).rows
    return Original(
        examples=examples,
        groups=grouped(rows, examples, rules=rules(kind), reader=read),
        rules=rules(kind),
        reader=read,
        words=torch.randn(600, 8, generator=torch.Generator().manual_seed(1)),
        neighbors=neighbors,
    )


def test_each_of_a_word_and_its_neighbors_is_as_likely():
    rng = generator(1, "test")
    text = "good " * 3000
    found = Counter(exchanged(text, {"good": ("fine", "nice")}, iter(rng.random(3000))).split())
    assert set(found) == {"good", "fine", "nice"}
    assert all(900 < count < 1100 for count in found.values())


def test_capitals_and_everything_between_words_stay():
    text = "Good, GOOD good-2 (unknown)!"
    last = iter([0.99] * 10)
    assert exchanged(text, {"good": ("fine",)}, last) == "Fine, FINE fine-2 (unknown)!"
    assert exchanged(text, {"good": ("fine",)}, iter([0.0] * 10)) == text


@pytest.mark.parametrize("by_list", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_copies_differ_and_ask_the_same(tmp_path, kind, by_list):
    path = tmp_path / "neighbors.txt"
    path.write_text("sun\tray\nrain\tmist\nwhat\twhich\n")
    clean = original(tmp_path / "encoder", kind, path if by_list else None)
    first, second = METHOD.copies(SETTINGS, clean)
    assert first != second
    assert first != clean.groups
    again = list(METHOD.copies(SETTINGS, clean))
    assert again == [first, second]
    for before, after in zip(clean.groups, first, strict=True):
        assert len(before) == len(after)
        for row, copy in zip(before, after, strict=True):
            if not by_list:
                assert copy.target == row.target
                assert [len(one.ids) for one in copy.reads] == [len(one.ids) for one in row.reads]
            if kind == "span_qa":
                start, end = row.target
                left, right = copy.target
                ids, other = row.reads[0].ids, copy.reads[0].ids
                assert other[left : right + 1] == ids[start : end + 1]


def test_kept_fields_stay(tmp_path):
    path = tmp_path / "neighbors.txt"
    path.write_text("sun\tray\nrain\tmist\nfog\thaze\nblue\tazure\n")
    clean = replace(original(tmp_path / "encoder", "classification", path), kept_fields=("text",))
    assert all(copy == clean.groups for copy in METHOD.copies(SETTINGS, clean))
