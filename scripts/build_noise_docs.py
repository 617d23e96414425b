"""Build `docs/perturbations.md` from the catalogue of perturbations.

Run:

    python scripts/build_noise_docs.py

A test compares the file with what this script would write.
"""

from pathlib import Path

from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.noise.promise import matrix, page

TARGET = Path(__file__).parents[1] / "docs/perturbations.md"

HEAD = """# Perturbations

Built by `python scripts/build_noise_docs.py` from the cards in
`src/crosswind/noise/perturbations/`. A card says what happens to a text, in which languages, what a
severity counts and where that comes from (*anchored* in measured text, or *declared* by us), and
what survives for each kind of task.
`crosswind perturbations NAME` prints one page, `crosswind perturbations --json` all of them.

*Full*: the language has tables of its own. *Generic*: rules that hold for its script.
*Conditional*: acts only on texts of a rare kind, so that plans leave the cell out. *Unsupported*:
refused, with the reason. Every edit keeps spans and pre-split words apart: see
[the engine](noise-engine.md).

## Support matrix

The 50 languages of XTREME-R (codes read downwards):
"""


def text() -> str:
    """The whole page."""
    found = [PERTURBATIONS.get(name) for name in PERTURBATIONS.names()]
    table = "\n".join(["```text", *matrix(found), "```"])
    pages = "\n\n".join(map(page, found))
    return f"{HEAD}\n{table}\n\n{pages}\n"


def main() -> None:
    """Write the page."""
    TARGET.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
