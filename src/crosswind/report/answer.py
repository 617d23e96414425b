"""The answer in words: a pure function of the estimates. Light enough for the command line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crosswind.records.estimate import Estimate
from crosswind.report.benchmark_facts import read_benchmark
from crosswind.report.rounding import ABSENT, bracket, count, points, ratio
from crosswind.report.study import Study, interval_of, is_clear, read_study

_KIND_WORDS = {"items": "test items", "seeds": "training again"}


def answer_lines(estimates: Sequence[Estimate], facts: Mapping[str, Any]) -> list[str]:
    """The answer: a sentence for each arm, and one that says what the brackets are.

    Args:
        estimates: as `compare` wrote them, in fractions.
        facts: the facts about the grid.

    Returns:
        Sentences in percentage points; "no clear difference" where an interval covers zero.
    """
    study = read_study(estimates, facts)
    if study.is_source_only:
        sentences = list(_source_sentences(study))
    elif study.rivals:
        worlds: tuple[str, ...] = study.worlds if len(study.worlds) > 1 else ("",)
        sentences = [_arm_sentence(study, arm, world) for world in worlds for arm in study.rivals]
    else:
        sentences = [_single_sentence(study, arm) for arm in study.arms]
    if not sentences:
        return ["No score was estimated, so there is no answer."]
    more = [*_published_sentences(study), *_benchmark_sentences(study)]
    return [*sentences, *more, _basis_sentence(study)]


def change_lines(estimates: Sequence[Estimate], facts: Mapping[str, Any]) -> list[str]:
    """What would change the answer: each line names a way in which it could turn out otherwise."""
    study = read_study(estimates, facts)
    lines = []
    for arm in study.rivals:
        lines += _disagreements(study, arm)
    if study.rivals and not any(interval_of(item, "seeds") for item in study.estimates):
        lines.append(
            "Training again with other seeds: the intervals hold these trained models fixed, "
            "and three seeds are needed for one that does not."
        )
    reach = [_reach(study, arm) for arm in study.rivals]
    lines += [line for line in reach if line]
    if study.tasks and all(task.world == "embedded" for task in study.tasks.values()):
        lines.append(
            "Official benchmark data: every task here is an embedded one, whose scores cannot "
            "stand beside published numbers."
        )
    return lines


def summary_table(estimates: Sequence[Estimate], facts: Mapping[str, Any]) -> list[list[str]]:
    """Arm x task as rows of text, the header first: what a terminal can show.

    Columns: task, arm, clean and noisy score over the target languages, clean gain and
    robustness gain against the baseline with the interval over items. A task that was scored in its
    source language alone says so, and has its clean score and gains in that.
    """
    study = read_study(estimates, facts)
    header = ["task", "arm", "clean", "noisy", "clean gain", "robustness gain"]
    rows = [header]
    for task, card in study.tasks.items():
        name = f"{task} ({card.source_language})" if card.is_source_only else task
        for arm in study.arms:
            where = {"arm": arm, **study.slice_of(task)}
            scores = [study.find(item, where) for item in ("score", "mean_corrupted_score")]
            rows.append([name, arm, *map(_point, scores), *_gains(study, arm, task)])
    for arm in study.rivals if not study.is_source_only else ():
        rows.append(["all", arm, "", "", *_gains(study, arm, "")])
    return rows


def _gains(study: Study, arm: str, task: str) -> list[str]:
    if arm not in study.rivals:
        return ["", ""]
    return [
        gain_text(study.compared(quantity, arm, study.slice_of(task, quantity) if task else {}))
        for quantity in ("intermediate_gain", "robustness_gain")
    ]


def gain_text(estimate: Estimate | None) -> str:
    """A signed difference with its interval over items: `+1.2 [0.3, 2.1]`."""
    if estimate is None:
        return ABSENT
    interval = interval_of(estimate, "items") or interval_of(estimate, "seeds")
    text = points(estimate.point, signed=True)
    return f"{text} {bracket(interval.low, interval.high)}" if interval else text


def _point(estimate: Estimate | None) -> str:
    return points(estimate.point if estimate else None)


def _arm_sentence(study: Study, arm: str, world: str) -> str:
    where: dict[str, str | int] = {"world": world} if world else {}
    rival = "no intermediate training" if study.baseline == "none" else f"the arm {study.baseline}"
    clean = _clean_clause(study.compared("intermediate_gain", arm, where))
    if not study.conditions:
        noisy = "no noisy condition was scored"
    else:
        noisy = _noise_clause(study.compared("robustness_gain", arm, where))
    scene = f"On {world} tasks, compared" if world else "Compared"
    return f"{scene} with {rival}, {arm} {clean}, and {noisy}."


def _published_sentences(study: Study) -> list[str]:
    """What published noise says, beside the answer on drawn noise."""
    lines = []
    for name in dict.fromkeys(task.published for task in study.tasks.values() if task.published):
        for arm in study.rivals:
            found = study.compared("robustness_gain", arm, {"perturbation": name})
            if found is not None:
                clause = _noise_clause(found).removesuffix(" under noise")
                lines.append(f"On published noisy text ({name}), as to {arm}, {clause}.")
    return lines


def _benchmark_sentences(study: Study) -> list[str]:
    """The benchmark under noise as one number an arm, for arms that have every cell of it."""
    benchmark = read_benchmark(study.facts)
    if benchmark is None:
        return []
    parts = []
    for arm in study.arms:
        where = {"benchmark": benchmark.name, "arm": arm, "part": "overall"}
        noisy = study.find("benchmark_mean_corrupted_score", where)
        kept = study.find("benchmark_retention", where)
        clean = study.find("benchmark_score", where)
        if noisy and kept and clean:
            parts.append(
                f"{arm} {points(noisy.point)}{_brackets(noisy)}, {ratio(kept.point)} of the clean "
                f"score of the same cells ({points(clean.point)} over all cells)"
            )
    return [f"{benchmark.name}@noise: {'; '.join(parts)}."] if parts else []


def _clean_clause(estimate: Estimate | None) -> str:
    if estimate is None:
        return "has no estimate of its clean zero-shot gain"
    shown = f"{points(estimate.point, signed=True)} points{_brackets(estimate)}"
    if is_clear(estimate):
        return f"changed clean zero-shot scores by {shown}"
    return f"made no clear difference to clean zero-shot scores ({shown})"


def _noise_clause(estimate: Estimate | None) -> str:
    if estimate is None:
        return "its change of the loss under noise was not estimated"
    flip = estimate.point < 0
    word = "more" if flip else "less"
    shown = f"{points(abs(estimate.point))} points {word}{_brackets(estimate, flip=flip)}"
    marks = " (scale-dependent)" if "scale-dependent" in estimate.marks else ""
    if is_clear(estimate):
        return f"its scores lose {shown} under noise{marks}"
    return f"its loss under noise is not clearly different ({shown}){marks}"


def _brackets(estimate: Estimate, *, flip: bool = False) -> str:
    texts = []
    for kind in _KIND_WORDS:
        interval = interval_of(estimate, kind)
        if interval:
            low, high = (-interval.high, -interval.low) if flip else (interval.low, interval.high)
            label = "training again " if kind == "seeds" else ""
            texts.append(label + bracket(low, high))
    return f" {', '.join(texts)}" if texts else " (no interval)"


def _source_sentences(study: Study) -> Iterator[str]:
    """Why there is no gain across languages, and what there is of each target instead."""
    languages = sorted({task.source_language for task in study.tasks.values()})
    yield (
        "There is no zero-shot gain to state: every target was scored in the source language alone "
        f"({', '.join(languages)})."
    )
    for task in study.tasks.values():
        parts = [_source_clause(study, arm, task.name) for arm in study.arms]
        yield f"{task.name} in {task.source_language}: {'; '.join(filter(None, parts))}."


def _source_clause(study: Study, arm: str, task: str) -> str:
    place = study.slice_of(task)
    score = study.find("score", {"arm": arm, **place})
    if score is None:
        return ""
    parts = [f"the arm {arm} reaches {points(score.point)}{_brackets(score)}"]
    gain = study.compared("intermediate_gain", arm, place)
    if gain is not None:
        parts.append(f"a difference of {points(gain.point, signed=True)} points{_brackets(gain)}")
    drop = study.find("robustness_drop", {"arm": arm, **place})
    if drop is not None:
        parts.append(f"and loses {points(drop.point)} points{_brackets(drop)} under noise")
    return ", ".join(parts)


def _single_sentence(study: Study, arm: str) -> str:
    parts = []
    for task in study.tasks:
        place = study.slice_of(task)
        score = study.find("score", {"arm": arm, **place})
        if score:
            where = f" in {place['language']}" if "language" in place else ""
            parts.append(f"{points(score.point)}{_brackets(score)} on {task}{where}")
    drop = study.find("robustness_drop", {"arm": arm})
    loss = f" and loses {points(drop.point)} points{_brackets(drop)} under noise" if drop else ""
    scores = ", ".join(parts) or "no score"
    return f"Without a second arm there is no gain to state: the arm {arm} reaches {scores}{loss}."


def _basis_sentence(study: Study) -> str:
    kinds = {item.kind for estimate in study.estimates for item in estimate.intervals}
    kinds &= set(_KIND_WORDS)
    headline = [
        item
        for arm in study.rivals
        for quantity in ("intermediate_gain", "robustness_gain")
        if (item := study.compared(quantity, arm)) is not None
    ]
    shown = headline or study.estimates
    size = max((item.n_examples for item in shown), default=0)
    clusters = max((item.n_clusters for item in shown), default=0)
    n_seeds = max((item.n_seeds for item in shown), default=0)
    seeds = f"{n_seeds} training seed{'' if n_seeds == 1 else 's'}"
    basis = f"{count(size)} examples in {count(clusters)} clusters, {seeds}"
    if not kinds:
        return f"No interval was estimated ({basis})."
    level = f"{points(study.level).removesuffix('.0')}%"
    if kinds == {"items"}:
        return (
            f"Brackets are {level} intervals over test items for these trained models ({basis}); "
            "they do not cover what training again would change."
        )
    if kinds == {"seeds"}:
        return f"Brackets are {level} intervals over training again ({basis})."
    return (
        f"Brackets are {level} intervals, first over test items for these trained models, "
        f"then over training again ({basis})."
    )


def _disagreements(study: Study, arm: str) -> list[str]:
    lines = []
    for quantity, words in (("intermediate_gain", "clean gain"), ("robustness_gain", "robustness")):
        whole = study.compared(quantity, arm)
        if whole is None:
            continue
        parts = {task: study.compared(quantity, arm, {"task": task}) for task in study.tasks}
        opposite = [task for task, item in parts.items() if item and item.point * whole.point < 0]
        if opposite:
            lines.append(
                f"The choice of tasks: the {words} of {arm} has the opposite sign on "
                f"{', '.join(opposite)}."
            )
        if "scale-dependent" in whole.marks:
            lines.append(
                f"The scale: the {words} of {arm} changes its sign on the logit scale or as "
                "chance-adjusted retention."
            )
    return lines


def _reach(study: Study, arm: str) -> str:
    estimate = study.compared("robustness_gain", arm) or study.compared("intermediate_gain", arm)
    interval = interval_of(estimate, "items")
    if estimate is None or interval is None or is_clear(estimate):
        return ""
    half = (interval.high - interval.low) / 2
    # 80% power at this level needs (1.96 + 0.84) standard errors: 1.43 half-widths.
    return (
        f"More test items: with these, a difference of {arm} below about {points(1.43 * half)} "
        "points would more often than not stay unclear."
    )
