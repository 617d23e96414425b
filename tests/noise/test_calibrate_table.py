"""Fitted tables: the form of the tables of `typo`, with counts and no words."""

import json

from crosswind.noise.calibrate_profile import profile_of
from crosswind.noise.calibrate_read import Pair
from crosswind.noise.calibrate_table import fitted_table

PAIRS = [
    *[Pair("wenter", "winter")] * 3,
    *[Pair("litter", "letter")] * 2,
    *[Pair("leter", "letter")] * 4,
    Pair("xetter", "letter"),
]


def test_shares_and_confusions() -> None:
    table = fitted_table(profile_of(PAIRS, "en"))
    assert table.shares == (60.0, 40.0, 0.0, 0.0)
    assert table.confused == {"e": {"i": 2}, "i": {"e": 3}}
    assert table.groups() == "ei"
    assert table.rates["inner"][1] > table.rates["first"][1]


def test_rates_of_letters_lie_between_their_own_and_those_of_their_place() -> None:
    table = fitted_table(profile_of(PAIRS, "en"))
    often, place = table.letter_rates["inner"]["i"][0], table.rates["inner"][0]
    assert place < often < 1.0
    never = table.letter_rates["inner"]["n"][0]
    assert 0.0 < never < place


def test_a_table_is_plain_values_and_holds_no_word() -> None:
    written = json.dumps(fitted_table(profile_of(PAIRS, "en")).as_json())
    assert "winter" not in written
    assert "letter_rates" in written
