from crosswind.statistics.finding import TaskSetting
from crosswind.statistics.notes import headline_notes, seed_notes, task_notes, unpaired
from tests.statistics.grids import cell, cube_of, grid_of

SETTING = TaskSetting(baseline="none", chance=0.5, collapsed=frozenset())
SHARES = {
    ("none", "de", "", 0): 0.8,
    ("none", "de", "typo", 3): 0.6,
    ("mnli", "de", "", 0): 0.9,
    ("mnli", "de", "typo", 3): 0.8,
}


def test_noise_that_is_seen_or_doubtful_has_no_average_but_published_noise_needs_none():
    seen, _ = cube_of(SHARES, seen_noise=True)
    assert sum("has seen every perturbation" in note for note in task_notes(seen, SETTING)) == 2
    published, _ = cube_of(SHARES, published="typo")
    assert not any("has seen" in note for note in task_notes(published, SETTING))


def test_an_unknown_chance_level_and_a_lack_of_targets_are_said():
    cube, _ = cube_of({("none", "en", "", 0): 0.8, ("none", "en", "typo", 3): 0.8})
    notes = task_notes(cube, TaskSetting(baseline="none", chance=None, collapsed=frozenset()))
    assert any("no target language is evaluated" in note for note in notes)
    assert any("number of labels is unknown" in note for note in notes)


def test_arms_without_a_headline_are_named():
    grid = grid_of([cell(), cell(arm="mnli"), cell(arm="mnli", perturbation="typo", severity=3)])
    lines = headline_notes([grid], [], "none")
    assert [line.split(":")[0] for line in lines] == [
        "Arm mnli has no headline intermediate_gain",
        "Arm mnli has no headline robustness_gain",
    ]
    published = grid_of(
        [cell(), cell(arm="mnli"), cell(arm="mnli", perturbation="typo", severity=3)], "typo"
    )
    assert len(headline_notes([published], [], "none")) == 1


def test_seeds_below_three_are_said():
    assert seed_notes([grid_of([cell()])]) == [
        "Training variance is not covered: one seed, and a t interval needs 3."
    ]
    three = [cell(intermediate_seed=seed, target_seed=seed) for seed in (1, 2, 3)]
    assert seed_notes([grid_of(three)]) == []


def test_arms_without_a_counterpart_are_named():
    cube, _ = cube_of({("mnli", "de", "", 0): 0.8, ("none", "de", "", 0): 0.8})
    assert unpaired(cube, "none") == []
    assert unpaired(cube, "squad") == [
        "xnli: the baseline squad has no cell, so no arm can be held against it"
    ]
