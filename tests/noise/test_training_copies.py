"""Copies that train: a stream of their own, a share of the examples, labels kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.noise.apply import PerturbParams, perturb_examples
from crosswind.records.codecs import read_examples, write_examples
from crosswind.records.example import Example

SENTENCE = "The committee had already published the complete results before winter"
CLEAN = [
    Example(
        example_id=str(number),
        parallel_id=str(number),
        language="en",
        texts={"text": f"{SENTENCE} {number}"},
        label="yes" if number % 2 else "no",
    )
    for number in range(300)
]
PARAMS = PerturbParams(
    task="toy",
    kind="classification",
    split="train",
    language="en",
    perturbation="typo",
    version=1,
    severity=5,
    seed=1,
    copy=1,
)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    (tmp_path / "clean").mkdir()
    write_examples(tmp_path / "clean", CLEAN)
    return tmp_path / "clean"


def copied(clean: Path, **changes) -> list[Example]:
    from crosswind.noise.catalogue import declared

    params = replace(PARAMS, version=declared("typo").version, **changes)
    out = clean.parent / "-".join(f"{key}{value}" for key, value in sorted(changes.items()))
    out.mkdir(exist_ok=True)
    perturb_examples(params, examples=clean, out=out, options=RunOptions())
    return read_examples(out)


def changed(examples: list[Example]) -> set[str]:
    pairs = zip(CLEAN, examples, strict=True)
    return {one.example_id for one, other in pairs if one.texts != other.texts}


def test_a_copy_keeps_ids_and_labels_and_differs_from_every_other_stream(clean):
    streams = [copied(clean, copy=copy) for copy in (0, 1, 2)]
    for examples in streams:
        assert [(one.example_id, one.label) for one in examples] == [
            (one.example_id, one.label) for one in CLEAN
        ]
    texts = [[one.texts["text"] for one in examples] for examples in streams]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        same = sum(a == b for a, b in zip(texts[first], texts[second], strict=True))
        assert same < 30
    assert copied(clean, copy=1) == streams[1]


def test_a_share_of_the_examples_is_perturbed_and_another_share_apart_from_it(clean):
    low, high = (changed(copied(clean, low=a, high=b)) for a, b in ((0.0, 0.3), (0.3, 0.6)))
    assert not low & high
    assert 60 < len(low) < 120
    assert 60 < len(high) < 120
    assert changed(copied(clean, low=0.0, high=0.6)) == low | high
    assert not changed(copied(clean, low=0.0, high=0.0))
    everything = changed(copied(clean, low=0.0, high=1.0))
    assert len(everything) > 270


def test_which_examples_are_perturbed_is_drawn_anew_for_each_copy_and_seed(clean):
    chosen = [
        changed(copied(clean, high=0.5, copy=copy, seed=seed))
        for copy, seed in ((1, 1), (2, 1), (1, 2))
    ]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert 0.2 < len(chosen[first] & chosen[second]) / len(chosen[first]) < 0.8
