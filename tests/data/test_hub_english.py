"""The English tasks of the hub: the table alone. Their rows are read in test_hub_sources."""

from crosswind.data.catalogue import TASKS
from crosswind.data.hub_english import ENGLISH_SOURCES, TRAINED
from crosswind.data.hub_sources import HUB_SOURCES


def test_every_entry_is_an_english_task_that_trains() -> None:
    assert set(ENGLISH_SOURCES) <= set(HUB_SOURCES)
    for name, source in ENGLISH_SOURCES.items():
        card = TASKS.get(name).card
        assert card.languages == ("en",)
        assert set(TRAINED) <= set(source.splits) <= set(card.splits)


def test_pairs_have_the_fields_of_their_card() -> None:
    for name, source in ENGLISH_SOURCES.items():
        if hasattr(source.read, "texts"):
            assert tuple(source.read.texts) == TASKS.get(name).card.fields
