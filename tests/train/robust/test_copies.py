"""Copies stand row by row beside the clean text, or leave an example clean and say so."""

from dataclasses import replace

import pytest
import torch

from crosswind.config.robust import robust_of
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.hashing import file_digest
from crosswind.model.tokenise import ModelInput
from crosswind.records.codecs import write_examples
from crosswind.train.objective import IGNORED, TrainingRow
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.params import FineTuneParams
from crosswind.train.robust.copies import Sources, aligned, neighbor_file, stands_in, with_copies
from crosswind.train.robust.original import Original, grouped, perturbed_copies
from tests.train.robust.made_up import KINDS, noisy, of_kind, reader, rules, toy
from tests.train.test_part import EMPTY

NOISE = robust_of({"method": "noise_augmentation", "perturbation": "typo", "copies": 2})
VIEWS = robust_of({"method": "consistency", "perturbation": "typo", "copies": 2})


def written(folder, examples):
    folder.mkdir()
    write_examples(folder, examples)
    return folder


def original(tmp_path, kind, *, max_tokens=64):
    """Twelve examples with two copies: the second perturbs them all, the first every other."""
    read = reader(tmp_path / "encoder")
    clean = of_kind(toy(12), kind)
    whole = noisy(clean)
    half = [clean[number] if number % 2 else whole[number] for number in range(12)]
    how = rules(kind, max_tokens)
    rows = OBJECTIVES[kind].read(clean, how, read).rows
    return Original(
        examples=clean,
        groups=grouped(rows, clean, rules=how, reader=read),
        rules=how,
        reader=read,
        words=torch.zeros(1),
        perturbed=(
            (written(tmp_path / "half", half),),
            (written(tmp_path / "whole", whole),),
        ),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_copies_take_the_place_of_the_clean_rows(tmp_path, kind):
    clean = original(tmp_path, kind)
    copies = aligned(NOISE, clean)
    rows = [row for group in clean.groups for row in group]
    assert [len(epoch) for epoch in copies.epochs] == [len(rows), len(rows)]
    assert copies.n_kept_clean == 0
    assert copies.n_changed == 6 + 12
    assert [row is copy for row, copy in zip(rows, copies.epochs[0], strict=True)] == [
        False,
        True,
    ] * 6
    assert not any(row.view for epoch in copies.epochs for row in epoch)


@pytest.mark.parametrize("kind", KINDS)
def test_views_stand_beside_the_clean_rows(tmp_path, kind):
    clean = original(tmp_path, kind)
    places, beside = aligned(NOISE, clean), aligned(VIEWS, clean)
    rows = [row for group in clean.groups for row in group]
    for epoch, others in zip(beside.epochs, places.epochs, strict=True):
        for row, both, copy in zip(rows, epoch, others, strict=True):
            assert replace(both, view=None) == row
            assert both.view == (None if copy is row else copy)


def test_windows_and_lost_answers_keep_the_clean_rows(tmp_path):
    whole = original(tmp_path, "tagging", max_tokens=12)
    copies = aligned(NOISE, whole)
    assert any(len(group) > 1 for group in whole.groups)
    assert copies.n_kept_clean > 0
    rows = [row for group in whole.groups for row in group]
    assert [len(epoch) for epoch in copies.epochs] == [len(rows)] * 2
    for epoch in copies.epochs:
        for row, copy in zip(rows, epoch, strict=True):
            asked = [tag for tag in row.target if tag != IGNORED]
            assert asked == [tag for tag in copy.target if tag != IGNORED]


def row(*target: int, n_reads: int = 1) -> TrainingRow:
    return TrainingRow((ModelInput((0, 5, 2)),) * n_reads, target)


@pytest.mark.parametrize(
    ("kind", "clean", "copy", "stands"),
    [
        ("classification", [row(1)], [row(1)], True),
        ("classification", [row(1)], [row(0)], False),
        ("tagging", [row(IGNORED, 1, 0)], [row(IGNORED, 1, IGNORED, 0)], True),
        ("tagging", [row(IGNORED, 1, 0)], [row(IGNORED, 1)], False),
        ("span_qa", [row(3, 4)], [row(5, 7)], True),
        ("span_qa", [row(3, 4)], [row(0, 0)], False),
        ("span_qa", [row(0, 0)], [row(0, 0)], True),
        ("span_qa", [row(3, 4)], [row(3, 4), row(0, 0)], False),
        ("multiple_choice", [row(1, n_reads=2)], [row(1, n_reads=3)], False),
    ],
)
def test_a_copy_stands_in_if_it_asks_the_same(kind, clean, copy, stands):
    assert stands_in(clean, copy, kind) == stands


def test_a_copy_of_other_examples_is_refused(tmp_path):
    clean = original(tmp_path, "classification")
    other = written(tmp_path / "other", toy(11))
    with pytest.raises(DataError, match="other examples than the text"):
        list(perturbed_copies(NOISE, replace(clean, perturbed=((other,),))))


def test_the_number_of_copies_must_fit(tmp_path):
    settings = NOISE.model_dump(mode="json")
    params = FineTuneParams(task="toy", kind="classification", fields=("text",))
    steadied = replace(params, robust={"settings": settings})
    for one, copies in ((params, (tmp_path,)), (steadied, (tmp_path,))):
        with pytest.raises(ConfigError, match="another number of copies"):
            with_copies(one, [EMPTY], Sources((tmp_path,), copies), None)
    dual = replace(steadied, kind="answer_retrieval")
    with pytest.raises(ConfigError, match="cannot be used on tasks of this kind"):
        with_copies(dual, [EMPTY], Sources((tmp_path,)), None)


def test_a_list_of_neighbors_must_be_the_planned_one(tmp_path):
    path = tmp_path / "neighbors.txt"
    path.write_text("good\tfine\n")
    settings = robust_of({"method": "synonym_smoothing", "neighbors": str(path)})
    assert neighbor_file(settings, file_digest(path)) == path
    assert neighbor_file(NOISE, "") is None
    with pytest.raises(DataError, match="not the one it must be"):
        neighbor_file(settings, "0" * 64)
    path.unlink()
    with pytest.raises(DataError, match="no such file"):
        neighbor_file(settings, "0" * 64)
