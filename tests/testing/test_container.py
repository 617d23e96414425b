from crosswind.model.quantised import parse_container
from crosswind.testing.container import container_bytes


def test_the_seed_decides_the_weights_alone() -> None:
    assert container_bytes() == container_bytes()
    first, other = (parse_container(container_bytes(seed=seed), place="x") for seed in (0, 1))
    assert first.entries == other.entries
    assert first.payload != other.payload
