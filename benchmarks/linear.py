"""How the cost of a study grows with languages, severities and examples.

    python benchmarks/linear.py [--sweeps examples] [--plot FILE.svg]

A tiny random encoder, one target (embedded intents), two arms of one update: what is measured is
everything but the model. Each line is a whole run in a store of its own; processor seconds of the
steps that grow (noise, prediction, scores), without the command's start.
"""

import argparse
import tempfile
import time
from pathlib import Path

import altair as alt

from crosswind.config.run_options import RunOptions
from crosswind.runner.journey import travel
from crosswind.runner.observer import Silent
from crosswind.testing.tiny import tiny_encoder_folder

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "fi")
EXPERIMENT = """
name = "linear"
question = "How does the cost grow?"
seeds = [1]
[encoder]
name = "{encoder}"
[[arms]]
name = "none"
[[targets]]
task = "home_intents"
languages = [{languages}]
max_examples = {examples}
[noise]
perturbations = ["typo"]
severities = [{severities}]
[training]
max_updates = 1
max_tokens = 64
embedding_rows = "frozen"
attention_dropout = 0.0
hidden_dropout = 0.0
selection = "last_update"
"""


def run(place: Path, n_languages: int, n_severities: int, n_examples: int) -> tuple[float, int]:
    """Processor seconds of a run, and its steps."""
    file = place / f"{n_languages}-{n_severities}-{n_examples}.toml"
    file.write_text(
        EXPERIMENT.format(
            encoder=place / "encoder",
            languages=", ".join(f'"{name}"' for name in LANGUAGES[:n_languages]),
            severities=", ".join(str(number + 1) for number in range(n_severities)),
            examples=n_examples,
        ),
        "utf-8",
    )
    start = time.process_time()
    journey = travel(
        str(file), store=place / file.stem, options=RunOptions(threads=1), observer=Silent()
    )
    failed = [failure.message for failure in journey.outcome.failed]
    assert not failed, failed
    return time.process_time() - start, len(journey.outcome.executed)


# What grows, and the (languages, severities, examples) of its runs.
SWEEPS = {
    "languages": ((2, 2, 40), (4, 2, 40), (8, 2, 40)),
    "severities": ((4, 1, 40), (4, 3, 40), (4, 5, 40)),
    "examples": ((4, 2, 20), (4, 2, 80), (4, 2, 160)),
}


def plot(file: Path, found: list[dict[str, float | str]]) -> None:
    """Draw what was measured, one panel for each thing that grows."""
    panels = []
    for name in SWEEPS:
        rows = [row for row in found if row["sweep"] == name]
        if not rows:
            continue
        base = alt.Chart(alt.InlineData(values=rows), width=180, height=160).encode(
            alt.X("size:Q", title=name, scale=alt.Scale(zero=True)),
            alt.Y("seconds:Q", title="processor seconds", scale=alt.Scale(zero=True)),
        )
        line = base.transform_regression("size", "seconds").mark_line(strokeDash=[4, 3])
        panels.append(line + base.mark_circle(size=60))
    alt.hconcat(*panels).save(file)


def main() -> None:
    """Print a table, and draw it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sweeps", nargs="+", choices=tuple(SWEEPS), default=tuple(SWEEPS))
    parser.add_argument("--plot", type=Path, help="an .svg or .png file to write")
    asked = parser.parse_args()
    found: list[dict[str, float | str]] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tiny_encoder_folder(place / "encoder")
        run(place, 1, 1, 10)  # imports and caches
        print("| languages | severities | examples | steps | processor seconds |")
        print("|---|---|---|---|---|")
        for number, (sweep, runs) in enumerate(SWEEPS.items()):
            for sizes in runs if sweep in asked.sweeps else ():
                seconds, steps = run(place, *sizes)
                print(f"| {' | '.join(map(str, sizes))} | {steps} | {seconds:.2f} |", flush=True)
                found.append({"sweep": sweep, "size": sizes[number], "seconds": seconds})
    if asked.plot:
        plot(asked.plot, found)


if __name__ == "__main__":
    main()
