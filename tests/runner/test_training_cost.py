"""What training costs is counted from cards alone, with its basis."""

from pathlib import Path

import pytest

from crosswind.plan.graph import Plan
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner.prepare import prepare
from crosswind.runner.training_cost import BASIS, training_cost

FILE = """\
name = "x"
question = "?"
[encoder]
name = "FacebookAI/xlm-roberta-large"
[data]
root = "nowhere"
[[arms]]
name = "none"
[[arms]]
name = "mixed"
[[arms.stages]]
tasks = ["mnli", "commonsense_qa"]
sampling = "size_capped"
cap = 3200
{more}
[[targets]]
task = "tatoeba"
languages = ["de"]
"""
LARGE = EncoderCard(name="large", n_parameters=560_000_000, n_embedding_parameters=256_000_000)


@pytest.fixture
def plan_of(tmp_path: Path):
    def plan(more: str = "") -> Plan:
        path = tmp_path / "x.toml"
        path.write_text(FILE.replace("{more}", more), "utf-8")
        return prepare(str(path)).plan

    return plan


def test_updates_and_hours_of_a_mixture_counted_by_hand(plan_of):
    found = training_cost(plan_of(), LARGE)
    # Two epochs of 3,200 examples of each of two tasks in batches of 32.
    assert (found.n_steps, found.n_updates, found.unknown) == (1, 400, ())
    # Half of the updates read 32 pairs of 256 tokens, half of them five choices each.
    tokens = 200 * 32 * 256 + 200 * 32 * 5 * 256
    assert found.gpu_hours == pytest.approx(6 * 304e6 * tokens / 100e12 / 3600)
    assert BASIS in found.sentence()


def test_masked_text_is_counted_by_its_share(plan_of):
    mlm = '[arms.stages.mlm]\ntext = "wiki"\nshare = 0.5\nlanguages = ["de", "th"]\n'
    assert training_cost(plan_of(mlm), LARGE).n_updates == 800


def test_an_encoder_of_unknown_size_has_no_hours(plan_of):
    found = training_cost(plan_of(), EncoderCard(name="folder"))
    assert found.gpu_hours is None
    assert "hours" not in found.sentence()


@pytest.mark.parametrize("name", ["xstilts"])
def test_the_paper_is_planned_with_nothing_downloaded(name):
    prepared = prepare(name)
    kinds = prepared.plan.counts()
    arms = len(prepared.experiment.arms)
    assert arms == 15
    assert kinds["fine_tune"] > 7 * arms
    missing = " ".join(error.sentence() for error in prepared.missing)
    for task in ("anli_plus", "qqp", "squad_v2", "hellaswag", "ccg", "cosmos_qa", "mlm_text"):
        assert f"'{task}'" in missing
    assert "xlm-roberta-large" in missing
    cost = training_cost(prepared.plan, prepared.encoder)
    assert cost.unknown == ()
    assert cost.n_updates > 1_000_000
