"""How much the splits of benchmarks share with the text that trains for them.

    python studies/overlap.py DATA_ROOT [--targets xnli ...]

Reads and counts, and trains nothing: the table of docs/targets.md. Each target is evaluated on
labelled files of the usual release, in a few languages, behind its own training text.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.files import write_text
from crosswind.runner.execute import Execution
from crosswind.runner.observer import Silent
from crosswind.runner.overlaps import overlap_sentences, overlap_steps
from crosswind.runner.prepare import prepare
from crosswind.store.store import Store

# (target, evaluated split, languages).
TARGETS = (
    ("xnli", "test", "en de zh"),
    ("pawsx", "test", "de zh"),
    ("udpos", "validation", "en fr hi zh"),
    ("panx", "validation", "en de fr hi zh"),
    ("xquad", "test", "en de"),
    ("mlqa", "validation", "en de"),
    ("xcopa", "test", "et it"),
    ("lareqa", "test", "en de"),
    ("pud", "test", "en de"),
    ("snips_intents", "test", "en"),
    ("snips_slots", "test", "en"),
    ("noisy_snips_intents", "test", "en fr"),
)


def experiment(root: Path, wanted: Sequence[str]) -> str:
    """The experiment that would train for these targets."""
    lines = ['name = "overlap"', "[encoder]", 'name = "e5-small-q4"', "[data]", f'root = "{root}"']
    lines += ["[[arms]]", 'name = "none"']
    for task, split, languages in (row for row in TARGETS if row[0] in wanted):
        lines += ["[[targets]]", f'task = "{task}"', f'evaluation_split = "{split}"']
        lines += [f"languages = {languages.split()}"]
    return "\n".join(lines).replace("'", '"') + "\n"


def main() -> None:
    """Count in a store of its own and print a line a target."""
    known = [task for task, _, _ in TARGETS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("root", type=Path, help="folder of official files")
    parser.add_argument("--targets", nargs="+", choices=known, default=known)
    asked = parser.parse_args()
    root = asked.root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "overlap.toml"
        write_text(file, experiment(root, asked.targets))
        prepared = prepare(str(file))
        store = Store(Path(folder) / "store")
        goals = tuple(step.step_id for step in overlap_steps(prepared.plan))
        Execution(
            plan=replace(prepared.plan, goals=goals),
            store=store,
            options=RunOptions(data_root=root),
            observer=Silent(),
        ).run()
        for sentence in overlap_sentences(prepared.plan, store):
            print(sentence)


if __name__ == "__main__":
    main()
