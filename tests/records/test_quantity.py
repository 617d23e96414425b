from crosswind.records.quantity import PLAN_FACTS, QUANTITIES


def test_every_difference_is_compared() -> None:
    found = [QUANTITIES.get(name) for name in QUANTITIES.names()]
    assert all(item.is_compared for item in found if item.is_difference)


def test_the_unit_says_the_scale() -> None:
    assert QUANTITIES.get("robustness_gain").scale == 100
    assert QUANTITIES.get("retention").scale == 1
    assert QUANTITIES.get("robustness_gain_logit").scale == 1


def test_numbers_of_facts_are_named_so() -> None:
    for name in PLAN_FACTS.names():
        assert PLAN_FACTS.get(name).is_number == name.startswith("n_")
