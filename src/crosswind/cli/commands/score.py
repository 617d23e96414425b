"""`crosswind score`: official scores of a prediction file from anyone."""

from pathlib import Path
from typing import Annotated

import typer

from crosswind.cli.options import AsJson


def score(
    task: Annotated[str, typer.Option("--task", help="Task whose official metric is meant.")],
    language: Annotated[str, typer.Option("--language", help="BCP 47 tag.")],
    gold: Annotated[Path, typer.Option("--gold", help="Gold file in the official layout.")],
    predictions: Annotated[
        Path, typer.Option("--predictions", help="Predictions in the official layout.")
    ],
    as_json: AsJson = False,
) -> None:
    """Score one prediction file with the official metric."""
    from crosswind.cli.display import print_json
    from crosswind.core.languages import canonical_language
    from crosswind.evaluate.submission import score_submission

    tag = canonical_language(language, place="--language")
    found = score_submission(task=task, language=tag, gold=gold, predictions=predictions)
    if as_json:
        print_json(found)
        return
    metrics = found["metrics"]
    assert isinstance(metrics, dict)
    print(f"{found['task']} {found['language']}, {found['n']} examples")
    for name, value in metrics.items():
        print(f"  {name}: {value:.2f}")
