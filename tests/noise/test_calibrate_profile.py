"""Profiles: what is counted, and what is counted apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.noise.calibrate_profile import place, profile_of, total_variation
from crosswind.noise.calibrate_read import Pair

COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), min_size=1)


def test_shares_by_hand() -> None:
    pairs = [
        Pair("leter", "letter"),  # un-doubled
        Pair("wiinter", "winter"),  # doubled
        Pair("lettet", "letter"),  # r and t are neighboring keys
        Pair("létter", "letter"),  # diacritic only
        Pair("lettar", "letter"),  # vowel for vowel
        Pair("wintre", "winter"),  # swapped
    ]
    found = profile_of(pairs, "en")
    assert found.mix() == pytest.approx(
        {"substitute": 0.5, "delete": 1 / 6, "insert": 1 / 6, "transpose": 1 / 6}
    )
    assert found.share("undouble", "delete") == 1.0
    assert found.share("duplicate", "insert") == 1.0
    assert found.share("diacritic", "substitute") == pytest.approx(1 / 3)
    assert found.share("vowel", "substitute") == pytest.approx(2 / 3)
    assert found.share("adjacent", "plain") == 0.5
    assert found.confused["r", "t"] == 1
    assert found.cells["last", "substitute", "adjacent"] == 1
    assert found.n_single == found.n_wrong == 6


def test_what_is_no_letter_error_is_counted_apart() -> None:
    pairs = [
        Pair("Winter", "winter"),
        Pair("winter", "winter"),
        Pair("dont", "don't"),
        Pair("garden", "winter"),
        Pair("Letre", "letter"),
    ]
    found = profile_of(pairs, "en")
    assert found.n_wrong == 1
    assert found.skipped == {
        "only case differs": 1,
        "nothing differs": 1,
        "other characters than letters": 1,
        "another word was meant": 1,
    }


def test_slips_to_keys_are_held_against_chance() -> None:
    slips = [Pair(f"ma{key}e", "made") for key in "sfer"] * 10
    assert profile_of(slips, "en").motor_share == 1.0
    far = [Pair("mape", "made"), Pair("mame", "made")]
    assert profile_of(far, "en").motor_share == 0.0


def test_turkish_lower_case() -> None:
    assert profile_of([Pair("ISIK", "ısık")], "tr").skipped["only case differs"] == 1


def test_spared_first_letters() -> None:
    inner = [Pair("wimter", "winter")] * 5
    assert profile_of(inner, "en").first_letter_factor == 0.0
    first = [Pair("qinter", "winter")] * 5
    assert profile_of(first, "en").first_letter_factor == pytest.approx(6.0)


@settings(max_examples=60)
@given(one=COUNTS, other=COUNTS)
def test_total_variation_is_a_distance(one: dict[str, int], other: dict[str, int]) -> None:
    distance = total_variation(one, other)
    assert 0.0 <= distance <= 1.0 + 1e-12
    assert distance == pytest.approx(total_variation(other, one))
    assert total_variation(one, {key: 3 * count for key, count in one.items()}) < 1e-12
    if not one.keys() & other.keys():
        assert distance == pytest.approx(1.0)


def test_total_variation_of_nothing() -> None:
    assert total_variation({}, {}) == 0.0
    assert total_variation({"a": 1}, {}) == 1.0


def test_places() -> None:
    assert [place(at, 3) for at in range(3)] == ["first", "inner", "last"]
    assert place(0, 1) == "first"
