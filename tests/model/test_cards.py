import pytest

from crosswind.model.cards import EMBEDDED_NAME, ENCODERS, card_of_hub_id


@pytest.mark.parametrize("name", ENCODERS.names())
def test_a_card_goes_by_its_own_name_and_can_be_found(name: str) -> None:
    card = ENCODERS.get(name)
    assert card.name == name
    assert (card.hub_id == "") == (name == EMBEDDED_NAME)
    assert card.n_embedding_parameters <= card.n_parameters
    assert bool(card.tasks_seen) == bool(card.prior_supervision)
    assert all(entry.source for entry in card.prior_supervision)
    if card.hub_id:
        assert card_of_hub_id(card.hub_id.upper()) == card


def test_the_embedded_encoder_says_what_it_was_taught() -> None:
    card = ENCODERS.get(EMBEDDED_NAME)
    assert {"mnli", "snli", "squad", "qqp", "tatoeba"} <= set(card.tasks_seen)
    assert "SQuAD" in {entry.dataset for entry in card.prior_supervision}
    assert card.n_embedding_parameters == 250_037 * 384


def test_an_unknown_hub_id_has_no_card() -> None:
    assert card_of_hub_id("nobody/nothing") is None
