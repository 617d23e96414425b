"""Arms that are models trained elsewhere, planned from made-up facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from crosswind.config.arms import Arm
from crosswind.config.schema import Target
from crosswind.plan.adopted import adopted_fit, adopted_judge, adopted_notes, taught_tasks
from crosswind.plan.steps import make_step
from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import TaskCard

HEAD = AdoptedHead(
    architecture="BertForSequenceClassification",
    kinds=("classification", "pair_classification"),
    labels=("YES", "no"),
)
TAGGER = AdoptedHead(
    architecture="BertForTokenClassification", kinds=("tagging",), labels=("X", "Y")
)


def card(name: str, kind: Any, labels: tuple[str, ...] = ()) -> TaskCard:
    return TaskCard(
        name=name, kind=kind, metric="accuracy", languages=("en",), splits=("test",), labels=labels
    )


@dataclass
class Facts:
    """Answers on two tasks with equal labels, a tagging task and retrieval."""

    head: AdoptedHead | None = HEAD

    def card(self, task: str) -> TaskCard:
        return {
            "pairs": card("pairs", "pair_classification", ("no", "yes")),
            "more": card("more", "pair_classification", ("no", "yes")),
            "tags": card("tags", "tagging", ("X", "Y", "Z")),
            "mates": card("mates", "retrieval"),
        }[task]

    def adopted_source(self, arm: str) -> Mapping[str, object]:
        return {"name": arm, "revision": "", "source": {"kind": "folder"}}

    def adopted_head(self, arm: str) -> AdoptedHead | None:
        return self.head

    def adopted_card(self, arm: str) -> EncoderCard:
        return EncoderCard(name=arm)


ARM = Arm(name="theirs", checkpoint="models/theirs", trained_on=("pairs",))


def judge(task: str, facts: Facts | None = None, arm: Arm = ARM) -> Any:
    return adopted_judge(arm, Target(task=task), facts or Facts(), make_step)  # type: ignore[arg-type]


def test_a_fitting_head_is_loaded_and_adopted() -> None:
    found = judge("pairs")
    assert found.encoder.kind == "load_encoder"
    assert found.encoder.params["name"] == "theirs"
    assert found.checkpoint.kind == "adopt_checkpoint"
    assert found.checkpoint.inputs == {"encoder": found.encoder.step_id}
    assert found.checkpoint.params == {
        "kind": "pair_classification",
        "architecture": "BertForSequenceClassification",
        "labels": ["yes", "no"],
    }


def test_targets_of_equal_labels_share_their_steps() -> None:
    assert judge("pairs") == judge("more")


def test_retrieval_is_judged_by_the_encoder_alone() -> None:
    found = judge("mates")
    assert found.encoder == judge("pairs").encoder
    assert found.checkpoint is None


def test_retrieval_needs_no_head() -> None:
    facts = Facts(head=AdoptedHead(architecture="BertModel", refused="no head"))
    assert judge("mates", facts).checkpoint is None
    assert judge("pairs", facts) is None


def test_a_head_of_another_kind_judges_nothing() -> None:
    assert judge("tags") is None
    assert judge("pairs", Facts(head=None)) is None


def test_the_arm_may_name_the_outputs() -> None:
    facts = Facts(
        head=AdoptedHead(architecture="X", kinds=HEAD.kinds, labels=("LABEL_0", "LABEL_1"))
    )
    assert judge("pairs", facts) is None
    arm = Arm(name="theirs", checkpoint="models/theirs", labels=("no", "yes"))
    assert judge("pairs", facts, arm).checkpoint.params["labels"] == ["no", "yes"]


def test_what_is_not_judged_is_told_with_its_reason() -> None:
    targets = [Target(task=task) for task in ("pairs", "tags", "mates")]
    told = list(adopted_notes((Arm(name="none"), ARM), targets, Facts()))  # type: ignore[arg-type]
    own, tags = told
    assert own.endswith("with its own head; trained on, as its makers say: pairs.")
    assert tags.startswith("Not judged: arm theirs on tags, because a head for classification")


def test_a_model_of_the_hub_is_told_with_its_commit() -> None:
    class OnHub(Facts):
        def adopted_source(self, arm: str) -> Mapping[str, object]:
            return {"name": arm, "revision": "", "source": {"kind": "hub", "revision": "0123"}}

    arm = Arm(name="theirs", checkpoint="owner/model")
    facts: Any = OnHub()
    (told,) = adopted_notes([arm], [Target(task="pairs")], facts)
    assert told.startswith("Arm theirs is owner/model@0123 as it is")


def test_labels_that_are_never_predicted_are_told() -> None:
    arm = Arm(name="theirs", checkpoint="models/theirs")
    facts: Any = Facts(head=TAGGER)
    told = list(adopted_notes([arm], [Target(task="tags")], facts))
    assert told[0].endswith("as its makers say: not stated.")
    assert told[1] == "Arm theirs never predicts Z in tags: its head has no such output."


def test_files_that_are_not_there_decide_nothing() -> None:
    facts: Any = Facts(head=None)
    assert adopted_fit(ARM, Target(task="mates"), facts) is None
    assert len(list(adopted_notes([ARM], [Target(task="pairs")], facts))) == 1


@pytest.mark.parametrize(
    ("arm", "tasks"),
    [
        (ARM, {"pairs"}),
        (Arm(name="none"), set()),
        (Arm.model_validate({"name": "x", "stages": [{"tasks": ["a"]}]}), {"a"}),
    ],
)  # fmt: skip
def test_what_an_arm_was_taught(arm: Arm, tasks: set[str]) -> None:
    assert taught_tasks(arm) == tasks
