"""How the cost of a study grows with languages, severities and examples.

    python benchmarks/linear.py [--plot FILE.svg] [--repeats 3] [--sizes N]

A tiny random encoder, one target (embedded intents), one arm of one update: what is measured is
everything but the model. Each line is a whole run in a store of its own: seconds by the clock, and
of processors, at the fastest of some runs, without the command's start. One thread.
"""

import argparse
import tempfile
from pathlib import Path

import altair as alt
from measure import Cost, cost_of

from crosswind.config.run_options import RunOptions
from crosswind.runner.journey import Journey, travel
from crosswind.runner.observer import Silent
from crosswind.testing.tiny import tiny_encoder_folder

LANGUAGES = (
    *("en", "de", "es", "fr", "it", "nl", "pl", "fi", "ru"),
    *("uk", "pt", "sv", "da", "cs", "el", "ar", "he", "ml"),
)
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


def run(place: Path, n_languages: int, n_severities: int, n_examples: int) -> tuple[Cost, int]:
    """What a run in a new store costs, and its steps."""
    with tempfile.TemporaryDirectory(dir=place) as name:
        file = Path(name) / "linear.toml"
        file.write_text(
            EXPERIMENT.format(
                encoder=place / "encoder",
                languages=", ".join(f'"{name}"' for name in LANGUAGES[:n_languages]),
                severities=", ".join(str(number + 1) for number in range(n_severities)),
                examples=n_examples,
            ),
            "utf-8",
        )
        journeys: list[Journey] = []
        options = RunOptions(threads=1)

        def travelled() -> None:
            store = Path(name) / "store"
            journeys.append(travel(str(file), store=store, options=options, observer=Silent()))

        cost = cost_of(travelled)
        (outcome,) = (journey.outcome for journey in journeys)
        failed = [failure.message for failure in outcome.failed]
        assert not failed, failed
        return cost, len(outcome.executed)


# What grows, and the (languages, severities, examples) of its runs.
SWEEPS = {
    "languages": ((2, 3, 200), (6, 3, 200), (12, 3, 200), (18, 3, 200)),
    "severities": ((9, 1, 200), (9, 3, 200), (9, 5, 200)),
    "examples": ((9, 3, 50), (9, 3, 100), (9, 3, 200), (9, 3, 400)),
}


def plot(file: Path, found: list[dict[str, float | str]]) -> None:
    """Draw what was measured, one panel for each thing that grows."""
    panels = []
    for name in SWEEPS:
        rows = [row for row in found if row["sweep"] == name]
        base = alt.Chart(alt.InlineData(values=rows), width=180, height=160).encode(
            alt.X("size:Q", title=name, scale=alt.Scale(zero=True)),
            alt.Y("seconds:Q", title="seconds", scale=alt.Scale(zero=True)),
        )
        line = base.transform_regression("size", "seconds").mark_line(strokeDash=[4, 3])
        panels.append(line + base.mark_circle(size=60))
    alt.hconcat(*panels).save(file)


def main() -> None:
    """Print a table, and draw it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plot", type=Path, help="an .svg or .png file to write")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sizes", type=int, help="runs of each sweep, the small ones; default all")
    asked = parser.parse_args()
    found: list[dict[str, float | str]] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tiny_encoder_folder(place / "encoder")
        run(place, 1, 1, 10)  # imports and caches
        print("| languages | severities | examples | steps | seconds | of processors |")
        print("|---|---|---|---|---|---|")
        for number, (sweep, runs) in enumerate(SWEEPS.items()):
            for sizes in runs[: asked.sizes]:
                costs, steps = zip(*(run(place, *sizes) for _ in range(asked.repeats)), strict=True)
                wall = min(cost.wall for cost in costs)
                processor = min(cost.processor for cost in costs)
                columns = " | ".join(map(str, (*sizes, steps[0])))
                print(f"| {columns} | {wall:.2f} | {processor:.2f} |", flush=True)
                found.append({"sweep": sweep, "size": sizes[number], "seconds": wall})
    if asked.plot:
        plot(asked.plot, found)


if __name__ == "__main__":
    main()
