"""The collector is off while records are made, and as it was afterwards."""

import gc

import pytest

from crosswind.core.garbage import without_collection


@pytest.mark.parametrize("was_enabled", [True, False])
def test_the_collector_is_as_it_was_before_whatever_happens(was_enabled):
    before = gc.isenabled()
    try:
        (gc.enable if was_enabled else gc.disable)()
        with without_collection(), without_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is was_enabled
        with pytest.raises(ValueError, match="x"), without_collection():
            raise ValueError("x")
        assert gc.isenabled() is was_enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_a_function_can_be_decorated():
    @without_collection()
    def is_on():
        return gc.isenabled()

    before = gc.isenabled()
    assert [is_on(), is_on()] == [False, False]
    assert gc.isenabled() is before
