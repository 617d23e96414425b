"""What judges a target; arms that are models trained elsewhere, and what they do not fit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.arms import Arm
from crosswind.config.schema import Target
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.head_labels import Fit, head_fit
from crosswind.plan.steps import Input, Step
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import RETRIEVAL_KINDS

# `make_step`, or the same with a memory.
MakeStep = Callable[[str, Mapping[str, Any], Mapping[str, Input], str], Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What predicts a target.

    Attributes:
        encoder: the load_encoder step of the experiment, or of the arm's own model.
        checkpoint: trained, or the adopt_checkpoint step behind it; None for retrieval, which
            needs no head.
        card: of the encoder.
        part: task of a mixture whose head predicts; "" for a checkpoint with one head.
    """

    encoder: Step
    checkpoint: Step | None
    card: EncoderCard
    part: str = ""


def adopted_judge(arm: Arm, target: Target, catalogue: Catalogue, make: MakeStep) -> Judge | None:
    """What predicts a target with an arm's own model.

    None if the arm has none, or if it cannot be judged on the target.
    Targets whose labels agree share one adopt_checkpoint step.
    """
    fit = adopted_fit(arm, target, catalogue) if arm.checkpoint else None
    if fit is None or fit.reason:
        return None
    source = dict(catalogue.adopted_source(arm.name))
    encoder = make("load_encoder", source, {}, f"model of {arm.name}")
    card, head = catalogue.card(target.task), catalogue.adopted_head(arm.name)
    own = catalogue.adopted_card(arm.name)
    if card.kind in RETRIEVAL_KINDS or head is None:
        return Judge(encoder=encoder, checkpoint=None, card=own)
    params = {
        "kind": card.kind,
        "architecture": head.architecture,
        "labels": list(fit.labels),
    }
    inputs = {"encoder": encoder.step_id}
    checkpoint = make("adopt_checkpoint", params, inputs, f"head of {arm.name} for {card.kind}")
    return Judge(encoder=encoder, checkpoint=checkpoint, card=own)


def adopted_fit(arm: Arm, target: Target, catalogue: Catalogue) -> Fit | None:
    """How the arm's head fits a target; None where its files are not there to tell."""
    card, head = catalogue.card(target.task), catalogue.adopted_head(arm.name)
    if head is None:
        return None
    if card.kind in RETRIEVAL_KINDS:
        return Fit()
    return head_fit(head, card, arm.labels)


def taught_tasks(arm: Arm) -> frozenset[str]:
    """Tasks that an arm was trained on before any target: by us, or as its makers say."""
    return frozenset(task for stage in arm.stages for task in stage.tasks) | set(arm.trained_on)


def adopted_notes(
    arms: Sequence[Arm], targets: Sequence[Target], catalogue: Catalogue
) -> Iterator[str]:
    """Sentences on each arm that is a model trained elsewhere."""
    for arm in arms:
        if not arm.checkpoint:
            continue
        taught = ", ".join(arm.trained_on) or "not stated"
        yield (
            f"Arm {arm.name} is {_model_name(arm, catalogue)} as it is, with its own head; trained "
            f"on, as its makers say: {taught}."
        )
        for target in targets:
            fit = adopted_fit(arm, target, catalogue)
            if fit is not None and fit.reason:
                yield f"Not judged: arm {arm.name} on {target.task}, because {fit.reason}."
            elif fit is not None and fit.never:
                yield (
                    f"Arm {arm.name} never predicts {', '.join(fit.never)} in {target.task}: its "
                    "head has no such output."
                )


def _model_name(arm: Arm, catalogue: Catalogue) -> str:
    """The folder, or the hub id with the commit that its revision was resolved to."""
    source = catalogue.adopted_source(arm.name)["source"]
    commit = source.get("revision") if isinstance(source, Mapping) else ""
    return f"{arm.checkpoint}@{commit}" if commit else arm.checkpoint
