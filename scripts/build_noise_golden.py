"""Build `tests/golden/noise.json`: digests of the output of every perturbation in every language.

Run:

    python scripts/build_noise_golden.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.noise import golden

if __name__ == "__main__":
    golden.write()
