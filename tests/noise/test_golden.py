"""Frozen output: a change here changes every noisy number, and wants a new version on the card."""

import hashlib

from crosswind.noise.api import perturb
from crosswind.noise.catalogue import PERTURBATIONS, support
from tests.noise.samples import SENTENCES

GOLDEN = {
    "case": "fed3b2b7b24c5759",
    "diacritic_drop": "1d4b24172504934c",
    "typo": "5098ea724672fabd",
}


def output_digest(name: str) -> str:
    state = hashlib.sha256()
    for language, text in sorted(SENTENCES.items()):
        if support(name, language).level == "unsupported":
            continue
        for severity in (1, 3, 5):
            for seed in range(5):
                result = perturb(
                    text, language=language, perturbation=name, severity=severity, seed=seed
                )
                state.update(f"{language} {severity} {seed} {result.text}\n".encode())
    return state.hexdigest()[:16]


def test_output_is_frozen():
    assert {name: output_digest(name) for name in PERTURBATIONS.names()} == GOLDEN
