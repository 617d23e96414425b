"""Numbers in sentences."""

from hypothesis import given
from hypothesis import strategies as st

from crosswind.core.wording import counted


@given(n=st.integers(0, 10**7))
def test_one_thing_alone_has_no_plural(n: int) -> None:
    number, noun = counted(n, "step").split(" ")
    assert int(number) == n
    assert noun == ("step" if n == 1 else "steps")
