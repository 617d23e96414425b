from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_json
from crosswind.statistics.stated import StateClaimParams, state_claim


def test_a_claim_is_written_as_it_was_stated(tmp_path: Path) -> None:
    params = StateClaimParams(experiment="x", claim={"text": "a", "kind": "fact"})
    assert state_claim(params, out=tmp_path, options=RunOptions()) == {"kind": "fact"}
    content = read_json(tmp_path / "claim.json")
    assert content == {"experiment": "x", "claim": {"text": "a", "kind": "fact"}}
