"""Names in the claims of an experiment: arms, targets, languages, conditions, quantities."""

from collections.abc import Iterator, Sequence
from typing import Any

from crosswind.config.load import ExperimentText
from crosswind.core.errors import ConfigError, CrosswindError, nearest_match
from crosswind.data.catalogue import TASKS
from crosswind.evaluate.metrics import metrics_beside
from crosswind.records.benchmark import BENCHMARKS
from crosswind.records.quantity import PLAN_FACTS, QUANTITIES
from crosswind.records.task_card import TaskCard

Path = tuple[str | int, ...]
_ACTION = "Name one of this experiment, or say in `untested` why it cannot test the claim."


def claim_problems(source: ExperimentText, added: Sequence[str]) -> Iterator[CrosswindError]:
    """Every name of a claim that the experiment does not have.

    Args:
        source: a file that may be malformed.
        added: tasks that its benchmark adds to the listed targets.
    """
    for number, claim in enumerate(_tables(source.value, "claims")):
        path: Path = ("claims", number)
        yield from _quantity(source, claim, path)
        if not claim.get("untested") and claim.get("kind") != "fact":
            yield from _arms(source, claim, path)
            yield from _place(source, claim, path, added)


def _quantity(
    source: ExperimentText, claim: dict[str, Any], path: Path
) -> Iterator[CrosswindError]:
    name = claim.get("quantity")
    known = PLAN_FACTS if claim.get("kind") == "fact" else QUANTITIES
    if isinstance(name, str) and name and name not in known:
        yield known.unknown(name, place=source.at((*path, "quantity")))


def _arms(source: ExperimentText, claim: dict[str, Any], path: Path) -> Iterator[CrosswindError]:
    arms = _names(source.value, "arms", "name")
    for key in ("arm", "against"):
        yield from _unknown(source, (*path, key), claim.get(key), arms, "the arm of a claim")
    if claim.get("over") != "targets":
        yield from _rivals(source, claim, path, arms)
    quantity, baseline = claim.get("quantity"), _baseline(source.value)
    known = QUANTITIES.get(str(quantity)) if quantity in QUANTITIES else None
    arm, against = claim.get("arm"), claim.get("against") or baseline
    if known is None or not known.is_compared or arm not in arms or against not in arms:
        return
    is_rank = claim.get("kind") == "rank"
    if arm == against or (is_rank and arm == baseline):
        yield ConfigError(
            "an arm is held against itself",
            place=source.at((*path, "arm")),
            value=arm,
            allowed=[name for name in arms if name != arm],
        )
    elif against != baseline and (is_rank or not known.is_difference):
        yield ConfigError(
            f"this claim about {quantity} can be held against the baseline alone",
            place=source.at((*path, "against")),
            value=against,
            allowed=[baseline],
        )


def _rivals(
    source: ExperimentText, claim: dict[str, Any], path: Path, known: Sequence[str]
) -> Iterator[CrosswindError]:
    for number, name in enumerate(_listed(claim.get("rivals"))):
        place = (*path, "rivals", number)
        yield from _unknown(source, place, name, known, "a rival of a claim")


def _place(
    source: ExperimentText, claim: dict[str, Any], path: Path, added: Sequence[str]
) -> Iterator[CrosswindError]:
    where = claim.get("where")
    if not isinstance(where, dict):
        return
    targets = [*_names(source.value, "targets", "task"), *added]
    if claim.get("over") == "targets":
        yield from _rivals(source, claim, path, targets)
    noise = source.value.get("noise")
    noise = noise if isinstance(noise, dict) else {}
    tasks = [where["task"]] if where.get("task") in targets else targets
    cards = [TASKS.get(task).card for task in tasks if task in TASKS]
    published = [card.published_noise for card in cards if card.published_noise]
    known = {
        "task": targets,
        "language": _languages(source.value, tasks),
        "perturbation": [*_listed(noise.get("perturbations", [])), *published],
        "severity": _listed(noise.get("severities", [1, 3, 5])),
        "benchmark": [source.value.get("benchmark") or "(none)"],
        "metric": _metrics(cards),
        "group": _groups(where.get("benchmark")),
    }
    for key, allowed in known.items():
        place = (*path, "where", key)
        yield from _unknown(source, place, where.get(key), allowed, f"the {key} of a claim")


def _metrics(cards: Sequence[TaskCard]) -> list[str]:
    """The metrics beside the headline of these tasks; the headline is what stands without a name.

    Mining also gives average precision, which no counts of its items allow.
    """
    found = [name for card in cards for name in metrics_beside(card.metric, card.name)[1:]]
    return [*found, *("average_precision" for card in cards if card.kind == "mining")]


def _groups(benchmark: Any) -> list[str]:
    """Groups of tasks: those of the benchmark that the claim is about, else those of gains."""
    if isinstance(benchmark, str) and benchmark in BENCHMARKS:
        return list(BENCHMARKS.get(benchmark).groups)
    return ["retrieval", "non_retrieval"]


def _unknown(
    source: ExperimentText, path: Path, value: Any, known: Sequence[Any], what: str
) -> Iterator[CrosswindError]:
    if isinstance(value, str | int) and value != "" and value not in known:
        yield ConfigError(
            f"{what} is not in this experiment",
            place=source.at(path),
            value=value,
            allowed=[str(item) for item in dict.fromkeys(known)],
            nearest=nearest_match(value, [str(item) for item in known]),
            action=_ACTION,
        )


def _languages(value: Any, tasks: Sequence[str]) -> list[str]:
    """Labels that these targets may be evaluated in; pairs of languages go by their parts."""
    found: list[str] = []
    for task in tasks:
        asked = next(
            (
                item.get("languages")
                for item in _tables(value, "targets")
                if item.get("task") == task
            ),
            None,
        )
        card = TASKS.get(task).card if task in TASKS else None
        whole = list(card.languages) if card else []
        listed = [str(name) for name in _listed(asked)] or whole
        found += [*listed, *(f"{a}+{b}" for a in listed for b in listed if a != b)]
    return found


def _baseline(value: Any) -> str:
    """As `Experiment.baseline` has it, of a file that may be malformed."""
    arms = [item for item in _tables(value, "arms") if isinstance(item.get("name"), str)]
    bare = [item["name"] for item in arms if not item.get("stages") and not item.get("checkpoint")]
    return str(bare[0] if bare else arms[0]["name"]) if arms else ""


def _names(value: Any, section: str, key: str) -> list[str]:
    return [item[key] for item in _tables(value, section) if isinstance(item.get(key), str)]


def _tables(value: Any, section: str) -> list[dict[str, Any]]:
    found = value.get(section) if isinstance(value, dict) else None
    return [item if isinstance(item, dict) else {} for item in _listed(found)]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []
