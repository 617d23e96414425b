"""What training costs is counted from cards alone, with its basis."""

from pathlib import Path

import pytest

from crosswind.plan.graph import Plan
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner.example_counts import ExampleCounts
from crosswind.runner.prepare import prepare
from crosswind.runner.stage_sizes import StageSizes
from crosswind.runner.training_cost import BASIS, TrainingCost, training_cost

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


def cost_of(plan: Plan, encoder: EncoderCard) -> TrainingCost:
    sizes = StageSizes(plan=plan, counts=ExampleCounts(plan=plan))
    return training_cost(plan, encoder, sizes)


@pytest.fixture
def plan_of(tmp_path: Path):
    def plan(more: str = "") -> Plan:
        path = tmp_path / "x.toml"
        path.write_text(FILE.replace("{more}", more), "utf-8")
        return prepare(str(path)).plan

    return plan


def test_updates_and_hours_of_a_mixture_counted_by_hand(plan_of):
    found = cost_of(plan_of(), LARGE)
    # Two epochs of 3,200 examples of each of two tasks in batches of 32.
    assert (found.n_steps, found.n_updates, found.unknown) == (1, 400, ())
    assert "400 updates by the sizes on the cards of mnli, commonsense_qa," in found.sentence()
    # Half of the updates read 32 pairs of 256 tokens, half of them five choices each.
    tokens = 200 * 32 * 256 + 200 * 32 * 5 * 256
    assert found.gpu_hours == pytest.approx(6 * 304e6 * tokens / 100e12 / 3600)
    assert BASIS in found.sentence()


def test_masked_text_is_counted_by_its_share(plan_of):
    mlm = '[arms.stages.mlm]\ntext = "wiki"\nshare = 0.5\nlanguages = ["de", "th"]\n'
    assert cost_of(plan_of(mlm), LARGE).n_updates == 800


def test_an_encoder_of_unknown_size_has_no_hours(plan_of):
    found = cost_of(plan_of(), EncoderCard(name="folder"))
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
    cost = cost_of(prepared.plan, prepared.encoder)
    assert cost.unknown == ()
    assert cost.n_updates > 1_000_000


def test_hours_are_never_said_to_be_none() -> None:
    found = TrainingCost(n_steps=1, n_updates=50, gpu_hours=0.001, by_card=(), unknown=())
    assert "1 stage, 50 updates, less than 0.1 accelerator hours" in found.sentence()


def test_a_stage_of_a_set_length_is_counted_whatever_its_text() -> None:
    prepared = prepare("quickstart")
    found = cost_of(prepared.plan, prepared.encoder)
    assert (found.n_updates, found.unknown, found.by_card) == (480, (), ())
    assert "not counted, since" not in found.sentence()


def test_what_is_not_counted_has_no_hours() -> None:
    prepared = prepare("quickstart", ["training.max_updates=0", "arms=[{name='none'}]"])
    found = cost_of(prepared.plan, prepared.encoder)
    assert (found.n_updates, found.unknown) == (0, ("home_intents", "home_slots"))
    assert "hours" not in found.sentence()
    assert found.sentence().endswith("are not known: home_intents, home_slots")
