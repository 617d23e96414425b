"""A sample of whole clusters, the same in every language."""

from collections.abc import Sequence

from crosswind.core.seeds import derive_seed
from crosswind.records.example import Example


def sample_clusters(
    examples: Sequence[Example], max_examples: int, sample_seed: int
) -> list[Example]:
    """At most `max_examples` examples, as whole `parallel_id` clusters, in their old order.

    Clusters are ranked by a hash of their id and the seed, never by position, and taken from the
    front until the next one does not fit: every language takes the same clusters, and a smaller
    sample is part of a larger one. The first cluster is always taken, so that a sample is never
    empty.

    Args:
        examples: all examples of a split.
        max_examples: 0 keeps everything.
        sample_seed: the experiment's seed of samples.
    """
    if max_examples == 0 or len(examples) <= max_examples:
        return list(examples)
    sizes: dict[str, int] = {}
    for example in examples:
        sizes[example.parallel_id] = sizes.get(example.parallel_id, 0) + 1
    ranked = sorted(sizes, key=lambda name: (derive_seed(sample_seed, "sample", name), name))
    kept, total = {ranked[0]}, sizes[ranked[0]]
    for name in ranked[1:]:
        if total + sizes[name] > max_examples:
            break
        kept.add(name)
        total += sizes[name]
    return [example for example in examples if example.parallel_id in kept]
