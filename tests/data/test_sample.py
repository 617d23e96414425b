from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.data.sample import sample_clusters
from crosswind.records.example import Example


def _examples(sizes: list[int], language: str, order: int = 1) -> list[Example]:
    rows = [
        Example(example_id=f"{cluster}.{index}", parallel_id=f"c{cluster}", language=language)
        for cluster, size in enumerate(sizes)
        for index in range(size)
    ]
    return rows[::order]


_SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=30)


@settings(max_examples=60)
@given(sizes=_SIZES, maximum=st.integers(1, 40), seed=st.integers(0, 9))
def test_whole_clusters_at_most_the_maximum_and_never_none(sizes, maximum, seed) -> None:
    sample = sample_clusters(_examples(sizes, "en"), maximum, seed)
    taken = {example.parallel_id for example in sample}
    assert len(sample) == sum(sizes[int(name[1:])] for name in taken)
    assert len(sample) <= maximum or len(taken) == 1
    assert sample


@settings(max_examples=60)
@given(sizes=_SIZES, maximum=st.integers(1, 40), seed=st.integers(0, 9))
def test_every_language_takes_the_same_clusters_in_whatever_order(sizes, maximum, seed) -> None:
    english = sample_clusters(_examples(sizes, "en"), maximum, seed)
    swahili = sample_clusters(_examples(sizes, "sw", order=-1), maximum, seed)
    assert [row.example_id for row in english] == [row.example_id for row in swahili][::-1]


@settings(max_examples=60)
@given(sizes=_SIZES, low=st.integers(1, 40), high=st.integers(1, 40), seed=st.integers(0, 9))
def test_a_smaller_sample_is_part_of_a_larger_one(sizes, low, high, seed) -> None:
    low, high = sorted((low, high))
    rows = _examples(sizes, "en")
    small = {row.example_id for row in sample_clusters(rows, low, seed)}
    assert small <= {row.example_id for row in sample_clusters(rows, high, seed)}


def test_zero_keeps_all_and_seeds_differ() -> None:
    rows = _examples([1] * 50, "en")
    assert sample_clusters(rows, 0, 1) == rows
    assert sample_clusters(rows, 10, 1) != sample_clusters(rows, 10, 2)
    assert sample_clusters(rows, 10, 1) != rows[:10]
