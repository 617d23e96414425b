"""The head of a model trained elsewhere, as its configuration tells of it. Free of torch."""

from collections.abc import Mapping
from typing import Any

from crosswind.core.files import read_json
from crosswind.model.folder import CONFIG
from crosswind.model.sources import EncoderSource, located_files
from crosswind.records.adopted_head import AdoptedHead

# End of an architecture's name -> task kinds that its head predicts.
_KINDS_OF = {
    "ForSequenceClassification": ("classification", "pair_classification"),
    "ForTokenClassification": ("tagging",),
    "ForQuestionAnswering": ("span_qa",),
    "ForMultipleChoice": ("multiple_choice",),
}
_LABELED = ("ForSequenceClassification", "ForTokenClassification")
_NOT_LABELS = ("regression", "multi_label_classification")
# What transformers leaves out of a configuration: two labels without names.
_DEFAULT_LABELS = 2
_MOST_LABELS = 100_000


def adopted_head(source: EncoderSource, *, offline: bool) -> AdoptedHead:
    """The head of a model whose files were found.

    Raises:
        EncoderError: if a file is not the one that was found.
        DataError: if the configuration cannot be read.
    """
    if source.kind == "embedded":
        return AdoptedHead(architecture="", refused="the embedded encoder has no head for a task")
    paths = located_files(source.as_params(), source.name, offline=offline)
    return head_of(read_json(paths[CONFIG]))


def head_of(config: Mapping[str, Any]) -> AdoptedHead:
    """The head that a configuration of transformers names."""
    named = config.get("architectures")
    if not isinstance(named, list) or len(named) != 1 or not isinstance(named[0], str):
        return AdoptedHead(
            architecture="", refused="its configuration does not name one architecture"
        )
    architecture = named[0]
    end = next((end for end in _KINDS_OF if architecture.endswith(end)), "")
    if not end:
        return AdoptedHead(
            architecture=architecture, refused=f"{architecture} has no head for a task"
        )
    if end not in _LABELED:
        return AdoptedHead(architecture=architecture, kinds=_KINDS_OF[end])
    labels = _labels(config)
    refused = ""
    if not labels:
        refused = "its configuration numbers its labels wrongly (id2label)"
    elif config.get("problem_type") in _NOT_LABELS or len(labels) == 1:
        refused = "its head gives numbers, not one of several labels"
    return AdoptedHead(
        architecture=architecture,
        kinds=_KINDS_OF[end],
        labels=() if refused else labels,
        refused=refused,
    )


def _labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the outputs in their order; empty if they are numbered wrongly."""
    named = config.get("id2label")
    if named is None:
        n_labels = config.get("num_labels", config.get("_num_labels", _DEFAULT_LABELS))
        if not isinstance(n_labels, int) or not 0 < n_labels <= _MOST_LABELS:
            return ()
        return tuple(f"LABEL_{number}" for number in range(n_labels))
    if not isinstance(named, Mapping) or set(named) != {str(n) for n in range(len(named))}:
        return ()
    return tuple(str(named[str(number)]) for number in range(len(named)))
