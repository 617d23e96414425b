from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.data.entity_tags import (
    PERSON_PLACE_ORGANISATION,
    bio_tags,
    entity_types,
    with_boundaries,
)

_TYPES = st.lists(st.sampled_from(("O", "city", "year", "poi")), max_size=12)


@settings(max_examples=60)
@given(_TYPES)
def test_boundaries_keep_the_types_and_begin_each_run_once(types) -> None:
    tags = with_boundaries(types)
    assert [tag if tag == "O" else tag[2:] for tag in tags] == types
    runs = [
        name for before, name in zip(["O", *types], types, strict=False)
        if name not in {"O", before}
    ]  # fmt: skip
    assert list(entity_types(tags)) == runs


def test_the_numbers_of_the_hub_are_places_in_the_tags() -> None:
    assert PERSON_PLACE_ORGANISATION == (
        "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC",
    )  # fmt: skip
    assert bio_tags(()) == ("O",)


def test_adjoining_entities_of_one_type_are_one_where_tags_cannot_tell() -> None:
    assert with_boundaries(("city", "city")) == ("B-city", "I-city")
    assert entity_types(("B-city", "B-city")) == ("city", "city")
