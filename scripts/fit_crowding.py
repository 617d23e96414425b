"""Fit how crowded the events of `ortho_confuse` are, a value for each language.

Run:

    PYTHONPATH=src python scripts/fit_crowding.py [--characters 40000] [LANGUAGE ...]

Few letters of a language can be confused, so that many events meet at one and all but one are lost;
`firing_rate` makes up for that if it is told how many. For each of some values, this measures the
edits that severity 5 makes in 100 characters of the sentences of `tests/noise/samples.py`, and
prints the value that comes nearest to the target, beside the one that `ortho_confuse` has.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.noise.samples import long_text

from crosswind.noise.catalogue import XTREME_R, support
from crosswind.noise.dose import realized
from crosswind.noise.events import CROWDING
from crosswind.noise.perturbations import ortho_confuse

VALUES = (CROWDING, 4.0, 4.6, 5.3, 6.0, 7.0)
_LENGTH, _SEVERITY = 1000, 5


def main() -> None:
    """Print a line for each language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--characters", type=int, default=40_000)
    asked = parser.parse_args()
    known = [tag for tag in XTREME_R if support("ortho_confuse", tag).level != "unsupported"]
    for language in asked.languages or known:
        has = ortho_confuse._CROWDING.get(language, CROWDING)
        found = {value: rate(language, value, asked.characters) for value in {*VALUES, has}}
        target = ortho_confuse.PERTURBATION.strength(_SEVERITY)
        best = min(VALUES, key=lambda value: abs(found[value] - target))
        rates = f"{100 * found[best]:.2f} ({100 * found[has]:.2f} with {has}; {100 * target:g})"
        print(f"{language}: {best} gives {rates} edits in 100 characters", flush=True)


def rate(language: str, crowding: float, characters: int) -> float:
    """Edits a character at the highest severity with a value."""
    before = dict(ortho_confuse._CROWDING)
    ortho_confuse._CROWDING[language] = crowding
    texts = [long_text(language, _LENGTH, seed=seed) for seed in range(characters // _LENGTH)]
    dose = realized(ortho_confuse.PERTURBATION, texts, language=language, severity=_SEVERITY)
    ortho_confuse._CROWDING.clear()
    ortho_confuse._CROWDING.update(before)
    return dose.edits / dose.units


if __name__ == "__main__":
    main()
