"""Randomness has an address: equal addresses agree, any difference makes another seed."""

import numpy as np
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.core.seeds import derive_seed, generator

ADDRESSES = st.lists(st.text(max_size=5) | st.integers(), max_size=4).map(tuple)


@given(st.integers(), ADDRESSES)
@profile(max_examples=60)
def test_an_address_always_gives_the_same_seed_of_64_bits(
    root: int, path: tuple[str | int, ...]
) -> None:
    assert derive_seed(root, *path) == derive_seed(root, *path)
    assert 0 <= derive_seed(root, *path) < 2**64


@given(st.integers(), ADDRESSES, ADDRESSES)
@profile(max_examples=60)
def test_different_addresses_give_different_seeds(
    root: int, first: tuple[str | int, ...], second: tuple[str | int, ...]
) -> None:
    assert (derive_seed(root, *first) == derive_seed(root, *second)) == (first == second)


def test_parts_are_length_prefixed_and_typed() -> None:
    seeds = [
        derive_seed(1, "a", "bc"),
        derive_seed(1, "ab", "c"),
        derive_seed(1, "abc"),
        derive_seed(1, "abc", ""),
        derive_seed(1, 1),
        derive_seed(1, "1"),
        derive_seed(1, "int:1"),
        derive_seed(1),
        derive_seed(2),
    ]
    assert len(set(seeds)) == len(seeds)


def test_golden_seeds() -> None:
    assert derive_seed(0) == 3774308934653935934
    assert derive_seed(1, "shuffle", 3) == 7200942658270313223
    assert derive_seed(-1, "größe", "\ud800") == 10170757925190187897


def test_a_generator_depends_on_its_address_alone() -> None:
    np.random.default_rng(5).random(100)
    first, again = generator(3, "x").random(8), generator(3, "x").random(8)
    other = generator(3, "y").random(8)
    assert first.tolist() == again.tolist()
    assert not set(first.tolist()) & set(other.tolist())


def test_golden_numbers_of_a_generator() -> None:
    assert generator(7, "noise").integers(0, 1000, 6).tolist() == [610, 74, 734, 394, 626, 510]
