from crosswind.statistics.finding import TaskSetting
from crosswind.statistics.opinions import Opinions, kept_slices
from tests.statistics.grids import cube_of

SHARES = {
    (arm, language, name, severity): 0.8 - 0.05 * severity
    for arm in ("none", "mnli")
    for language in ("en", "de", "fr")
    for name, severity in (("", 0), ("typo", 1), ("typo", 3))
}


def test_a_task_is_taken_in_by_all_of_them() -> None:
    # Tagging, so that no items have to be read for McNemar's test.
    cube, _ = cube_of(SHARES, kind="tagging", metric="entity_f1")
    opinions = Opinions.of("none")
    opinions.add(cube, TaskSetting(baseline="none", chance=None, collapsed=frozenset()))
    facts = opinions.facts({}, [], 0.95)
    assert set(facts) == {"families", "mcnemar", "mixed_model", "power", "spread"}
    assert [row["arm"] for row in facts["mixed_model"]] == ["mnli"]
    assert len(list(opinions.runs.findings())) == 4


def test_what_is_kept() -> None:
    wanted = kept_slices(lambda quantity, where: quantity == "claimed")
    whole = {"arm": "a", "against": "none", "scope": "target_languages"}
    assert wanted("claimed", {})
    assert wanted("robustness_gain", whole)
    assert wanted("robustness_gain", {**whole, "task": "t"})
    assert wanted("score", {"arm": "a", "task": "t", "scope": "target_languages"})
    assert not wanted("score", {"arm": "a", "task": "t", "language": "de"})
    assert not wanted("robustness_gain", {**whole, "group": "retrieval"})
