"""Packs hold every row once, and an encoder reads them as it reads padded rows."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.model.encoders import open_encoder, position_rows
from crosswind.model.packing import packs
from crosswind.model.tokenise import ModelInput
from crosswind.testing.tiny import tiny_encoder_folder
from tests.model.small_encoders import PAD, encoder_of


@pytest.fixture(scope="module", params=["bert", "xlm-roberta"])
def encoder(request, tmp_path_factory):
    if request.param == "xlm-roberta":
        return encoder_of("xlm-roberta")
    return open_encoder(tiny_encoder_folder(tmp_path_factory.mktemp("tiny"))).eval()


def rows(lengths, *, typed=False):
    rng = np.random.default_rng(len(lengths))
    return [
        ModelInput(
            tuple(int(piece) for piece in rng.integers(5, 200, size=n)),
            tuple(int(at * 2 >= n) for at in range(n)) if typed else (),
        )
        for n in lengths
    ]


@settings(max_examples=30, deadline=None)
@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=40))
def test_every_token_of_every_row_stands_in_one_place(encoder, lengths):
    inputs = rows(lengths, typed=True)
    seen = []
    for pack in packs(inputs, encoder, tokens=32, pad_id=PAD):
        assert pack.ids.shape == pack.positions.shape == pack.type_ids.shape
        assert pack.ids.shape[1] == 32 or len(pack.groups[0].rows) == 1
        for group in pack.groups:
            read = group.spread(torch.stack([pack.ids[0], pack.type_ids[0]], dim=1))
            for number, index in enumerate(group.rows):
                found = read[number][group.keep[number]]
                assert tuple(found[:, 0].tolist()) == inputs[index].ids
                assert tuple(found[:, 1].tolist()) == inputs[index].type_ids
                seen.append(index)
        spread = [group.spread(pack.ids[0][:, None]).flatten() for group in pack.groups]
        n_tokens = sum(int(group.keep.sum()) for group in pack.groups)
        back = torch.cat(spread)[pack.places]
        assert torch.equal(back[:n_tokens], pack.ids[0, :n_tokens])
    assert sorted(seen) == list(range(len(inputs)))


@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=40))
def test_no_row_that_is_left_would_fit_into_a_pack(encoder, lengths):
    left = sorted(lengths)
    for pack in packs(rows(lengths), encoder, tokens=32, pad_id=PAD):
        used = [int(n) for group in pack.groups for n in group.keep.sum(dim=1)]
        assert used == sorted(used, reverse=True)
        for length in used:
            left.remove(length)
        assert not left or sum(used) + left[0] > 32


def test_positions_are_counted_as_the_architecture_does():
    ids = np.array([0, 7, PAD, 9])
    assert position_rows(encoder_of("xlm-roberta"), ids).tolist() == [2, 3, PAD, 4]
