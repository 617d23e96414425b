"""Which label of a task each output of somebody else's head stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.task_card import TaskCard

_LABELED = ("classification", "pair_classification", "tagging")
_WITHOUT_NAME = re.compile(r"LABEL_\d+")
_APART = re.compile(r"[\s_-]+")
# How makers of models write a label -> how our cards do. In lower case, "_" between words.
_SYNONYMS = {
    "entail": "entailment",
    "entails": "entailment",
    "contradict": "contradiction",
    "contradicts": "contradiction",
    "paraphrase": "1",
    "not_paraphrase": "0",
    "equivalent": "1",
    "not_equivalent": "0",
    "duplicate": "1",
    "not_duplicate": "0",
}
_ENTITY_TYPES = {
    "person": "per",
    "pers": "per",
    "organization": "org",
    "organisation": "org",
    "location": "loc",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether a head can be judged on a task.

    Attributes:
        reason: why not; empty if it can.
        labels: the task's label for each output; empty for spans and choices.
        never: labels of the task that no output stands for (tagging).
    """

    reason: str = ""
    labels: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def head_fit(head: AdoptedHead, card: TaskCard, named: Sequence[str] = ()) -> Fit:
    """Match the outputs of a head with the labels of a task, by name.

    Names are compared without case and with "_", "-" and blanks as one; a few synonyms are known.
    Each label has one output, unless the experiment names the outputs: then several outputs may
    stand for one label (tags of entities that the task does not have, for "O"). A tagger may lack
    labels of the task, which it then never predicts; a classifier must have all of them.

    Args:
        head: as the model's configuration tells of it.
        card: of the task.
        named: the labels of the outputs as the experiment gives them; empty: those of the head.
    """
    if head.refused:
        return Fit(reason=head.refused)
    if card.kind not in head.kinds:
        return Fit(reason=f"a head for {' or '.join(head.kinds)} cannot predict {card.kind}")
    if card.kind not in _LABELED:
        return Fit()
    if named and len(named) != len(head.labels):
        return Fit(
            reason=f"the experiment gives {len(named)} labels for {len(head.labels)} outputs"
        )
    names = tuple(named) or head.labels
    if not named and all(_WITHOUT_NAME.fullmatch(name) for name in names):
        return Fit(
            reason=f"its {len(names)} labels have no names (LABEL_0 ...): "
            "give the arm labels = [...], in the order of the outputs"
        )
    if not card.labels:
        return Fit(labels=names)
    return _matched(names, card, is_given=bool(named))


def _matched(names: Sequence[str], card: TaskCard, *, is_given: bool) -> Fit:
    known = {_bare(label): label for label in card.labels}
    labels = tuple(known.get(_bare(name)) or known.get(_usual(name), "") for name in names)
    for name, label in zip(names, labels, strict=True):
        if not label:
            return Fit(reason=f"its label '{name}' is none of {', '.join(card.labels)}")
        if labels.count(label) > 1 and not is_given:
            return Fit(reason=f"several of its labels mean '{label}'")
    never = tuple(label for label in card.labels if label not in labels)
    if never and card.kind != "tagging":
        return Fit(reason=f"it has no output for {', '.join(never)}")
    return Fit(labels=labels, never=never)


def _bare(name: str) -> str:
    return _APART.sub("_", name.strip().casefold())


def _usual(name: str) -> str:
    """The usual name of a label or of the type in a tag: `I-PERSON` -> `i_per`."""
    bare = _bare(name)
    first, _, rest = bare.partition("_")
    if first in {"b", "i"} and rest in _ENTITY_TYPES:
        return f"{first}_{_ENTITY_TYPES[rest]}"
    return _SYNONYMS.get(bare, bare)
