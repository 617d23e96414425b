"""The catalogue, its support matrix, and a newcomer's entry."""

from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.batch import Noise, perturb_all
from crosswind.noise.catalogue import PERTURBATIONS, declared, support, support_matrix, supported
from tests.noise.examples import vowel_drop
from tests.noise.samples import SENTENCES


def test_the_matrix_has_every_cell_with_a_reason():
    matrix = support_matrix([*SENTENCES, "zh", "ja", "sw", "tlh"])
    assert set(matrix) == set(PERTURBATIONS.names())
    for row in matrix.values():
        assert all(
            cell.level in {"full", "generic", "conditional", "unsupported"} for cell in row.values()
        )
        assert all(cell.reason for cell in row.values())
    assert matrix["typo"]["zh"].level == "unsupported"


def test_an_unsupported_cell_is_refused_with_what_would_work():
    with pytest.raises(ConfigError, match=r"cannot act.*for 'ru': .*case, .*typo"):
        supported("diacritic_drop", "ru")


def test_unknown_names_are_met_with_the_nearest():
    with pytest.raises(ConfigError, match="Did you mean 'typo'"):
        support("typos", "de")
    with pytest.raises(ConfigError, match="BCP 47"):
        support("typo", "not a language")


def test_codes_of_benchmarks_are_canonical():
    assert support("typo", "deu") == support("typo", "de")


def test_a_newcomer_needs_one_short_file_and_one_line():
    lines = Path(vowel_drop.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) < 60
    catalogue = PERTURBATIONS.with_entry(
        "vowel_drop", "tests.noise.examples.vowel_drop:PERTURBATION"
    )
    noise = Noise(perturbation="vowel_drop", language="en", severity=5, catalogue=catalogue)
    (result,) = perturb_all(noise, ["a message for the manager " * 20], example_ids=["0"])
    assert {edit.text for edit in result.edits} == {""}
    assert support_matrix(["ru"], catalogue=catalogue)["vowel_drop"]["ru"].level == "unsupported"


def test_an_option_stands_behind_a_colon():
    assert declared("case:inverted").name == "case:inverted"
    assert support("diacritic_drop:digraphs", "fr").level == "unsupported"
    with pytest.raises(ConfigError, match=r"'transpose' has no options.*Did you mean 'transpose'"):
        declared("transpose:loud")
    with pytest.raises(ConfigError, match="Did you mean 'case'"):
        declared("cases:loud")


@pytest.mark.parametrize(("name", "language"), [("typo", "ko"), ("codemix", "de")])
def test_no_other_perturbation_is_offered_for_one_that_cannot_act(name: str, language: str) -> None:
    with pytest.raises(ConfigError) as caught:
        supported(name, language)
    assert caught.value.nearest == ""
    assert "space" in caught.value.allowed
