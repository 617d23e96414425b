"""`crosswind score`: official scores of anyone's prediction file or whole submission."""

from pathlib import Path
from typing import Annotated, Any

import typer

from crosswind.cli.options import AsJson

Gold = Annotated[Path, typer.Option("--gold", help="Gold file, or folder of labels.")]
Predictions = Annotated[
    Path, typer.Option("--predictions", help="Predictions in the official layout.")
]
Task = Annotated[str, typer.Option("--task", help="Task whose official metric is meant.")]
Language = Annotated[
    str, typer.Option("--language", help="BCP 47 tag; that of the context for MLQA.")
]
Benchmark = Annotated[
    str, typer.Option("--benchmark", help="xtreme or xtreme_r: score a whole submission.")
]
NaProbs = Annotated[
    Path | None, typer.Option("--na-probs", help="Probabilities of no answer (squad_v2).")
]
NaThreshold = Annotated[
    float, typer.Option("--na-threshold", help="Above it, no answer is given (squad_v2).")
]

Condition = Annotated[
    str,
    typer.Option("--condition", help="NAME/SEVERITY of a release, whose folder is then --gold."),
]


def score(  # noqa: PLR0913 (one a flag)
    gold: Gold,
    predictions: Predictions,
    task: Task = "",
    language: Language = "",
    benchmark: Benchmark = "",
    na_probs: NaProbs = None,
    na_threshold: NaThreshold = 1.0,
    condition: Condition = "",
    as_json: AsJson = False,
) -> None:
    """Score predictions with the official metrics: one file, or every file of a benchmark."""
    from crosswind.cli.display import print_json
    from crosswind.evaluate.released import score_condition
    from crosswind.evaluate.submission import score_submission
    from crosswind.evaluate.whole_submission import score_benchmark

    has_probabilities = na_probs is not None or na_threshold != 1.0
    _check(task, language, benchmark, has_more=has_probabilities or bool(condition))
    if benchmark:
        found = score_benchmark(benchmark, gold=gold, predictions=predictions)
    elif condition:
        _check_condition(condition, has_probabilities=has_probabilities)
        found = score_condition(
            gold, condition, task=task, language=_canonical(language), predictions=predictions
        )
    else:
        found = score_submission(
            task=task,
            language=_canonical(language),
            gold=gold,
            predictions=predictions,
            na_probs=na_probs,
            na_threshold=na_threshold,
        )
    if as_json:
        print_json(found)
    else:
        print("\n".join(_benchmark_lines(found) if benchmark else _file_lines(found)))


def _check(task: str, language: str, benchmark: str, *, has_more: bool) -> None:
    from crosswind.core.errors import ConfigError

    if benchmark and (task or language or has_more):
        raise ConfigError(
            "a benchmark is scored as a whole",
            place="--benchmark",
            value=benchmark,
            allowed="--benchmark with --gold and --predictions, or --task with --language",
            action="Leave out the other options.",
        )
    missing = [name for name, value in (("--task", task), ("--language", language)) if not value]
    if missing and not benchmark:
        raise ConfigError(
            "it is not said what is scored",
            place=missing[0],
            value="",
            allowed="--task with --language, or --benchmark",
            action="See: crosswind score --help",
        )


def _check_condition(condition: str, *, has_probabilities: bool) -> None:
    from crosswind.core.errors import ConfigError

    if has_probabilities:
        raise ConfigError(
            "a release has no questions without an answer",
            place="--condition",
            value=condition,
            allowed="--condition without --na-probs and --na-threshold",
            action="Leave out the other options.",
        )


def _canonical(language: str) -> str:
    """One tag, or several joined by `+` or commas: a pair of languages, or those of a pool."""
    from crosswind.core.languages import canonical_language

    parts = language.replace(",", "+").split("+")
    return "+".join(canonical_language(part.strip(), place="--language") for part in parts)


def _file_lines(found: dict[str, Any]) -> list[str]:
    lines = [f"{found['task']} {found['language']}, {found['n']} examples"]
    for name, value in found["metrics"].items():
        is_percent = not name.endswith(("total", "thresh"))
        lines.append(f"  {name}: {value:.2f}" if is_percent else f"  {name}: {value}")
    lines += [
        f"  {name}, gold of the clean text: {value:.2f}"
        for name, value in found.get("clean_gold", {}).items()
    ]
    if "threshold" in found:
        lines.append(f"  threshold: {found['threshold']}")
    return lines


def _benchmark_lines(found: dict[str, Any]) -> list[str]:
    def shown(value: float | None) -> str:
        return "incomplete" if value is None else f"{value:.2f}"

    overall = found["overall"]
    return [
        found["benchmark"],
        *(
            f"  {task}: {shown(entry['score'])} ({len(entry['languages'])} languages)"
            for task, entry in found["tasks"].items()
        ),
        *(f"  group {name}: {shown(value)}" for name, value in found["groups"].items()),
        f"  overall: {shown(overall)}",
        *(f"  missing: {cell}" for cell in found["missing"]),
    ]
