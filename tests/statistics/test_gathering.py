import numpy as np
import pytest

from crosswind.statistics.finding import Finding
from crosswind.statistics.gathering import Gathering
from crosswind.statistics.sampled import Sampled

HEAD = {"arm": "mnli", "against": "none"}


def finding(quantity, point, task="xnli", **more):
    sampled = Sampled(
        points={(1, 1): point},
        draws=np.full(10, point),
        models={(1, 1): task},
        n_examples=4,
        n_clusters=2,
    )
    where = {**HEAD, "task": task}
    return Finding(
        quantity=quantity, where=where, marks=(), enters=(HEAD,), **{"sampled": sampled, **more}
    )


def test_averages_weigh_tasks_equally_within_a_world():
    gathering = Gathering(level=0.95)
    gathering.add("benchmark", [finding("g", 0.1, "a"), finding("g", 0.3, "b")])
    gathering.add("embedded", [finding("g", 0.9, "c")])
    gathering.add_averages()
    heads = {item.where["world"]: item.point for item in gathering.estimates[3:]}
    assert heads == {"benchmark": pytest.approx(0.2), "embedded": pytest.approx(0.9)}


def test_one_world_is_not_named():
    gathering = Gathering(level=0.95)
    gathering.add("benchmark", [finding("g", 0.1)])
    gathering.add_averages()
    assert gathering.estimates[-1].where == HEAD


def test_what_cannot_be_computed_is_listed():
    gathering = Gathering(level=0.95)
    gathering.add("benchmark", [finding("g", 0.1, sampled=None)])
    gathering.add_averages()
    assert gathering.estimates == []
    assert gathering.missing == ["g (arm mnli, against none, task xnli): cells or values missing"]


def test_hidden_findings_enter_averages_alone():
    gathering = Gathering(level=0.95)
    gathering.add("benchmark", [finding("g", 0.1, is_shown=False)])
    gathering.add_averages()
    assert [item.where for item in gathering.estimates] == [HEAD]


@pytest.mark.parametrize(("logit", "is_marked"), [(0.2, False), (-0.2, True), (0.0, False)])
def test_a_sign_that_depends_on_the_scale_is_marked(logit, is_marked):
    gathering = Gathering(level=0.95)
    gathering.add(
        "benchmark", [finding("robustness_gain", 0.1), finding("robustness_gain_logit", logit)]
    )
    gathering.mark_scale_dependence()
    assert ("scale-dependent" in gathering.estimates[0].marks) == is_marked
    assert "scale-dependent" not in gathering.estimates[1].marks
