"""The page of each perturbation, and the document made of all of them."""

import importlib.util
from pathlib import Path

import pytest

from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R
from crosswind.noise.perturbation import TASK_KINDS
from crosswind.noise.promise import facts, matrix, page
from tests.noise.examples.in_a_hurry import PERTURBATION as IN_A_HURRY

ROOT = Path(__file__).parents[2]


def test_the_document_is_what_the_script_writes():
    spec = importlib.util.spec_from_file_location("build", ROOT / "scripts/build_noise_docs.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.TARGET.read_text("utf-8") == build.text(), "python scripts/build_noise_docs.py"


@pytest.mark.parametrize("name", PERTURBATIONS.names())
def test_a_page_promises_everything(name):
    card = PERTURBATIONS.get(name)
    shown = page(card)
    for part in (card.summary, card.mechanism, card.unit, card.source, card.keeps, card.evidence):
        assert part in shown
    told = facts(card)
    assert list(told["support"]) == list(XTREME_R)
    assert list(told["labels"]) == list(TASK_KINDS)
    assert sum(shown.count(f" {tag}") > 0 for tag in XTREME_R) == len(XTREME_R)
    assert told["example"]["perturbed"]["5"] in shown


def test_a_profile_shows_its_stages():
    assert "typo: 0.0025 / 0.01" in page(IN_A_HURRY)
    assert "of 50% of the writers" in page(IN_A_HURRY)


def test_the_matrix_has_a_column_a_language():
    cards = [PERTURBATIONS.get(name) for name in PERTURBATIONS.names()]
    first, second, *rows, _ = matrix(cards)
    width = len(rows[0]) - len(XTREME_R)
    heads = zip(first[width:], second[width:], strict=True)
    assert tuple("".join(head) for head in heads) == XTREME_R
    assert {len(row) for row in rows} == {width + 50}
    typo = rows[PERTURBATIONS.names().index("typo")][width:]
    assert typo[XTREME_R.index("zh")] == "."
    assert typo[XTREME_R.index("de")] == "F"
