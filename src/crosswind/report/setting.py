"""Setting: what was asked of which encoder, in one line for the first screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from crosswind.report.study import Study

# More names than these are a number; all of them stand in the tables.
_MAX_NAMES = 4
_MAX_ARMS = 2


def setting_line(study: Study, experiment: Mapping[str, Any]) -> str:
    """Encoder, targets, languages, noise, and what the arms train first; "" without a target.

    Args:
        study: what was scored.
        experiment: as in the plan, all defaults written out; of an older one, keys may be missing.
    """
    if not study.tasks:
        return ""
    encoder = str((experiment.get("encoder") or {}).get("name", "")) or "An encoder"
    scored = f"{encoder} on {_named(list(study.tasks), 'targets')}, {_languages(study)}"
    return f"{scored}; {_noise(study)}.{_arms(study, experiment)}"


def _languages(study: Study) -> str:
    sources = {task.source_language for task in study.tasks.values()}
    found = {name for task in study.tasks.values() for name in task.languages} - sources
    if not found:
        return f"in {', '.join(sorted(sources - {''}))} alone"
    besides = f" besides {', '.join(sorted(sources - {''}))}" if sources - {""} else ""
    return f"in {len(found)} language{'' if len(found) == 1 else 's'}{besides}"


def _noise(study: Study) -> str:
    if not study.conditions:
        return "on clean text alone"
    levels = ", ".join(str(level) for level in sorted({level for _, level in study.conditions}))
    names = _named(list(study.perturbations), "perturbations")
    return f"clean, and under {names} (severity {levels})"


def _arms(study: Study, experiment: Mapping[str, Any]) -> str:
    stages = {arm["name"]: arm.get("stages") or () for arm in experiment.get("arms", ())}
    if len(study.rivals) > _MAX_ARMS:
        return f" {len(study.rivals)} arms are held against {study.baseline}."
    said = ""
    for arm in study.rivals:
        trained = [" + ".join(stage["tasks"]) for stage in stages.get(arm, ())]
        said += f" {arm}: trained on {', then '.join(trained)} first." if trained else ""
    return said


def _named(names: Sequence[str], what: str) -> str:
    if len(names) > _MAX_NAMES:
        return f"{len(names)} {what}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
