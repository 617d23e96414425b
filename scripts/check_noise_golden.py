"""Compare the output of every (perturbation, language) cell with `tests/golden/noise.json`.

Run, with any Python that has numpy, pydantic, typer, rich and langcodes, of whatever versions:

    PYTHONPATH=src python scripts/check_noise_golden.py

Prints the version of numpy, how many cells there are, and the cells that differ; the exit code is 1
if any does. `docs/noise-engine.md` says how to run it with another major version of numpy.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.noise import golden


def main() -> int:
    """Compare, print, and say whether all cells are equal."""
    stored, current = golden.stored(), golden.current()
    cells = {(name, tag) for found in (stored, current) for name in found for tag in found[name]}
    differing = sorted(
        (name, tag)
        for name, tag in cells
        if stored.get(name, {}).get(tag) != current.get(name, {}).get(tag)
    )
    for name, tag in differing:
        print(f"differs: {name} {tag}")
    print(f"numpy {np.__version__}: {len(cells)} cells, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
