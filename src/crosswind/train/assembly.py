"""The tasks of a stage with their heads: which are carried over from the start, which are new."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from crosswind.core.errors import ConfigError
from crosswind.core.seeds import derive_seed
from crosswind.model.checkpoint import Opened
from crosswind.model.heads import TaskModel, head_on, heads_agree
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.params import FineTuneParams, PartParams
from crosswind.train.part import Part
from crosswind.train.stage_text import StageText


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The parts of a stage, what of them came from the start, and what has fresh weights."""

    parts: tuple[Part, ...]
    carried_over: tuple[str, ...]
    new: tuple[str, ...]


def assemble(params: FineTuneParams, opened: Opened, texts: Sequence[StageText]) -> Assembled:
    """Put a head for each task on the encoder that they share.

    With `carry_over = "encoder_and_head"`, each task goes on with the head of the start that agrees
    with it: one of equal kind and, where outputs are labels, equal labels. Of several, the one that
    was trained for the same task. Masked words, which need no labels, begin a new head if the start
    has none; a labelled task without an agreeing head is refused.

    Raises:
        ConfigError: if a head is to be carried over and none agrees, or several do.
    """
    tasks = params.tasks(sum(text.n_texts for text in texts))
    heads: dict[str, nn.Module] = {}
    carried, new = ["encoder"], list[str]()
    for number, (task, text) in enumerate(zip(tasks, texts, strict=True)):
        if task.task in heads:
            continue  # languages of masked text share a head
        name = f"head {task.task}" if len(tasks) > 1 else "head"
        head = _carried_head(params, task, text, opened)
        (carried if head else new).append(name)
        heads[task.task] = head or _new_head(params, task, text, opened, number)
    parts = tuple(
        Part(
            task=task.task,
            model=TaskModel(opened.model.encoder, heads[task.task]),
            objective=OBJECTIVES[task.trained_kind],
            text=text,
            batch_examples=task.batch_examples,
            language=task.language,
        )
        for task, text in zip(tasks, texts, strict=True)
    )
    return Assembled(parts=parts, carried_over=tuple(carried), new=tuple(new))


def _carried_head(
    params: FineTuneParams, task: PartParams, text: StageText, opened: Opened
) -> nn.Module | None:
    """The head of the start that the task goes on with; None where a new one is made."""
    if params.carry_over != "encoder_and_head" or opened.record is None:
        return None
    kind = task.trained_kind
    agreeing = [
        number
        for number, head in enumerate(opened.heads)
        if heads_agree(kind, text.labels, head.kind, head.labels)
    ]
    named = [number for number in agreeing if opened.heads[number].task == task.task]
    found = named or agreeing
    if len(found) == 1:
        return opened.models[found[0]].head
    if kind == "masked_lm" and not found:
        return None
    problem = "several heads could be" if found else "the head cannot be carried over: kind or"
    raise ConfigError(
        f"{problem} carried over" if found else f"{problem} labels differ",
        place="training.carry_over",
        value=[(head.task, head.kind, list(head.labels)) for head in opened.heads],
        allowed=f"one head for {kind} with {', '.join(text.labels) or 'no labels'}",
        action="Set carry_over = encoder.",
    )


def _new_head(
    params: FineTuneParams, task: PartParams, text: StageText, opened: Opened, number: int
) -> nn.Module:
    place = ("head", number) if number else ("head",)
    rng = torch.Generator().manual_seed(derive_seed(params.seed, *place))
    return head_on(
        opened.model.encoder,
        task.trained_kind,
        len(text.labels),
        dropout=params.hidden_dropout,
        rng=rng,
    )
