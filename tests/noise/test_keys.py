"""Keys and counter-based draws."""

from dataclasses import replace

import numpy as np

from crosswind.noise.keys import (
    Address,
    event_bases,
    event_draw,
    event_draws,
    position_draws,
    tables_digest,
)

ADDRESS = Address(seed=1, dataset="xnli", split="test", field="premise", language="de")


def test_every_part_of_the_address_changes_the_key():
    key = ADDRESS.keys(["7"])[0]
    others = [
        replace(ADDRESS, **{name: value}).keys(["7"])[0]
        for name, value in [
            ("seed", 2),
            ("dataset", "x"),
            ("split", "dev"),
            ("field", "hypothesis"),
            ("language", "en"),
            ("perturbation", "typo 1"),
        ]
    ]
    assert len({key, ADDRESS.keys(["8"])[0], *others}) == 8


def test_parts_are_length_prefixed():
    one = replace(ADDRESS, dataset="ab", split="c").keys(["1"])
    other = replace(ADDRESS, dataset="a", split="bc").keys(["1"])
    assert one[0] != other[0]


def test_draws_of_a_position_do_not_depend_on_the_batch():
    keys = ADDRESS.keys(["1", "2", "3"])
    together = position_draws(keys, np.array([0, 5, 5]), 12)
    assert (together[5:] == position_draws(keys[2:], np.array([0]), 7)).all()


def test_draws_are_uniform_and_uncorrelated():
    draws = position_draws(ADDRESS.keys(["1"]), np.array([0]), 200_000) / 2**32
    assert abs(draws.mean() - 0.5) < 0.005
    assert abs(12 * draws.var() - 1) < 0.01
    for lag in (1, 7):
        assert abs(np.corrcoef(draws[:-lag], draws[lag:])[0, 1]) < 0.01


def test_streams_are_independent():
    keys = np.repeat(ADDRESS.keys(["1"]), 50_000)
    bases = event_bases(keys, np.arange(50_000))
    one, other = (event_draws(keys, bases, stream) / 2.0**64 for stream in (1, 2))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.02
    assert abs(np.corrcoef(one[1:], other[:-1])[0, 1]) < 0.02


def test_one_event_by_itself():
    keys, places = ADDRESS.keys(["1", "2", "3"]), np.array([0, 7, 10**6])
    draws = event_draws(keys, event_bases(keys, places), 5)
    one_by_one = map(event_draw, keys.tolist(), places.tolist(), [5, 5, 5])
    assert draws.tolist() == list(one_by_one)


def test_the_digest_of_the_tables_is_short_stable_and_of_its_names():
    plain, typing = tables_digest(()), tables_digest(("keyboards/layouts.json", "confusions.py"))
    assert (len(plain), plain) == (16, tables_digest(()))
    assert plain != typing
