"""Encoder cards."""

from collections.abc import Callable

import pytest

from crosswind.records.encoder_card import EncoderCard, PriorSupervision


@pytest.mark.parametrize("record", [EncoderCard, PriorSupervision])
def test_records_are_facts(record: type, check_record: Callable[[type], None]) -> None:
    check_record(record)


def test_an_encoder_without_a_card_is_allowed_and_has_seen_nothing_that_we_know_of() -> None:
    card = EncoderCard(name="models/mine")
    assert card.refused == ""
    assert card.prior_supervision == ()
    assert card.tasks_seen == ()
