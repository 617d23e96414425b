"""Digests of the output of every cell (perturbation, language), and the file that keeps them.

`python scripts/build_noise_golden.py` writes the file. A digest that changes is a number that
changes: raise the version on the card, so that the change is on purpose.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from crosswind.noise.api import perturb_batch, perturb_words
from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R, support
from crosswind.noise.perturbation import Perturbation
from tests.noise.samples import SENTENCES, long_text

TARGET = Path(__file__).parents[1] / "golden/noise.json"


def digests(perturbation: Perturbation) -> dict[str, str]:
    """Language -> digest of texts, spans and words at severities 1 to 5."""
    return {
        tag: cell_digest(perturbation, tag)
        for tag in XTREME_R
        if support(perturbation, tag).level != "unsupported"
    }


def cell_digest(perturbation: Perturbation, language: str) -> str:
    """Digest of everything that comes out for some fixed texts."""
    state = hashlib.sha256()
    text = SENTENCES[language]
    texts = [text, *(long_text(language, 150, seed=seed) for seed in range(6)), "", "a 1 B."]
    ids = [str(index) for index in range(len(texts))]
    spans = [[(len(one) // 3, len(one) // 2)] for one in texts]
    on_words = perturbation.label_policy("tagging") != "refused"
    for severity in range(1, 6):
        setting: dict[str, Any] = {
            "language": language,
            "perturbation": perturbation,
            "severity": severity,
        }
        for result in perturb_batch(texts, example_ids=ids, **setting):
            state.update(f"{result.text}\n{list(map(tuple, result.edits))}\n".encode())
        for result in perturb_batch(texts, example_ids=ids, spans=spans, guard=True, **setting):
            state.update(f"{result.text}\n{result.spans} {result.flags}\n".encode())
        if on_words:
            words = perturb_words(text.split(), **setting).words
            state.update(f"{words}\n".encode())
    return state.hexdigest()[:16]


def current() -> dict[str, dict[str, str]]:
    """Perturbation -> language -> digest, for the whole catalogue."""
    return {name: digests(PERTURBATIONS.get(name)) for name in PERTURBATIONS.names()}


def stored() -> dict[str, dict[str, str]]:
    """What the file says."""
    found: dict[str, dict[str, str]] = json.loads(TARGET.read_text("utf-8"))
    return found


def write() -> None:
    """Write the file: a line a cell."""
    TARGET.write_text(json.dumps(current(), indent=1) + "\n", encoding="utf-8")
