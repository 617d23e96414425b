"""What to distrust: everything that a reader should hold against the numbers."""

from collections.abc import Iterable, Sequence

from crosswind.report.dose import Dose
from crosswind.report.model_table import opposed_lines
from crosswind.report.rounding import count, percent
from crosswind.report.spread_tables import power_lines
from crosswind.report.study import Study

# Below this many resampled clusters a bootstrap interval is itself a guess.
_FEW_CLUSTERS = 100
# Lines about missing cells that are said one by one; the others are counted.
_MISSING_LINES = 15
# A condition that changes fewer texts than this cannot show a loss.
_IDLE_SHARE = 0.05

MARKS = {
    "same-task": "the arm was trained on this target's own training task; kept out of averages",
    "oracle": "selection used labelled target-language text; an upper bound",
    "embedded": "embedded data: not comparable with published benchmark numbers",
    "re-exposure": "the encoder was taught with this or the like before",
    "not-zero-shot": "labelled text in an evaluated language was trained on, by the arm or by the "
    "makers of the encoder",
    "apart": "labels may not survive this perturbation; kept out of averages",
    "published-noise": "published noisy text: a condition of its own, in no average with drawn "
    "noise",
    "partial": "a mean of what exists: cells of the benchmark are missing",
    "overlap": "some of its scored text stands in training text",
    "allowed": "the experiment allows this overlap",
    "seen-noise": "the arm trained on this perturbation or one of its family; kept out of averages",
    "scale-dependent": "the sign changes on the logit scale or as chance-adjusted retention",
    "collapsed": "a run at or below the level of guessing is among the seeds",
    "source": "language of the labelled training text",
    "cross-fitted": "each half of the pairs was extracted at the threshold of the other half",
    "analogue": "another encoder than the claim names: no replication",
    "post hoc": "the claim was added after scores existed",
    "headline": "the metric of every other table",
}


def distrust_lines(study: Study, notes: Sequence[str], doses: Sequence[Dose]) -> list[str]:
    """Sentences, what was known before the run first; none is said twice."""
    said = " ".join(notes).lower()
    found = [str(note) for note in study.facts.get("notes", ())]
    if "training again" in said:
        found = [note for note in found if not note.lower().startswith("training variance")]
    lines = [*notes, *found]
    lines += [f"Collapsed run: {item}" for item in study.facts.get("collapsed", ())]
    lines += _missing(study)
    lines += _few_examples(study)
    lines += power_lines(study)
    lines += opposed_lines(study)
    lines += _idle(study, doses)
    if "embedded" not in said:
        lines += _embedded(study)
    lines += _marked(study)
    return list(dict.fromkeys(map(_sentence, lines)))


def _sentence(line: str) -> str:
    text = line.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _missing(study: Study) -> Iterable[str]:
    missing = [str(item) for item in study.facts.get("missing", ())]
    yield from (f"Missing: {item}" for item in missing[:_MISSING_LINES])
    if len(missing) > _MISSING_LINES:
        yield (
            f"Missing: {count(len(missing) - _MISSING_LINES)} more cells or estimates; the facts "
            "beside the estimates list them all"
        )


def _few_examples(study: Study) -> Iterable[str]:
    small = [
        f"{task.name} has {count(task.n_examples)} examples in only "
        f"{count(task.n_clusters)} independent clusters"
        for task in study.tasks.values()
        if 0 < task.n_clusters < _FEW_CLUSTERS
    ]
    if small:
        yield f"Small n: {'; '.join(small)}. Such intervals are rough."


def _idle(study: Study, doses: Sequence[Dose]) -> Iterable[str]:
    idle: dict[tuple[str, str], dict[int, list[str]]] = {}
    for dose in doses:
        if dose.changed is not None and dose.changed < _IDLE_SHARE:
            levels = idle.setdefault((dose.task, dose.perturbation), {})
            levels.setdefault(dose.severity, []).append(dose.language)
    for (task, perturbation), levels in sorted(idle.items()):
        facts = study.tasks.get(task)
        parts = []
        for severity, languages in sorted(levels.items()):
            everywhere = facts is not None and set(languages) >= set(facts.languages)
            where = "every language" if everywhere else ", ".join(sorted(languages))
            parts.append(f"severity {severity} in {where}")
        yield (
            f"Hardly any noise: {perturbation} changed less than {percent(_IDLE_SHARE)} of the "
            f"texts of {task} at {'; '.join(parts)}. No loss there is no sign of robustness."
        )


def _embedded(study: Study) -> Iterable[str]:
    names = [task.name for task in study.tasks.values() if task.world == "embedded"]
    if names:
        yield (
            f"Embedded data: {', '.join(names)}; their numbers cannot stand beside published ones."
        )


def _marked(study: Study) -> Iterable[str]:
    for mark in ("oracle", "scale-dependent", "seen-noise", "apart"):
        slices = [
            f"{item.quantity} of {' '.join(str(value) for value in item.where.values() if value)}"
            for item in study.estimates
            if mark in item.marks
        ]
        if slices:
            shown = "; ".join(slices[:3])
            rest = f" and {count(len(slices) - 3)} more" if len(slices) > 3 else ""
            yield f"Marked {mark} ({MARKS[mark]}): {shown}{rest}."
