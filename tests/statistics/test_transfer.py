from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.statistics.transfer import intermediate_gain, noise_transfer_gap, transfer_gap

SCORES = st.floats(0, 1, allow_nan=False)


@settings(max_examples=30)
@given(SCORES, SCORES)
def test_differences_are_antisymmetric(a, b):
    for definition in (transfer_gap, intermediate_gain, noise_transfer_gap):
        assert definition(a, a) == 0
        assert definition(a, b) == -definition(b, a)


def test_directions():
    assert transfer_gap(0.9, 0.7) > 0
    assert intermediate_gain(0.8, 0.7) > 0
    assert noise_transfer_gap(0.3, 0.1) > 0
