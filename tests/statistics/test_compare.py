import json
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.files import write_json
from crosswind.core.hashing import file_digest
from crosswind.core.registry import Registry
from crosswind.records.benchmark import Benchmark
from crosswind.records.codecs import read_estimates, write_refusal
from crosswind.statistics.compare import CompareParams, compare
from tests.statistics.benchmarks import task_of

OPTIONS = RunOptions()
CONDITIONS = (("", 0), ("typo", 1), ("typo", 3))


def cell(**fields):
    return {
        "arm": "none",
        "task": "xnli",
        "kind": "pair_classification",
        "metric": "accuracy",
        "language": "de",
        "source_language": "en",
        "perturbation": "",
        "severity": 0,
        "noise_seed": 0,
        "intermediate_seed": 1,
        "target_seed": 1,
        "world": "benchmark",
        "same_task": False,
        "seen_noise": False,
        "oracle": False,
        **fields,
    }


def write_items(folder, correct, ids=None, clusters=None):
    folder.mkdir(parents=True, exist_ok=True)
    n = len(correct)
    ids = ids or [str(i) for i in range(n)]
    table = pa.table(
        {
            "example_id": pa.array(ids, pa.string()),
            "parallel_id": pa.array(clusters or ids, pa.string()),
            "predicted_digest": pa.array([str(int(value)) for value in correct], pa.string()),
            "count_correct": pa.array([float(value) for value in correct]),
            "count_n": pa.array([1.0] * n),
        }
    )
    pq.write_table(table, folder / "items.parquet")
    score = {"metric": "accuracy", "value": float(np.mean(correct)), "n": n}
    write_json(folder / "scores.json", {"scores": [score]})
    return folder


def study(root, *, arms=("none", "mnli"), languages=("en", "de", "fr"), seeds=(1,), n=12, **more):
    """A small grid with made-up results: (cells, folders)."""
    rng = np.random.default_rng(3)
    cells, folders = [], []
    for arm in arms:
        for language in languages:
            for seed in seeds:
                for name, severity in CONDITIONS:
                    right = rng.random(n) < 0.9 - 0.1 * severity
                    row = cell(
                        arm=arm,
                        language=language,
                        perturbation=name,
                        severity=severity,
                        intermediate_seed=seed,
                        target_seed=seed,
                        **more,
                    )
                    cells.append(row)
                    folders.append(write_items(root / str(len(folders)), right))
    return cells, folders


def run(root, cells, folders, **params):
    out = root / f"out-{len(list(root.iterdir()))}"
    out.mkdir()
    settled = {"n_resamples": 60, "n_labels": {"xnli": 3}, **params}
    compare(
        CompareParams(cells=tuple(cells), **settled),
        scores=tuple(folders),
        out=out,
        options=OPTIONS,
    )
    return out


def found(out):
    estimates, _ = read_estimates(out)
    return {(item.quantity, tuple(sorted(item.where.items()))): item for item in estimates}


def one(out, quantity, **where):
    return found(out)[quantity, tuple(sorted(where.items()))]


# ---- laws


def test_the_order_of_cells_does_not_matter_to_a_byte(tmp_path):
    cells, folders = study(tmp_path)
    pairs = list(zip(cells, folders, strict=True))
    random.Random(1).shuffle(pairs)
    first = run(tmp_path, cells, folders)
    second = run(tmp_path, *map(list, zip(*pairs, strict=True)))
    assert file_digest(first / "estimates.json") == file_digest(second / "estimates.json")


def test_the_gain_of_an_arm_over_its_own_results_is_zero_with_a_zero_interval(tmp_path):
    cells, folders = study(tmp_path, arms=("none",))
    twins = [{**row, "arm": "copy"} for row in cells]
    out = run(tmp_path, cells + twins, folders + folders)
    gains = [item for key, item in found(out).items() if "_gain" in key[0]]
    assert len(gains) > 10
    for item in gains:
        assert item.point == 0.0
        assert all((band.low, band.high) == (0.0, 0.0) for band in item.intervals)


def test_swapping_arm_and_baseline_flips_the_sign(tmp_path):
    cells, folders = study(tmp_path)
    one_way = found(run(tmp_path, cells, folders))
    other_way = found(run(tmp_path, cells, folders, baseline="mnli"))
    n_compared = 0
    for (quantity, where), item in one_way.items():
        if "_gain" not in quantity:
            continue
        slots = dict(where)
        slots["arm"], slots["against"] = slots["against"], slots["arm"]
        mirrored = other_way[quantity, tuple(sorted(slots.items()))]
        assert mirrored.point == pytest.approx(-item.point, abs=1e-12)
        assert mirrored.intervals[0].low == pytest.approx(-item.intervals[0].high, abs=1e-12)
        n_compared += 1
    assert n_compared > 10


def test_doubling_every_item_leaves_the_points(tmp_path):
    cells, folders = study(tmp_path)
    doubled = []
    for number, folder in enumerate(folders):
        table = pq.read_table(folder / "items.parquet").to_pydict()
        ids = table["example_id"]
        right = table["count_correct"] * 2
        doubled.append(
            write_items(
                tmp_path / f"double-{number}", right, ids + [f"{key}b" for key in ids], ids * 2
            )
        )
    once, twice = (found(run(tmp_path, cells, paths)) for paths in (folders, doubled))
    assert list(once) == list(twice)
    for key, item in once.items():
        if not key[0].endswith("_logit"):
            assert twice[key].point == pytest.approx(item.point, abs=1e-12)
            # The copies stay in the cluster of their original: no certainty is gained.
            if item.intervals:
                assert twice[key].intervals[0].low == pytest.approx(item.intervals[0].low)


@settings(max_examples=25)
@given(st.integers(0, 3), st.lists(st.booleans(), min_size=8, max_size=8))
def test_equal_resampling_of_parallel_items_cancels_in_equal_arms(tmp_path_factory, seed, right):
    root = tmp_path_factory.mktemp("grid")
    folder = write_items(root / "x", right)
    cells = [cell(language=name, arm=arm) for name in ("de", "fr") for arm in ("none", "a")]
    out = run(root, cells, [folder] * 4, seed=seed)
    band = one(
        out,
        "intermediate_gain",
        arm="a",
        against="none",
        task="xnli",
        scope="target_languages",
        perturbation="",
        severity=0,
    ).intervals[0]
    assert (band.low, band.high) == (0.0, 0.0)


# ---- by hand


def hand_made(tmp_path):
    shares = {
        ("none", "en", "", 0): 9,
        ("none", "de", "", 0): 8,
        ("none", "en", "typo", 3): 7,
        ("none", "de", "typo", 3): 4,
        ("mnli", "en", "", 0): 9,
        ("mnli", "de", "", 0): 9,
        ("mnli", "en", "typo", 3): 8,
        ("mnli", "de", "typo", 3): 7,
    }
    cells, folders = [], []
    for (arm, language, name, severity), right in shares.items():
        cells.append(cell(arm=arm, language=language, perturbation=name, severity=severity))
        values = [position < right for position in range(10)]
        folders.append(write_items(tmp_path / str(len(folders)), values))
    return cells, folders


def test_every_quantity_by_hand(tmp_path):
    out = run(tmp_path, *hand_made(tmp_path))
    target = {"scope": "target_languages"}
    none = {"arm": "none", "task": "xnli", **target}
    versus = {"arm": "mnli", "against": "none"}
    clean = {"perturbation": "", "severity": 0}
    typo = {"perturbation": "typo", "severity": 3}
    expected = [
        ("score", {"arm": "none", "task": "xnli", "language": "de", **clean}, 0.8),
        ("score", {"arm": "none", "task": "xnli", "scope": "all_languages", **clean}, 0.85),
        ("score", {"arm": "none", "task": "xnli", "scope": "source_language", **typo}, 0.7),
        ("robustness_drop", {**none, **typo}, 0.4),
        ("robustness_drop", none, 0.4),
        ("robustness_drop", {"arm": "none", "task": "xnli", "language": "en"}, 0.2),
        ("robustness_drop", {"arm": "none", "language": "de", "perturbation": "typo"}, 0.4),
        ("robustness_drop", {"arm": "none", **target}, 0.4),
        ("mean_corrupted_score", none, 0.4),
        ("retention", none, 0.5),
        ("retention_chance_adjusted", none, (0.4 - 1 / 3) / (0.8 - 1 / 3)),
        ("worst_case", none, 0.4),
        ("flip_rate", {**none, **typo}, 0.4),
        ("transfer_gap", {**none, **clean}, 0.1),
        ("noise_transfer_gap", {**none, "perturbation": "typo"}, 0.2),
        ("intermediate_gain", {**versus, "task": "xnli", **target, **clean}, 0.1),
        ("intermediate_gain", {**versus, "task": "xnli", "language": "en", **clean}, 0.0),
        ("intermediate_gain", {**versus, "task": "xnli", **target, **typo}, 0.3),
        ("intermediate_gain", {**versus, **target, **clean}, 0.1),
        ("intermediate_gain", {**versus, "group": "non_retrieval", **target, **clean}, 0.1),
        ("intermediate_gain_noisy", {**versus, "task": "xnli", **target}, 0.3),
        ("intermediate_gain_noisy", {**versus, **target}, 0.3),
        ("robustness_gain", {**versus, **target}, 0.2),
        ("robustness_gain", {**versus, "task": "xnli", **target}, 0.2),
        ("robustness_gain", {**versus, "task": "xnli", "perturbation": "typo", **target}, 0.2),
        ("robustness_gain", {**versus, "perturbation": "typo", **target}, 0.2),
        ("robustness_gain", {**versus, "scope": "all_languages"}, 0.15),
    ]
    for quantity, where, value in expected:
        item = one(out, quantity, **where)
        assert item.point == pytest.approx(value, abs=1e-12), (quantity, where)
        assert item.n_seeds == 1
        assert [band.kind for band in item.intervals] == ["items"]
    logit = one(out, "robustness_gain_logit", **versus, **target).point
    odds = np.log([7.5 / 3.5, 9.5 / 1.5, 4.5 / 6.5, 8.5 / 2.5])
    assert logit == pytest.approx(odds[0] - odds[1] - odds[2] + odds[3])


def test_facts_say_what_was_compared(tmp_path):
    _, facts = read_estimates(run(tmp_path, *hand_made(tmp_path)))
    assert facts["cells"] == 8
    assert facts["arms"] == ["none", "mnli"]
    assert facts["conditions"] == [["typo", 3]]
    assert facts["seeds"] == [[1, 1]]
    assert facts["tasks"]["xnli"] == {
        "metric": "accuracy",
        "kind": "pair_classification",
        "world": "benchmark",
        "source_language": "en",
        "languages": ["de", "en"],
        "pool": "",
        "published": "",
        "n_examples": 20,
        "n_clusters": 10,
    }
    assert any("Training variance is not covered: one seed" in note for note in facts["notes"])
    assert any("only 10 parallel clusters" in note for note in facts["notes"])


def test_three_seeds_give_both_intervals(tmp_path):
    out = run(tmp_path, *study(tmp_path, seeds=(1, 2, 3)))
    item = one(out, "robustness_gain", arm="mnli", against="none", scope="target_languages")
    assert [band.kind for band in item.intervals] == ["items", "seeds"]
    assert item.n_seeds == 3
    assert read_estimates(out)[1]["notes"] == [
        "xnli: only 12 parallel clusters; intervals over items are too narrow"
    ]


def test_one_model_under_three_seeds_is_one_seed(tmp_path):
    cells, folders = study(tmp_path, arms=("none",), seeds=(1,))
    more = [{**row, "intermediate_seed": s, "target_seed": s} for s in (2, 3) for row in cells]
    out = run(tmp_path, cells + more, folders * 3)
    item = one(out, "robustness_drop", arm="none", scope="target_languages")
    assert item.n_seeds == 1
    assert [band.kind for band in item.intervals] == ["items"]


# ---- what may enter an average


def test_same_task_pairs_stay_out_of_the_headline(tmp_path):
    cells, folders = study(tmp_path)
    marked = [{**row, "same_task": row["arm"] == "mnli"} for row in cells]
    out = run(tmp_path, marked, folders)
    estimates, facts = read_estimates(out)
    assert not [item for item in estimates if "against" in item.where and "task" not in item.where]
    gains = [item for item in estimates if "against" in item.where]
    assert gains
    assert all("same-task" in item.marks for item in gains)
    assert any("Arm mnli has no headline robustness_gain" in note for note in facts["notes"])


def test_seen_noise_is_shown_apart_and_kept_out_of_averages(tmp_path):
    cells, folders = study(tmp_path)
    marked = [
        {**row, "seen_noise": row["arm"] == "mnli" and row["perturbation"] == "typo"}
        for row in cells
    ]
    estimates, facts = read_estimates(run(tmp_path, marked, folders))
    gains = [item for item in estimates if item.quantity == "robustness_gain"]
    assert {item.where.get("perturbation") for item in gains} == {"typo"}
    assert all("seen-noise" in item.marks for item in gains)
    assert any("arm mnli has seen every perturbation" in note for note in facts["notes"])


def test_worlds_are_never_averaged_together(tmp_path):
    cells, folders = study(tmp_path)
    other = [{**row, "task": "home", "world": "embedded"} for row in cells]
    estimates, _ = read_estimates(run(tmp_path, cells + other, folders * 2))
    heads = [item for item in estimates if "task" not in item.where]
    assert heads
    assert {item.where["world"] for item in heads} == {"benchmark", "embedded"}
    assert {
        ("embedded" in item.marks) == (item.where["world"] == "embedded") for item in heads
    } == {True}


def test_tasks_weigh_the_same_whatever_their_size(tmp_path):
    cells, folders = study(tmp_path / "a", n=10)
    more, others = study(tmp_path / "b", n=30)
    more = [{**row, "task": "pawsx"} for row in more]
    out = run(tmp_path, cells + more, folders + others)
    where = {"arm": "mnli", "against": "none", "scope": "target_languages"}
    parts = [one(out, "robustness_gain", task=task, **where).point for task in ("pawsx", "xnli")]
    whole = one(out, "robustness_gain", **where)
    assert whole.point == pytest.approx(np.mean(parts))
    assert whole.n_clusters == 40


def test_a_collapsed_run_is_listed_and_marks_what_it_enters(tmp_path):
    cells, folders = hand_made(tmp_path)
    folders[4] = write_items(tmp_path / "low", [True] * 3 + [False] * 7)
    estimates, facts = read_estimates(run(tmp_path, cells, folders))
    assert facts["collapsed"] == ["mnli xnli seeds 1-1: clean score 0.3000 (en) is below 0.4000"]
    for item in estimates:
        assert ("collapsed" in item.marks) == (item.where["arm"] == "mnli")


def test_a_sign_that_depends_on_the_scale_is_marked(tmp_path):
    # From 0.98 to 0.90 costs less than 0.60 to 0.50 in points and more in odds.
    cells, folders = [], []
    for arm, clean, noisy in (("none", 120, 100), ("mnli", 196, 180)):
        for name, severity, right in (("", 0, clean), ("typo", 3, noisy)):
            cells.append(cell(arm=arm, perturbation=name, severity=severity))
            values = [position < right for position in range(200)]
            folders.append(write_items(tmp_path / f"{arm}{severity}", values))
    out = run(tmp_path, cells, folders)
    where = {"arm": "mnli", "against": "none", "scope": "target_languages"}
    assert one(out, "robustness_gain", **where).point > 0
    assert one(out, "robustness_gain_logit", **where).point < 0
    assert "scale-dependent" in one(out, "robustness_gain", **where).marks


# ---- what is missing or wrong


def test_a_cell_that_one_arm_lacks_is_named_and_spoils_no_other(tmp_path):
    cells, folders = study(tmp_path)
    gone = next(
        i
        for i, row in enumerate(cells)
        if (row["arm"], row["language"], row["severity"]) == ("mnli", "fr", 3)
    )
    del cells[gone], folders[gone]
    estimates, facts = read_estimates(run(tmp_path, cells, folders))
    assert "xnli in fr (typo 3): not scored for arm mnli (seeds 1-1)" in facts["missing"]
    assert any("robustness_gain (arm mnli" in line for line in facts["missing"])
    keys = {(item.quantity, item.where.get("language"), item.where["arm"]) for item in estimates}
    assert ("robustness_drop", "de", "mnli") in keys
    assert ("robustness_drop", "fr", "mnli") not in keys
    assert ("robustness_drop", "fr", "none") in keys


def test_noise_that_a_language_cannot_have_takes_no_weight(tmp_path):
    cells, folders = study(tmp_path)
    kept = [i for i, row in enumerate(cells) if not (row["language"] == "fr" and row["severity"])]
    out = run(tmp_path, [cells[i] for i in kept], [folders[i] for i in kept])
    everywhere = one(out, "robustness_drop", arm="none", task="xnli", scope="target_languages")
    german = one(out, "robustness_drop", arm="none", task="xnli", language="de")
    assert everywhere.point == german.point
    assert "xnli in fr (typo 1, 3): scored for no arm" in read_estimates(out)[1]["missing"]


def test_refused_cells_count_as_cells_that_are_not_there(tmp_path):
    cells, folders = study(tmp_path)
    kept = [i for i, row in enumerate(cells) if not (row["language"] == "fr" and row["severity"])]
    without = run(tmp_path, [cells[i] for i in kept], [folders[i] for i in kept])
    for index in set(range(len(cells))) - set(kept):
        (folders[index] / "items.parquet").unlink()
        write_refusal(folders[index], "typo finds nothing to change")
    out = run(tmp_path, cells, folders)
    assert found(out) == found(without)
    missing = read_estimates(out)[1]["missing"]
    assert "xnli, fr: not scored, since typo finds nothing to change" in missing


def test_an_arm_without_its_baseline_seeds_has_no_gain(tmp_path):
    cells, folders = study(tmp_path)
    moved = [{**row, "target_seed": 9} if row["arm"] == "mnli" else row for row in cells]
    estimates, facts = read_estimates(run(tmp_path, moved, folders))
    assert not [item for item in estimates if "against" in item.where]
    assert (
        "xnli: a seed pair of arm mnli has no counterpart in none; no gain is given"
        in facts["missing"]
    )


def test_a_baseline_that_trains_nothing_pairs_with_every_seed(tmp_path):
    cells, folders = study(tmp_path)
    moved = [
        {**row, "intermediate_seed": -1, "target_seed": -1} if row["arm"] == "none" else row
        for row in cells
    ]
    assert (
        found(run(tmp_path, moved, folders)).keys() == found(run(tmp_path, cells, folders)).keys()
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda cells, folders: cells.append(cells[0]) or folders.append(folders[0]),
            "occurs twice",
        ),
        (lambda cells, folders: cells.pop(), "cells for .* scores"),
        (lambda cells, folders: cells[1].update(metric="f1"), "disagree about metric"),
        (lambda cells, folders: cells[0].update(severity=2), "severity 0 is for clean"),
        (lambda cells, folders: cells[0].update(colour="red"), "not a cell"),
        (
            lambda cells, folders: write_items(folders[4], [True] * 11),
            "items differ from those of",
        ),
        (
            lambda cells, folders: write_items(folders[4], [True] * 12, clusters=["x"] * 12),
            "parallel ids differ",
        ),
        (
            lambda cells, folders: write_items(folders[0], [True] * 12, ids=["x"] * 12),
            "none or doubled|items differ",
        ),
        (
            lambda cells, folders: (folders[3] / "items.parquet").write_bytes(b"PAR1"),
            "not the item counts",
        ),
        (lambda cells, folders: (folders[3] / "items.parquet").unlink(), "not the item counts"),
    ],
)
def test_malformed_input_is_one_error_and_leaves_nothing_behind(tmp_path, change, problem):
    cells, folders = study(tmp_path)
    change(cells, folders)
    with pytest.raises(DataError, match=problem):
        run(tmp_path, cells, folders)
    assert not list(tmp_path.glob("out-*/*"))


def test_an_unknown_baseline_names_the_nearest_arm(tmp_path):
    with pytest.raises(DataError, match="Did you mean 'none'"):
        run(tmp_path, *study(tmp_path), baseline="non")
    with pytest.raises(ConfigError, match="level or n_resamples"):
        run(tmp_path, *study(tmp_path / "again"), level=1.0)


def test_the_file_is_plain_json_without_nan(tmp_path):
    out = run(tmp_path, *study(tmp_path))

    def refuse(name):
        raise AssertionError(name)

    json.loads((out / "estimates.json").read_text("utf-8"), parse_constant=refuse)


# ---- benchmarks, companions, published noise, pairs


SMALL = Benchmark(
    name="xtreme",
    tasks=(task_of("xnli", "en", "de", "fr"), task_of("tatoeba", "de", is_retrieval=True)),
    groups={},
)


@pytest.fixture
def small(monkeypatch):
    table = Registry("benchmark", {"xtreme": SMALL})
    monkeypatch.setattr("crosswind.statistics.compare.BENCHMARKS", table)


@pytest.mark.usefixtures("small")
def test_a_benchmark_is_aggregated_when_it_is_asked_for(tmp_path):
    cells, folders = study(tmp_path / "a", seeds=(1, 2, 3))
    more, others = study(
        tmp_path / "b", seeds=(1, 2, 3), languages=("de",), task="tatoeba", kind="retrieval"
    )
    settled = {"benchmark": "xtreme", "n_resamples": 60}
    partial = run(tmp_path, cells, folders, **settled)
    whole = run(tmp_path, cells + more, folders + others, **settled)
    keys = {"benchmark": "xtreme", "arm": "none"}
    assert ("benchmark_retention", tuple(sorted({**keys, "part": "overall"}.items()))) not in found(
        partial
    )
    overall = one(whole, "benchmark_mean_corrupted_score", **keys, part="overall")
    tasks = [
        one(whole, "benchmark_mean_corrupted_score", **keys, task=task).point
        for task in ("xnli", "tatoeba")
    ]
    assert overall.point == pytest.approx(np.mean(tasks))
    assert [band.kind for band in overall.intervals] == ["items", "seeds"]
    assert overall.marks == ()
    assert read_estimates(partial)[1]["benchmark"]["missing"]["none"] == {"tatoeba": ["de"]}
    assert read_estimates(whole)[1]["benchmark"]["missing"]["none"] == {}


@pytest.mark.usefixtures("small")
def test_an_unknown_benchmark_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="unknown benchmark"):
        run(tmp_path, *study(tmp_path), benchmark="glue")


def test_without_a_benchmark_there_is_none(tmp_path):
    estimates, facts = read_estimates(run(tmp_path, *study(tmp_path)))
    assert facts["benchmark"] == {}
    assert not [item for item in estimates if item.quantity.startswith("benchmark_")]


def test_published_noise_and_doubtful_noise_leave_the_headline_alone(tmp_path):
    cells, folders = study(tmp_path)
    plain = found(run(tmp_path, cells, folders))
    apart = [
        cell(arm=arm, language=language, perturbation="shuffle", severity=1, apart=True)
        for arm in ("none", "mnli")
        for language in ("en", "de", "fr")
    ]
    real = [
        cell(arm=arm, task="noisy", perturbation=name, severity=severity, apart=severity > 0)
        for arm in ("none", "mnli")
        for name, severity in (("", 0), ("real_typos", 1))
    ]
    extra = [write_items(tmp_path / f"x{i}", [i % 2] * 12) for i in range(len(apart + real))]
    out = run(
        tmp_path,
        cells + apart + real,
        folders + extra,
        published_noise={"noisy": "real_typos"},
    )
    after = found(out)
    head = {
        key: item
        for key, item in plain.items()
        if "task" not in dict(key[1]) and not dict(key[1]).get("perturbation")
    }
    assert len(head) > 8
    assert {key: after[key].point for key in head} == {key: head[key].point for key in head}
    gain = one(out, "robustness_gain", arm="mnli", against="none", perturbation="real_typos",
               scope="target_languages")  # fmt: skip
    assert "published-noise" in gain.marks
    assert "apart" not in gain.marks
    assert read_estimates(out)[1]["tasks"]["noisy"]["published"] == "real_typos"


def test_pairs_of_languages_have_means_of_their_own(tmp_path):
    out = run(tmp_path, *study(tmp_path, languages=("en", "de", "de+en", "en+de")))
    versus = {"arm": "mnli", "against": "none", "task": "xnli"}
    clean = {"perturbation": "", "severity": 0}
    pairs = [
        one(out, "intermediate_gain", **versus, language=name, **clean).point
        for name in ("de+en", "en+de")
    ]
    scope = {"scope": "language_pairs", **clean}
    assert one(out, "intermediate_gain", **versus, **scope).point == pytest.approx(np.mean(pairs))
    same = one(out, "score", arm="none", task="xnli", scope="same_language_targets", **clean)
    assert same.point == one(out, "score", arm="none", task="xnli", language="de", **clean).point


def test_companion_metrics_are_named_apart(tmp_path):
    cells, folders = study(tmp_path)
    for folder in folders:
        scores = json.loads((folder / "scores.json").read_text("utf-8"))["scores"]
        scores.append({"metric": "average_precision", "value": 0.25, "n": 12})
        write_json(folder / "scores.json", {"scores": scores})
    out = run(tmp_path, cells, folders)
    where = {"arm": "mnli", "task": "xnli", "scope": "target_languages"}
    item = one(out, "mean_corrupted_score", **where, metric="average_precision")
    assert (item.point, item.intervals) == (0.25, ())
    assert one(out, "mean_corrupted_score", **where).point != 0.25


# ---- claims and second opinions


def stated(**changes):
    return {
        "text": "a", "kind": "region", "quantity": "intermediate_gain", "source": "",
        "statement": 0, "encoder": "", "arm": "mnli", "against": "none", "over": "arms",
        "rivals": [], "where": {}, "expect": "> -100", "margin": None, "untested": "",
        "is_analogue": False, **changes,
    }  # fmt: skip


def test_claims_are_judged_on_the_estimates_beside_them(tmp_path):
    cells, folders = study(tmp_path, arms=("none", "mnli", "squad"), seeds=(1, 2, 3), n=60)
    claims = (
        stated(),
        stated(text="b", against="squad", where={"task": "xnli"}, expect="> 100"),
        stated(text="c", kind="rank", expect="top 2"),
        stated(text="d", kind="fact", quantity="n_targets", expect="= 1"),
        stated(text="e", quantity="score", where={"language": "de"}, expect="> 50"),
        stated(text="f", where={"language": "zz"}),
        stated(text="g", quantity="best_arm_gain", arm="", where={"choice": "oracle"}),
    )
    out = run(tmp_path, cells, folders, claims=claims, plan_facts={"n_targets": 1})
    _, facts = read_estimates(out)
    verdicts = {row["claim"]["text"]: row for row in facts["verdicts"]}
    said = {text: row["verdict"] for text, row in verdicts.items()}
    assert said["a"] == said["c"] == "supported"
    assert said["b"] == "refuted"
    assert said["d"] == "met"
    assert said["f"] == said["g"] == "not tested"
    assert verdicts["a"]["point"] == one(
        out, "intermediate_gain", arm="mnli", against="none", scope="target_languages",
        perturbation="", severity=0,
    ).point  # fmt: skip
    # Four regions and equivalences, and the one rival of the rank.
    assert {band["level"] for band in verdicts["a"]["intervals"]} == {1 - 0.05 / 6}


def test_claims_change_no_estimate(tmp_path):
    cells, folders = study(tmp_path, seeds=(1, 2, 3))
    plain, _ = read_estimates(run(tmp_path, cells, folders))
    claimed, _ = read_estimates(run(tmp_path, cells, folders, claims=(stated(),)))
    assert plain == claimed


def test_second_opinions_stand_beside_the_estimates(tmp_path):
    cells, folders = study(tmp_path, seeds=(1, 2, 3), n=40)
    out = run(tmp_path, cells, folders)
    _, facts = read_estimates(out)
    assert {row["quantity"] for row in facts["families"]} == {
        "intermediate_gain",
        "robustness_gain",
    }
    assert {(row["language"], row["n"]) for row in facts["mcnemar"]} == {
        ("de", 40), ("en", 40), ("fr", 40),
    }  # fmt: skip
    assert [row["arm"] for row in facts["mixed_model"]] == ["mnli"]
    assert {row["n_seeds"] for row in facts["power"]} == {3}
    assert {row["arm"] for row in facts["spread"]} == {"none", "mnli"}
    names = {item.quantity for item in found(out).values()}
    assert {
        "corruption_error", "mean_corruption_error", "relative_mean_corruption_error",
        "interquartile_mean_gain", "probability_of_improvement",
    } <= names  # fmt: skip
