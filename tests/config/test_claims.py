from typing import Any

import pytest
from pydantic import ValidationError

from crosswind.config.claims import Claim
from crosswind.config.load import read_experiment, validate

REGION = {"text": "a", "kind": "region", "quantity": "robustness_gain", "arm": "mnli",
          "expect": "> 0"}  # fmt: skip


def claim(**changes: Any) -> Claim:
    return Claim.model_validate({**REGION, **changes})


def test_the_claim_of_the_design_is_one() -> None:
    found = claim(against="none", where={"task": "udpos", "perturbation": "typo"}, source="here")
    assert found.place() == {"task": "udpos", "perturbation": "typo"}
    assert found.key == "a"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "equivalence", "margin": 1.0, "expect": ""},
        {"kind": "rank", "expect": "top 3"},
        {"kind": "rank", "expect": "first", "over": "targets", "where": {"task": "xnli"}},
        {"kind": "fact", "quantity": "n_targets", "expect": "= 9", "arm": ""},
        {"quantity": "best_arm_gain", "arm": "", "where": {"choice": "nested"}},
        {"quantity": "score"},
    ],
)
def test_every_kind_can_be_stated(changes: dict[str, Any]) -> None:
    assert claim(**changes).text == "a"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expect": ""}, "is written with"),
        ({"margin": 1.0}, "belongs to a claim of kind equivalence"),
        ({"kind": "equivalence", "margin": -1.0, "expect": ""}, "greater than 0"),
        ({"kind": "equivalence", "margin": float("inf"), "expect": ""}, "finite"),
        ({"kind": "fact", "expect": "= 9"}, "no arm, against and where"),
        ({"arm": ""}, "needs an `arm`"),
        ({"quantity": "score", "against": "none"}, "quantity of one arm"),
        ({"quantity": "best_arm_gain"}, "chooses its arms"),
        ({"over": "targets"}, "belongs to a rank"),
        ({"rivals": ["squad"]}, "belong to a claim of kind rank"),
        ({"where": {"tasks": "xnli"}}, "Extra inputs"),
        ({"where": {"metric": "f1"}}, "name the `task` too"),
        ({"where": {"severity": 6}}, "less than or equal to 5"),
        ({"kind": "guess"}, "Input should be"),
    ],
)
def test_what_is_no_claim_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        claim(**changes)


def test_the_shipped_claims_cover_all_fourteen_statements() -> None:
    experiment, problems = validate(read_experiment("seed_claims"))
    assert problems == []
    assert experiment is not None
    claims = experiment.claims
    assert {claim.statement for claim in claims} == set(range(1, 15))
    assert {claim.kind for claim in claims} == {"region", "equivalence", "rank", "fact"}
    assert all(claim.source for claim in claims)
    about_scores = [claim for claim in claims if claim.kind != "fact"]
    assert {claim.encoder for claim in about_scores} == {experiment.encoder.name}
